// Says whether what was typed is saved. A form or field inside [data-autosave] is sent by htmx; a save that fails is
// tried again when the connection returns, and leaving with something unsaved asks first.

const failed = new Map(); // element -> whether trying again can help (no connection, server fault)
let waiting = 0;
let idle = 0;

function show(state) {
  for (const place of document.querySelectorAll("[data-save-state]")) place.dataset.state = state;
}

function settle() {
  if (waiting > 0) show("waiting");
  else if (failed.size) show(navigator.onLine ? "failed" : "offline");
  else show("saved");
}

function saves(element) {
  return element?.closest?.("[data-autosave]") ?? null;
}

document.addEventListener("htmx:beforeRequest", (event) => {
  if (!saves(event.detail.elt)) return;
  waiting += 1;
  settle();
});

document.addEventListener("htmx:afterRequest", (event) => {
  const element = saves(event.detail.elt);
  if (!element) return;
  waiting = Math.max(0, waiting - 1);
  if (event.detail.successful) failed.delete(event.detail.elt);
  else failed.set(event.detail.elt, !event.detail.xhr?.status || event.detail.xhr.status >= 500);
  settle();
});

document.addEventListener("input", (event) => {
  if (!saves(event.target)) return;
  show("waiting");
  clearTimeout(idle);
  idle = setTimeout(settle, 3000); // typed back to what it was: nothing is sent
});

function tryAgain() {
  for (const [element, transient] of failed) {
    if (!element.isConnected) failed.delete(element);
    else if (transient) window.htmx?.trigger(element, element.getAttribute("hx-trigger")?.includes("change") ? "change" : "submit");
  }
  settle();
}
window.addEventListener("online", tryAgain);
window.addEventListener("offline", () => show("offline"));
setInterval(() => { if (failed.size && navigator.onLine) tryAgain(); }, 15000);

window.addEventListener("beforeunload", (event) => {
  if (waiting || failed.size) event.preventDefault();
});
