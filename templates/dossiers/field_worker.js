// Opens the pages of the field again without a network, and what they are drawn with. Nothing else is kept; signing out
// wipes it (drafts.js).

const CACHE = "field";
const PAGE = /^\/dossiers\/[^/]+\/field\/$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const address = new URL(url);
  if (method !== "GET" || address.origin !== location.origin) return;
  const isPage = mode === "navigate" && PAGE.test(address.pathname);
  if (isPage || address.pathname.startsWith("/static/")) event.respondWith(fresh(event.request, isPage));
});

async function fresh(request, isPage) {
  const cache = await caches.open(CACHE);
  const name = isPage ? new URL(request.url).pathname : request.url;
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) await cache.put(name, answer.clone());
    return answer;
  } catch (error) {
    const kept = await cache.match(name);
    if (kept) return kept;
    throw error;
  }
}
