// Chosen files: listed, dropped, photographed one after another, and sent in pieces while one types on. A lost connection
// costs one piece; a file sent before a reload is known again by its digest. Small files, and files that could not be
// sent this way, go with the form itself, as they do without script.

import { toast } from "./page.js";

const SMALL = 262144; // bytes: files that are no more together go with the form
const PAUSE = 3000; // ms between two tries without a connection
const TRIES = 5; // at a server that fails
const sendings = new WeakMap(); // field -> Map of what is being sent, by the mark of each file
const held = new WeakSet(); // forms that are sent once their files are up

const mark = (file) => [file.name, file.size, file.lastModified].join("/");
const megabytes = (bytes) => `${(bytes / 1048576).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} MB`;
const pause = (ms) => new Promise((resolve) => {
  const go = () => {
    clearTimeout(timer);
    window.removeEventListener("online", go);
    resolve();
  };
  const timer = setTimeout(go, ms);
  window.addEventListener("online", go);
});

async function digestOf(file) {
  if (!crypto.subtle) return ""; // an address without https
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** One file on its way. ``state``: sending, waiting (no connection), sent, refused (by the server), failed (send it with the form). */
class Sending {
  constructor(file, box) {
    this.file = file;
    this.box = box;
    this.key = "";
    this.received = 0;
    this.stop = new AbortController();
    this.state = "sending";
    this.ended = this.#run().catch((error) => this.#say(error instanceof Refusal ? "refused" : "failed", error.message));
  }

  async #run() {
    const about = new FormData();
    about.set("name", this.file.name);
    about.set("size", this.file.size);
    about.set("sha256", await digestOf(this.file));
    const begun = await this.#ask(this.box.dataset.pieces, { method: "POST", body: about });
    this.key = begun.key;
    this.received = begun.received;
    while (this.received < this.file.size) {
      this.#say("sending");
      const body = await this.file.slice(this.received, this.received + begun.piece).arrayBuffer();
      const address = `${this.box.dataset.pieces}${this.key}/?from=${this.received}`;
      this.received = (await this.#ask(address, { method: "PUT", body })).received;
    }
    this.#say("sent");
  }

  async #ask(address, options) {
    const headers = JSON.parse(document.body.getAttribute("hx-headers"));
    for (let tries = 1; ; tries += 1) {
      let answer;
      try {
        answer = await fetch(address, { ...options, headers, signal: this.stop.signal });
      } catch (error) {
        if (this.stop.signal.aborted) throw error;
        this.#say("waiting");
        await pause(PAUSE);
        continue;
      }
      if (answer.ok || answer.status === 409) return answer.json(); // 409: says from where to go on
      if (answer.status === 422) throw new Refusal((await answer.json()).refusal);
      if (answer.status < 500 || tries === TRIES) throw new Error(answer.status);
      await pause(PAUSE);
    }
  }

  #say(state, words = "") {
    this.state = state;
    this.words = words;
    this.show();
  }

  show(item = this.item) {
    this.item = item;
    if (!item) return;
    item.dataset.state = this.state;
    const bar = item.querySelector("progress");
    bar.hidden = this.state !== "sending" && this.state !== "waiting";
    bar.value = this.received / this.file.size;
    const said = { sent: this.box.dataset.sent, waiting: this.box.dataset.waiting, refused: this.words }[this.state] ?? "";
    const place = item.querySelector(".upload-state");
    if (place.textContent !== said) place.textContent = said;
  }
}
class Refusal extends Error {}

/** Sends what was newly chosen in a field, and stops what was taken away. */
function send(input, box) {
  const before = sendings.get(input) ?? new Map();
  const files = [...input.files];
  const worth = box.dataset.pieces && files.reduce((sum, file) => sum + file.size, 0) > SMALL;
  const now = new Map(worth ? files.map((file) => [mark(file), before.get(mark(file)) ?? new Sending(file, box)]) : []);
  for (const [key, sending] of before) if (now.get(key) !== sending) sending.stop.abort();
  sendings.set(input, now);
}

