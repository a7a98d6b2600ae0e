// Says whether what was typed is saved. A form or field inside [data-autosave] is sent by htmx; a save that fails is
// tried again when the connection returns, and leaving with something unsaved asks first. A form that is sent by its
// button waits for the save that is on its way, whose answer brings the revision it has to name.

const failed = new Map(); // element -> whether trying again can help (no connection, server fault), and since when
const begun = new WeakMap(); // request -> when it was sent
let waiting = 0;
let idle = 0;
let held = null; // form and button that wait for a save
let signedOut = false; // saving waits for the next sign-in; page.js keeps what was typed
let sent = false; // the whole form is on its way: nothing else saves, nothing is lost by leaving

function show(state) {
  for (const place of document.querySelectorAll("[data-save-state]")) place.dataset.state = state;
}

function settle() {
  if (signedOut) show("failed");
  else if (waiting > 0) show("waiting");
  else if (failed.size) show(navigator.onLine && ![...failed.values()].some(({ lost }) => lost) ? "failed" : "offline");
  else show("saved");
}

function saves(element) {
  return element?.closest?.("[data-autosave]") ?? null;
}

document.addEventListener("htmx:beforeRequest", (event) => {
  if (!saves(event.detail.elt)) return;
  if (sent) {
    failed.set(event.detail.elt, { transient: true, at: performance.now() }); // should this page stay after all
    event.preventDefault();
    return;
  }
  waiting += 1;
  begun.set(event.detail.xhr, performance.now());
  settle();
});

document.addEventListener("htmx:afterRequest", (event) => {
  const element = saves(event.detail.elt);
  if (!element) return;
  waiting = Math.max(0, waiting - 1);
  signedOut = event.detail.xhr?.status === 401;
  if (event.detail.successful) arrived(event.detail);
  else {
    const lost = !event.detail.xhr?.status; // no answer at all: no connection, whatever the browser believes
    failed.set(event.detail.elt, { transient: lost || event.detail.xhr.status >= 500, lost, at: performance.now() });
  }
  settle();
  if (!held || waiting) return;
  const [form, button] = held;
  held = null;
  if (form.isConnected) form.requestSubmit(button?.isConnected ? button : null);
});

/** A save takes the whole form: what had failed in it before this one was sent has arrived too. */
function arrived({ elt, xhr }) {
  failed.delete(elt);
  for (const [other, { at }] of failed) {
    if (other.closest("form") === elt.closest("form") && at < begun.get(xhr)) failed.delete(other);
  }
}

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method === "dialog" || !document.querySelector("[data-autosave]")) return;
  if (waiting) held = [event.target, event.submitter];
  else if (!navigator.onLine) show("offline");
  else {
    sent = true;
    setTimeout(() => { sent = false; }, 10000);
    return;
  }
  event.preventDefault();
});
window.addEventListener("pageshow", () => { sent = false; }); // back from the next page

document.addEventListener("input", (event) => {
  if (!saves(event.target)) return;
  show("waiting");
  clearTimeout(idle);
  idle = setTimeout(settle, 3000); // typed back to what it was: nothing is sent
});

/** One save a form: it takes all that failed, and two at once would name the same revision. */
function tryAgain() {
  const forms = new Set();
  for (const [element, { transient }] of failed) {
    const form = element.closest("form");
    if (!element.isConnected) failed.delete(element);
    else if (transient && !forms.has(form)) {
      forms.add(form);
      window.htmx?.trigger(element, element.getAttribute("hx-trigger")?.includes("change") ? "change" : "submit");
    }
  }
  settle();
}
window.addEventListener("online", tryAgain);
window.addEventListener("offline", () => show("offline"));
setInterval(() => { if (failed.size && navigator.onLine) tryAgain(); }, 15000);

window.addEventListener("beforeunload", (event) => {
  if (!sent && !signedOut && (waiting || failed.size)) event.preventDefault();
});
