// Keys of the score sheet: digits choose, left and right move between lines, R goes to the remark.

function typing(target) {
  return target.matches?.("textarea, select, input:not([type=radio])");
}

function turn(way) {
  document.querySelector(`[data-way=${way}], a[rel=${way}]`)?.click();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
  const line = event.target.closest?.("[data-sheet-line]") ?? document.querySelector("[data-sheet-line]");
  if (!line) return;
  if (/^[0-9]$/.test(event.key)) {
    const radio = [...line.querySelectorAll("input[type=radio]")].find((one) => one.id.endsWith(`_${event.key}`));
    if (!radio || radio.disabled) return;
    event.preventDefault();
    radio.focus();
    if (!radio.checked) radio.click();
  } else if (event.key.toLowerCase() === "r") {
    const remark = line.querySelector("[data-remark]");
    if (!remark) return;
    event.preventDefault();
    remark.focus();
  } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
    // A radio would take the arrow for a change of its answer; up and down are left to it.
    event.preventDefault();
    turn(event.key === "ArrowLeft" ? "prev" : "next");
  }
});

// A swipe across the line moves on, as turning a page would.
let start = null;
document.addEventListener("touchstart", (event) => {
  const touch = event.changedTouches[0];
  start = event.target.closest?.("[data-sheet-line]") ? { x: touch.clientX, y: touch.clientY } : null;
}, { passive: true });
document.addEventListener("touchend", (event) => {
  if (!start) return;
  const touch = event.changedTouches[0];
  const across = touch.clientX - start.x;
  if (Math.abs(across) < 80 || Math.abs(touch.clientY - start.y) > 60) return;
  turn(across > 0 ? "prev" : "next");
}, { passive: true });

// After a turn the new line is read and the list shows where one is, without moving the page.
function settle(pane) {
  const list = document.querySelector(".sheet-lines");
  const current = list?.querySelector("[aria-current]");
  if (current && list.scrollHeight > list.clientHeight) {
    list.scrollTop = current.offsetTop - list.clientHeight / 2;
  }
  pane?.focus({ preventScroll: true });
}
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id !== "score") return;
  settle(document.getElementById("sheet-pane"));
  if (window.matchMedia("(max-width: 991px)").matches) document.getElementById("content")?.scrollIntoView();
});
settle(null);
