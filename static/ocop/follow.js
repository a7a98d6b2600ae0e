// A screen that follows the room: it asks every few seconds with the mark of what it shows, and is told only of changes.
// Without script the page shows how things stood when it was opened, and its link "look again" does the rest.

const region = document.querySelector("[data-follow]");
const lost = document.querySelector("[data-follow-lost]");
let mark = region?.dataset.mark ?? "";
let timer = 0;

async function look() {
  clearTimeout(timer);
  if (!region || document.hidden) return;
  try {
    const answer = await fetch(region.dataset.follow, {
      headers: { "If-None-Match": mark },
      cache: "no-store",
      redirect: "manual",
    });
    if (answer.status === 200) {
      show(await answer.text());
      mark = answer.headers.get("ETag") ?? "";
    } else if (answer.type === "opaqueredirect" || [401, 403, 404].includes(answer.status)) {
      location.reload(); // signed out, or no longer of this council: the whole page says so
      return;
    }
    if (lost) lost.hidden = answer.status < 500;
  } catch {
    if (lost) lost.hidden = false;
  }
  timer = setTimeout(look, Number(region.dataset.every) * 1000);
}

function show(html) {
  const focused = region.contains(document.activeElement) ? document.activeElement.id : "";
  region.innerHTML = html;
  if (focused) document.getElementById(focused)?.focus();
}

document.addEventListener("visibilitychange", look);
window.addEventListener("online", look);
if (region) timer = setTimeout(look, Number(region.dataset.every) * 1000);
