// What somebody types stays on her device until the server has it: sealed for her, wiped when she signs out.
//
// A draft holds what was typed and what stood there before. When the page opens again the two are compared with what is
// saved now: what only she changed is put back (and sent, where a page saves by itself), what only others changed
// stays, what both changed is shown side by side for her to choose. Nothing is overwritten unseen.

import { ask, toast } from "./page.js";

const PREFIX = "draft:";
const SENT = "sent";
const FIELD_OF = "field-of"; // whose pages the service worker keeps (field.js)
const DAYS = 7; // a draft nobody came back for
const PAUSE = 300; // ms of silence before typing is kept
const { person, seal: secret } = document.body.dataset;
const words = document.getElementById("draft-template")?.content;
const entrance = document.querySelector(".entrance");

// ---------------------------------------------------------------- on the device

const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
const text = (buffer) => btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(""));
const key = secret && crypto.subtle ? crypto.subtle.importKey("raw", bytes(secret), "AES-GCM", false, ["encrypt", "decrypt"]) : null;
let last = Promise.resolve(); // writes happen in the order in which they were asked for

/** Seals bytes for this person; on an address without https there is nothing to seal with. */
export async function seal(buffer) {
  if (!key) return { plain: buffer };
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, box: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key, buffer) };
}
/** Opens what ``seal`` has made. */
export async function open({ plain, iv, box }) {
  return plain ?? crypto.subtle.decrypt({ name: "AES-GCM", iv }, await key, box);
}
async function sealed(draft) {
  const plain = JSON.stringify(draft);
  if (!key) return `-${plain}`;
  const { iv, box } = await seal(new TextEncoder().encode(plain));
  return `${text(iv)}.${text(box)}`;
}
async function opened(value) {
  try {
    if (value.startsWith("-")) return JSON.parse(value.slice(1));
    const [iv, box] = value.split(".").map(bytes);
    return JSON.parse(new TextDecoder().decode(await open({ iv, box })));
  } catch {
    return null; // another key, or no draft of ours
  }
}
function put(name, draft) {
  last = last.then(async () => {
    try {
      localStorage.setItem(name, await sealed(draft));
    } catch {
      // The device is full or keeps nothing: the page itself still holds what was typed.
    }
  });
  return last;
}
function drop(name) {
  last = last.then(() => localStorage.removeItem(name));
}
const kept = () => Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
const own = () => kept().filter((name) => name.startsWith(`${PREFIX}${person}:`));

// ---------------------------------------------------------------- what a form holds

const NOT_TYPED = ["hidden", "password", "file", "submit", "button", "reset", "fieldset", "output", "object"];
const isChoice = (field) => field.type === "radio" || field.type === "checkbox";
const isTyped = (field) => field.name && !field.disabled && !NOT_TYPED.includes(field.type) && field.autocomplete !== "one-time-code";
const fieldsOf = (form) => [...form.elements].filter(isTyped);
const nameOf = (form) => `${PREFIX}${person}:${location.pathname}#${form.id || form.getAttribute("action") || ""}`;
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** Values by name of field, each a list: what is ticked, chosen or written. */
function stateOf(form) {
  const state = {};
  for (const field of fieldsOf(form)) {
    const values = (state[field.name] ??= []);
    if (!isChoice(field)) values.push(field.value);
    else if (field.checked) values.push(field.value);
  }
  return state;
}
function write(form, name, values) {
  let place = 0;
  const fields = fieldsOf(form).filter((field) => field.name === name);
  for (const field of fields) {
    if (isChoice(field)) field.checked = values.includes(field.value);
    else field.value = values[place++] ?? "";
  }
  return fields.find((field) => !isChoice(field) || field.checked) ?? fields[0];
}
function labelOf(form, name) {
  const field = fieldsOf(form).find((one) => one.name === name);
  const group = isChoice(field) ? field.closest("fieldset")?.querySelector("legend") : null;
  return (group ?? field.labels?.[0])?.textContent.trim().replace(/\s+/g, " ") ?? name;
}
function wordsOf(form, name, values) {
  const fields = fieldsOf(form).filter((field) => field.name === name);
  const said = values.map((value) => {
    const field = fields.find((one) => !isChoice(one) || one.value === value);
    const option = isChoice(field) ? field.labels?.[0] : [...(field.options ?? [])].find((one) => one.value === value);
    return option ? option.textContent.trim().replace(/\s+/g, " ") : value;
  });
  return said.filter(Boolean).join("; ") || "–";
}

