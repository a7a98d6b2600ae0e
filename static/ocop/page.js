// Small comforts of every page. Everything here has a way that works without script.

const confirmDialog = document.getElementById("confirm");
const toasts = document.getElementById("toasts");

/** Asks in words that name the consequence; resolves to true or false. */
function ask(text, word) {
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

// The session has ended: what was typed is kept in this tab over the sign-in, and put back for the same person.
const TYPED = "typed";
const address = () => location.pathname + location.search;
const person = () => document.querySelector(".topbar .menu-note .person-name")?.textContent ?? "";
const isChoice = (field) => field.type === "radio" || field.type === "checkbox";
function keepTyped(form) {
  const values = [...form.elements]
    .filter((field) => field.name && !["hidden", "password", "file", "submit", "button"].includes(field.type))
    .map((field) => [field.name, field.value, field.checked]);
  sessionStorage.setItem(TYPED, JSON.stringify({ address: address(), person: person(), action: form.getAttribute("action"), values }));
}
function putBack() {
  const typed = JSON.parse(sessionStorage.getItem(TYPED) ?? "null");
  if (!typed) return;
  if (document.querySelector(".entrance")) {
    sessionStorage.setItem(TYPED, JSON.stringify({ ...typed, signedIn: true }));
    return;
  }
  sessionStorage.removeItem(TYPED);
  if (!typed.signedIn || typed.person !== person() || typed.address !== address()) return;
  const form = [...document.querySelectorAll("main form[method=post]")].find((one) => one.getAttribute("action") === typed.action);
  if (!form) return;
  for (const [name, value, checked] of typed.values) {
    for (const field of form.elements) {
      if (field.name !== name || (isChoice(field) ? field.value !== value || field.checked === checked : field.value === value)) continue;
      if (isChoice(field)) field.checked = checked;
      else field.value = value;
      if (field.type !== "radio" || checked) field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
  toast(toasts?.dataset.putBack);
}
document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented && event.target.matches("main:not(.entrance) form[method=post]")) keepTyped(event.target);
});
document.addEventListener("htmx:responseError", async (event) => {
  if (event.detail.xhr.status !== 401 || confirmDialog?.open) return;
  const form = event.detail.elt.closest("form[method=post]") ?? event.detail.elt.form;
  if (form) keepTyped(form);
  if (await ask(toasts?.dataset.signedOut, toasts?.dataset.signIn)) location.assign(`${toasts.dataset.login}?next=${encodeURIComponent(address())}`);
});
window.addEventListener("load", putBack); // htmx listens by then

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