function choose(input, files) {
  const chosen = new DataTransfer();
  for (const file of files) chosen.items.add(file);
  input.files = chosen.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function itemOf(file, input, box) {
  const item = box.querySelector("[data-upload-item]").content.firstElementChild.cloneNode(true);
  if (file.type.startsWith("image/")) {
    const picture = document.createElement("img");
    picture.className = "photo";
    picture.alt = "";
    picture.src = URL.createObjectURL(file);
    item.querySelector(".photo").replaceWith(picture);
  }
  item.querySelector(".upload-name").textContent = `${file.name} (${megabytes(file.size)})`;
  const earlier = item.querySelector("[data-earlier]");
  const place = [...input.files].indexOf(file);
  earlier.hidden = place < 1;
  earlier.setAttribute("aria-label", `${earlier.getAttribute("aria-label")}: ${file.name}`);
  earlier.addEventListener("click", () => {
    const files = [...input.files];
    files.splice(place - 1, 2, files[place], files[place - 1]);
    choose(input, files);
    const moved = box.querySelectorAll("[data-chosen]")[place - 1];
    (place > 1 ? moved.querySelector("[data-earlier]") : moved.querySelector("[data-remove]")).focus();
  });
  const remove = item.querySelector("[data-remove]");
  remove.setAttribute("aria-label", `${remove.textContent}: ${file.name}`);
  remove.addEventListener("click", () => choose(input, [...input.files].filter((one) => one !== file)));
  sendings.get(input).get(mark(file))?.show(item);
  return item;
}

document.addEventListener("change", (event) => {
  const input = event.target;
  const box = input.closest?.("[data-upload]");
  if (!box || input.type !== "file") return;
  if (input.dataset.pagesInto && input.files.length) {
    // Page after page with the camera: each shot joins the photos already chosen.
    const pages = input.form.elements[input.dataset.pagesInto];
    const shot = [...input.files];
    input.value = "";
    choose(pages, [...pages.files, ...shot]);
    return;
  }
  send(input, box);
  const list = box.querySelector("[data-upload-list]");
  for (const old of list.querySelectorAll("[data-chosen]")) old.remove();
  list.append(...[...input.files].map((file) => itemOf(file, input, box)));
});

for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    const box = event.target.closest?.("[data-upload]");
    if (!box) return;
    event.preventDefault();
    box.classList.toggle("dragging", kind === "dragover");
    if (kind === "drop") choose(box.querySelector("input[type=file]"), event.dataTransfer.files);
  });
}

// A form names the files that are up instead of sending them again; it waits for those that are on their way.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const fields = [...form.elements].filter((field) => sendings.get(field)?.size);
  const all = fields.flatMap((field) => [...sendings.get(field).values()]);
  const refused = all.find((sending) => sending.state === "refused");
  const open = all.filter((sending) => sending.state === "sending" || sending.state === "waiting");
  if (refused || open.length) {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (refused) refused.item?.querySelector("[data-remove]").focus();
    else if (!held.has(form)) {
      held.add(form);
      toast(open[0].box.dataset.held);
      const submitter = event.submitter;
      Promise.all(all.map((sending) => sending.ended)).then(() => {
        held.delete(form);
        if (form.isConnected) form.requestSubmit(submitter?.isConnected ? submitter : null);
      });
    }
    return;
  }
  for (const field of fields) {
    const parts = [...sendings.get(field).values()];
    if (parts.some((sending) => sending.state !== "sent")) continue;
    field.after(...parts.map(({ key }) => {
      const sent = Object.assign(document.createElement("input"), { type: "hidden", name: `${field.name}_sent`, value: key });
      sent.dataset.sentPiece = "";
      return sent;
    }));
    field.disabled = true;
  }
}, true);

window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return; // back from the next page: the files are still chosen, and sent
  for (const sent of document.querySelectorAll("[data-sent-piece]")) sent.remove();
  for (const field of document.querySelectorAll("[data-upload] input[type=file]")) field.disabled = false;
});
