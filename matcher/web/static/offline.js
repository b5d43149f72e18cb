// Keeps one page readable when the signal goes: the list, for whoever's it is. Nothing
// else is kept. The server says for how long, and takes it away when somebody signs out
// (Clear-Site-Data) or somebody else's list is opened here.
"use strict";
const KEPT = "list";
const LIST = "/list";
const SECONDS = "Keep-Offline";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" && pathname === LIST) {
    event.respondWith(fromHereOrKept(request));
  } else if (pathname.startsWith("/static/")) {
    event.respondWith(keptOrFromHere(request));
  }
});

// The page that was open before this began to listen asks for what it is made of.
self.addEventListener("message", (event) => {
  const asked = event.data.filter((address) => address.startsWith(`${location.origin}/static/`));
  event.waitUntil(Promise.all([keepList(), ...asked.map((one) => keptOrFromHere(one))]));
});

const keepList = async () => keep(await fetch(LIST, { redirect: "manual" }));

const keep = async (answer) => {
  if (answer.status === 200 && answer.headers.has(SECONDS)) {
    await (await caches.open(KEPT)).put(LIST, answer.clone());
  } else {
    await (await caches.open(KEPT)).delete(LIST);
  }
};

const fromHereOrKept = async (request) => {
  let answer;
  try {
    answer = await fetch(request);
  } catch {
    return (await stillKept()) || Response.error();
  }
  await keep(answer);
  return answer;
};

const stillKept = async () => {
  const answer = await caches.match(LIST, { cacheName: KEPT });
  if (!answer) return undefined;
  const age = (Date.now() - Date.parse(answer.headers.get("Date"))) / 1000;
  if (age < Number(answer.headers.get(SECONDS))) return answer;
  await caches.delete(KEPT);
  return undefined;
};

// Addresses of our files change when the files do, so a kept one is never stale.
const keptOrFromHere = async (request) => {
  const cache = await caches.open(KEPT);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.status === 200) {
    await cache.delete(request, { ignoreSearch: true });
    await cache.put(request, answer.clone());
  }
  return answer;
};