// ---------------------------------------------------------------- keep

const bases = new WeakMap(); // form -> what stood there when the page was filled, as far as the server has it
const asked = new WeakMap(); // request -> its form, and what that held when it was sent
const timers = new WeakMap();

let wiped = false; // she has signed out: nothing more is kept
function keep(form) {
  clearTimeout(timers.get(form));
  if (wiped) return;
  const typed = stateOf(form);
  const base = bases.get(form);
  const places = form.querySelector("[data-save-state]") ? [] : [placeOf(form)];
  for (const place of places) place.hidden = same(typed, base);
  if (same(typed, base)) drop(nameOf(form));
  else put(nameOf(form), { at: Date.now(), typed, base });
}
function placeOf(form) {
  let place = form.querySelector(".draft-state");
  if (!place) {
    place = words.querySelector(".draft-state").cloneNode(true);
    (form.querySelector(":scope > .actions, .actions:last-of-type") ?? form).after(place);
    if (!form.contains(place)) form.append(place);
  }
  return place;
}
for (const kind of ["input", "change"]) {
  document.addEventListener(kind, (event) => {
    const form = event.target.form;
    if (!bases.has(form) || !isTyped(event.target)) return;
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(() => keep(form), PAUSE));
  });
}
document.addEventListener("visibilitychange", () => {
  if (document.hidden) for (const form of document.forms) if (bases.has(form) && !("leaving" in form.dataset)) keep(form);
});

// ---------------------------------------------------------------- sent

document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.detail.elt.closest("form");
  if (bases.has(form)) asked.set(event.detail.xhr, { form, state: stateOf(form) });
});
document.addEventListener("htmx:afterRequest", (event) => {
  const { form, state } = asked.get(event.detail.xhr) ?? {}; // what sent it may have left the form since
  if (!form || !event.detail.successful) return;
  bases.set(form, state);
  if (form.isConnected) keep(form);
  else drop(nameOf(form));
});

const remembered = () => JSON.parse(sessionStorage.getItem(SENT) ?? "[]");
let held = null; // a form whose button was pressed without a connection
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !bases.has(form)) return;
  if (!navigator.onLine) {
    event.preventDefault();
    keep(form);
    held = [form, event.submitter];
    toast(document.getElementById("toasts").dataset.held);
    return;
  }
  keep(form);
  form.dataset.leaving = "";
  sessionStorage.setItem(SENT, JSON.stringify([...remembered(), nameOf(form)]));
});
window.addEventListener("online", () => {
  const [form, submitter] = held ?? [];
  held = null;
  if (form?.isConnected) form.requestSubmit(submitter?.isConnected ? submitter : null);
});
document.addEventListener("click", (event) => {
  // "Cancel" beside the button: what was typed is given up.
  const form = event.target.closest?.("form .actions a.btn-link")?.closest("form");
  if (!bases.has(form)) return;
  form.dataset.leaving = "";
  drop(nameOf(form));
});
window.addEventListener("pageshow", () => { for (const form of document.forms) delete form.dataset.leaving; });

/** What was sent has arrived when its answer led to another page; a refused form answers itself, an entrance asks who it is. */
function settleSent() {
  const sent = remembered();
  sessionStorage.removeItem(SENT);
  const [navigation] = performance.getEntriesByType("navigation");
  const went = navigation?.redirectCount > 0 && !entrance && !document.querySelector("#messages .callout-danger");
  if (went) for (const name of sent) drop(name);
}

// ---------------------------------------------------------------- put back

