// A frame drawn on the picture of a page, in thousandths of its width and height; the page's form sends it.

const box = document.querySelector("[data-region]");
const rectangle = document.querySelector("input[name=rectangle]");
const drawn = document.querySelector("input[name=part][value=drawn]");
const SVG = "http://www.w3.org/2000/svg";
const LEAST = 20;
let start = null;

/** The frame on the page; made when there is none yet. */
function frame() {
  let svg = box.querySelector("svg");
  if (!svg) {
    svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("class", "region");
    svg.setAttribute("viewBox", "0 0 1000 1000");
    svg.setAttribute("preserveAspectRatio", "none");
    svg.append(document.createElementNS(SVG, "rect"));
    box.append(svg);
  }
  return svg.firstElementChild;
}
function place(event) {
  const { left, top, width, height } = box.querySelector("img").getBoundingClientRect();
  const within = (part) => Math.min(1000, Math.max(0, Math.round(1000 * part)));
  return [within((event.clientX - left) / width), within((event.clientY - top) / height)];
}
function show([left, top, width, height]) {
  const rect = frame();
  for (const [name, value] of Object.entries({ x: left, y: top, width, height })) rect.setAttribute(name, value);
}
function hide() {
  box.querySelector("svg")?.remove();
}

box.addEventListener("dragstart", (event) => event.preventDefault());
box.addEventListener("pointerdown", (event) => {
  if (event.button) return;
  start = place(event);
  box.setPointerCapture(event.pointerId);
});
box.addEventListener("pointermove", (event) => {
  if (!start) return;
  const [x, y] = place(event);
  show([Math.min(x, start[0]), Math.min(y, start[1]), Math.abs(x - start[0]), Math.abs(y - start[1])]);
});
box.addEventListener("pointerup", (event) => {
  if (!start) return;
  const [x, y] = place(event);
  const [left, top, width, height] = [Math.min(x, start[0]), Math.min(y, start[1]), Math.abs(x - start[0]), Math.abs(y - start[1])];
  start = null;
  if (width < LEAST || height < LEAST) {
    choose();
    return;
  }
  rectangle.value = [left, top, width, height].join(",");
  drawn.checked = true;
  show([left, top, width, height]);
});
box.addEventListener("pointercancel", () => {
  start = null;
  choose();
});

/** Shows what the form says now. */
function choose() {
  const part = document.querySelector("input[name=part]:checked")?.value ?? "";
  const text = part === "drawn" ? rectangle.value : part;
  if (text) show(text.split(",").map(Number));
  else hide();
}
document.addEventListener("change", (event) => { if (event.target.name === "part") choose(); });
const bands = [...document.querySelectorAll("input[name=part]")].map((one) => one.value);
if (rectangle.value && !bands.includes(rectangle.value)) drawn.checked = true;
