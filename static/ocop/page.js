// Small comforts of every page. Everything here has a way that works without script.

const confirmDialog = document.getElementById("confirm");
const toasts = document.getElementById("toasts");

/** Asks in words that name the consequence; resolves to true or false. */
export function ask(text, word) {
  if (!confirmDialog?.showModal) return Promise.resolve(window.confirm(text));
  confirmDialog.querySelector("#confirm-text").textContent = text;
  if (word) confirmDialog.querySelector("#confirm-title").textContent = word;
  confirmDialog.returnValue = "no";
  confirmDialog.showModal();
  return new Promise((resolve) => {
    confirmDialog.addEventListener("close", () => resolve(confirmDialog.returnValue === "yes"), { once: true });
  });
}

const agreed = new WeakSet();
document.addEventListener("click", async (event) => {
  const control = event.target.closest?.("[data-confirm]");
  if (!control || agreed.delete(control)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (control.form && !control.form.reportValidity()) return;
  if (!(await ask(control.dataset.confirm, control.textContent.trim()))) return;
  agreed.add(control);
  control.click();
}, true);

document.addEventListener("htmx:confirm", async (event) => {
  if (!event.detail.question) return;
  event.preventDefault();
  if (await ask(event.detail.question, event.detail.elt.textContent.trim())) event.detail.issueRequest(true);
});

/** Shows a short sentence that goes away by itself. */
export function toast(text) {
  const template = document.getElementById("toast-template");
  if (!toasts || !template || !text) return;
  const shown = template.content.firstElementChild.cloneNode(true);
  shown.querySelector("span").textContent = text;
  shown.querySelector("button").addEventListener("click", () => shown.remove());
  toasts.append(shown);
  setTimeout(() => shown.remove(), 8000);
}
document.addEventListener("toast", (event) => toast(event.detail?.text ?? event.detail?.value ?? ""));

// A refusal (403, 409) and a failed request never replace the part that was asked for.
const isRefusal = (xhr) => xhr.status === 403 || xhr.status === 409;
document.addEventListener("htmx:beforeSwap", (event) => {
  const place = document.getElementById("messages");
  if (isRefusal(event.detail.xhr) && place) {
    event.detail.target = place;
    event.detail.shouldSwap = true; // still an error: what was not done must not be said to be saved
    event.detail.swapOverride = "innerHTML show:none";
    toast(toasts?.dataset.refused);
    place.scrollIntoView({ block: "center" });
  }
});
document.addEventListener("htmx:responseError", (event) => {
  if (!isRefusal(event.detail.xhr) && event.detail.xhr.status !== 401) toast(toasts?.dataset.failed);
});
document.addEventListener("htmx:sendError", () => toast(toasts?.dataset.offline));

// The session has ended: what was typed is on the device (drafts.js) and comes back for the same person.
document.addEventListener("htmx:responseError", async (event) => {
  if (event.detail.xhr.status !== 401 || confirmDialog?.open) return;
  if (!(await ask(toasts?.dataset.signedOut, toasts?.dataset.signIn))) return;
  location.assign(`${toasts.dataset.login}?next=${encodeURIComponent(location.pathname + location.search)}`);
});

// One menu at a time; Escape and a click elsewhere close it.
function closeMenus(except) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) if (menu !== except) menu.open = false;
}
document.addEventListener("click", (event) => closeMenus(event.target.closest?.("details[data-menu]")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details[data-menu][open]");
  if (open) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});

// After a refused form the reader starts at the list of what is wrong.
function startAtErrors(root) {
  const summary = root.querySelector?.("#error-summary");
  if (summary && !summary.closest("form[method=get]")) summary.focus();
}
startAtErrors(document);
document.addEventListener("htmx:afterSwap", (event) => startAtErrors(event.target));

// On a phone a row of tabs starts at the one that is open.
const openTab = document.querySelector(".tabs [aria-current]");
if (openTab) {
  const tabs = openTab.closest(".tabs");
  tabs.scrollLeft = openTab.offsetLeft - tabs.offsetLeft - (tabs.clientWidth - openTab.offsetWidth) / 2;
}

// A browser in another language shows a date month first: the words beside the field leave no doubt.
const asWords = { timeZone: "UTC", weekday: "long", day: "2-digit", month: "2-digit", year: "numeric" };
function sayDate(field) {
  let words = field.nextElementSibling;
  if (!words?.matches(".date-words")) {
    words = document.createElement("span");
    words.className = "date-words secondary";
    field.after(words);
  }
  words.textContent = field.valueAsDate?.toLocaleDateString(document.documentElement.lang === "vi" ? "vi" : "en-GB", asWords) ?? "";
}
function sayDates(root) {
  for (const field of root.querySelectorAll?.(".field input[type=date]") ?? []) sayDate(field);
}
sayDates(document);
document.addEventListener("htmx:afterSwap", (event) => sayDates(event.target));
for (const kind of ["input", "change"]) {
  document.addEventListener(kind, (event) => { if (event.target.matches?.(".field input[type=date]")) sayDate(event.target); });
}
