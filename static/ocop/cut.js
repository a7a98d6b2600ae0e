// Pressing two pages of a scan writes them into the form as the first and the last page of a paper.

const list = document.querySelector("[data-cut-pages]");
const first = document.querySelector("[name=first_page]");
const last = document.querySelector("[name=last_page]");
let begun = false; // the next page pressed is the last one

function mark() {
  const from = Number(first.value);
  const to = Number(last.value);
  for (const button of list.querySelectorAll("[data-page]")) {
    const page = Number(button.dataset.page);
    button.setAttribute("aria-pressed", String(page >= from && page <= to));
  }
}

list.addEventListener("click", (event) => {
  const button = event.target.closest("[data-page]");
  if (!button) return;
  const page = Number(button.dataset.page);
  const anew = !begun || page < Number(first.value);
  if (anew) first.value = page;
  last.value = page;
  begun = anew;
  for (const field of [first, last]) field.dispatchEvent(new Event("input", { bubbles: true }));
});
for (const field of [first, last]) field.addEventListener("input", mark);
mark();
