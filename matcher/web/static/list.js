// On the list's page: have it kept for when the signal goes, and say so when it has.
"use strict";
(() => {
  const note = document.getElementById("no-signal");
  if (!note) return;
  // A phone may believe that it is online when nothing gets through, so it is tried.
  const tell = async () => {
    const answer = fetch("/health", { method: "HEAD", cache: "no-store" });
    note.hidden = await answer.then(() => true, () => false);
  };
  addEventListener("online", tell);
  addEventListener("offline", tell);
  if (navigator.serviceWorker && navigator.serviceWorker.controller) tell();

  if (!("serviceWorker" in navigator) || !navigator.onLine) return;
  const listening = navigator.serviceWorker.controller;
  navigator.serviceWorker.register("/offline.js", { scope: "/list" }).then(async () => {
    if (listening) return;
    const { active } = await navigator.serviceWorker.ready;
    active.postMessage(performance.getEntriesByType("resource").map((one) => one.name));
  });
})();