function putBack(form, draft) {
  const now = stateOf(form);
  const mine = [];
  const both = [];
  for (const [name, typed] of Object.entries(draft.typed)) {
    const base = draft.base[name];
    if (!(name in now) || same(typed, base) || same(typed, now[name])) continue;
    (same(base, now[name]) ? mine : both).push(name);
  }
  const refused = form.querySelector("#error-summary, .refusal");
  if (refused) bases.set(form, draft.base); // not saved yet: what stands in the fields is what was typed
  if (!mine.length && !both.length) {
    if (!refused) drop(nameOf(form));
    return;
  }
  const callout = words.querySelector(".draft-back").cloneNode(true);
  const typedAt = new Date(draft.at);
  const moment = `${typedAt.toLocaleTimeString("vi", { hour: "2-digit", minute: "2-digit" })} ${typedAt.toLocaleDateString("en-GB", { day: "2-digit", month: "2-digit" })}`;
  callout.querySelector("[data-when]").textContent = moment;
  const rows = callout.querySelector("[data-both]");
  const row = rows.querySelector("li");
  row.remove();
  for (const name of both) {
    const shown = row.cloneNode(true);
    shown.querySelector("[data-label]").textContent = labelOf(form, name);
    shown.querySelector("[data-mine]").textContent = wordsOf(form, name, draft.typed[name]);
    shown.querySelector("[data-theirs]").textContent = wordsOf(form, name, now[name]);
    shown.querySelector("button").addEventListener("click", () => {
      changed(write(form, name, draft.typed[name]));
      shown.remove();
      rows.hidden = !rows.children.length;
    });
    rows.append(shown);
  }
  rows.hidden = !both.length;
  callout.querySelector("[data-both-words]").hidden = !both.length;
  callout.querySelector("[data-mine-words]").hidden = !mine.length;
  callout.querySelector("[data-discard]").addEventListener("click", () => {
    for (const name of mine) write(form, name, now[name]);
    changed(fieldsOf(form)[0]);
    drop(nameOf(form));
    callout.remove();
  });
  form.prepend(callout);
  const fields = mine.map((name) => write(form, name, draft.typed[name]));
  if (form.closest("[data-autosave]") || form.querySelector("[data-autosave]")) changed(fields.at(-1)); // one save takes them all
  else fields.forEach(changed);
  if (!fields.length) keep(form);
}
function changed(field) {
  field?.dispatchEvent(new Event("input", { bubbles: true }));
  field?.dispatchEvent(new Event("change", { bubbles: true }));
}

async function begin() {
  if (person && localStorage.getItem(FIELD_OF) !== person) {
    await globalThis.caches?.delete("field"); // pages kept for the field by whoever used this device before
    localStorage.setItem(FIELD_OF, person);
  }
  const old = Date.now() - DAYS * 86400000;
  for (const name of kept()) {
    const value = localStorage.getItem(name);
    const foreign = person && !name.startsWith(`${PREFIX}${person}:`);
    if (foreign && value.startsWith("-")) drop(name); // unsealed, and of somebody else
  }
  for (const name of person ? own() : []) if (((await opened(localStorage.getItem(name)))?.at ?? 0) < old) drop(name);
  settleSent();
  if (!person || entrance) return;
  const forms = [...document.querySelectorAll("main form[method=post]")].filter((form) => form.matches("[data-autosave]") || form.querySelector("[data-autosave], textarea, input[type=text], input:not([type]), input[type=number], input[type=date], input[type=email], input[type=tel]"));
  await last;
  for (const form of forms) {
    bases.set(form, stateOf(form));
    const value = localStorage.getItem(nameOf(form));
    const draft = value && (await opened(value));
    if (draft) putBack(form, draft);
  }
}
window.addEventListener("load", begin); // htmx listens by then

// ---------------------------------------------------------------- sign out

/** Photos of visits that wait on this device (field.js), each with its person; ``act`` gets those of this one. */
function ownPhotos(act) {
  return new Promise((resolve) => {
    const asked = indexedDB.open("field", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("photos", { keyPath: "key" });
    asked.onerror = () => resolve([]);
    asked.onsuccess = () => {
      const work = asked.result.transaction("photos", "readwrite");
      const rows = work.objectStore("photos");
      let own = [];
      rows.getAll().onsuccess = (event) => {
        own = event.target.result.filter((row) => row.person === person);
        for (const row of own) act?.(rows, row);
      };
      work.oncomplete = () => {
        asked.result.close();
        resolve(own);
      };
    };
  });
}

async function leave(form) {
  if ((own().length || (await ownPhotos()).length) && !(await ask(words.querySelector("[data-wipe]").textContent.trim()))) return;
  wiped = true;
  for (const name of own()) localStorage.removeItem(name);
  await ownPhotos((rows, row) => rows.delete(row.key)); // what another person has waiting here stays hers
  await globalThis.caches?.delete("field");
  form.submit();
}
document.addEventListener("submit", (event) => {
  if (!person || event.target.getAttribute("action") !== document.getElementById("toasts").dataset.logout) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  leave(event.target);
}, true);
