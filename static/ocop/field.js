// Photos of a visit wait on the device, sealed, until the server has them; the page itself is kept for where there is
// no network. Each photo has a key of its own, so that one sent twice is one photo.

import { ask, toast } from "./page.js";
import { open, seal } from "./drafts.js";

const page = document.querySelector("[data-field]");
const { person } = document.body.dataset;
const STORE = "photos";
const LONGEST = 1800; // pixels: what a report needs; a phone's photo is four times that
let sending = false;

// ---------------------------------------------------------------- on the device

const database = new Promise((resolve, reject) => {
  const asked = indexedDB.open("field", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "key" });
  asked.onsuccess = () => {
    asked.result.onversionchange = () => asked.result.close(); // signing out throws it away
    resolve(asked.result);
  };
  asked.onerror = () => reject(asked.error);
});
async function store(mode, act) {
  const rows = (await database).transaction(STORE, mode).objectStore(STORE);
  const asked = act(rows);
  return new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}
const waiting = async () => (await store("readonly", (rows) => rows.getAll())).filter((row) => row.person === person && row.page === location.pathname);

/** The photo no larger than a report needs, turned upright by the browser. */
async function smaller(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
}

// ---------------------------------------------------------------- taken, shown, sent

async function take(input) {
  for (const file of input.files) {
    const blob = await smaller(file).catch(() => null);
    if (!blob) {
      toast(page.dataset.noPhoto);
      continue;
    }
    const row = { key: crypto.randomUUID?.() ?? fallbackKey(), person, page: location.pathname, matter: input.dataset.matter, photo: await seal(await blob.arrayBuffer()) };
    await store("readwrite", (rows) => rows.put(row));
    show(row, blob);
  }
  input.value = "";
  send();
}
function fallbackKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
function show(row, blob) {
  const list = page.querySelector(`[data-photos="${row.matter}"]`);
  const item = page.querySelector("[data-photo-item]").content.firstElementChild.cloneNode(true);
  item.dataset.key = row.key;
  item.querySelector("img").src = URL.createObjectURL(blob);
  item.querySelector("button").addEventListener("click", async () => {
    await store("readwrite", (rows) => rows.delete(row.key));
    item.remove();
    count();
  });
  list.append(item);
  count();
}
function count() {
  const open = page.querySelectorAll("[data-key]:not([data-sent])").length;
  const place = page.querySelector("[data-waiting]");
  place.hidden = !open;
  place.querySelector("[data-count]").textContent = open;
}

async function send() {
  if (sending || !navigator.onLine) return;
  sending = true;
  try {
    for (const row of await waiting()) {
      const body = new FormData();
      body.set("key", row.key);
      body.set("matter", row.matter);
      body.set("photo", new Blob([await open(row.photo)], { type: "image/jpeg" }), "photo.jpg");
      const answer = await fetch(page.dataset.field, { method: "POST", body, headers: JSON.parse(document.body.getAttribute("hx-headers")) });
      if (answer.status === 422) toast((await answer.json()).refusal);
      else if (!answer.ok) break; // signed out, or the server fails: the photos wait
      else {
        await store("readwrite", (rows) => rows.delete(row.key));
        const item = page.querySelector(`[data-key="${row.key}"]`);
        if (item) {
          item.dataset.sent = "";
          item.querySelector("[data-state]").textContent = page.dataset.sentWord;
          item.querySelector("button").remove();
        }
      }
    }
  } catch {
    // No connection after all: the photos wait.
  }
  sending = false;
  count();
}

// ---------------------------------------------------------------- without a network

async function keepPage() {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register(page.dataset.worker, { scope: "/dossiers/" });
  await navigator.serviceWorker.ready;
  const cache = await caches.open("field");
  const parts = performance.getEntriesByType("resource").map((one) => one.name).filter((name) => new URL(name).pathname.startsWith("/static/"));
  await cache.addAll([...new Set(parts)]);
  await cache.put(location.pathname, await fetch(location.pathname, { headers: { Accept: "text/html" } }));
  page.querySelector("[data-kept]").hidden = false;
}

page.addEventListener("change", (event) => { if (event.target.matches("input[type=file]")) take(event.target); });
window.addEventListener("online", send);
setInterval(send, 30000);
page.closest("main").addEventListener("click", async (event) => {
  // Leaving for another page of the site with photos that wait is no loss, but she should know where they are.
  const link = event.target.closest?.("a[href]");
  if (!link || link.target || !page.querySelector("[data-key]:not([data-sent])") || navigator.onLine) return;
  event.preventDefault();
  if (await ask(page.dataset.leave)) location.assign(link.href);
});
for (const row of await waiting()) show(row, new Blob([await open(row.photo)], { type: "image/jpeg" }));
send();
if (navigator.onLine) keepPage().catch(() => {});
