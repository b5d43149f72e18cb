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

  // A press without a signal would lead to the browser's own page, and the list be gone.
  const hold = async (event, goOn) => {
    if (note.hidden) return;
    event.preventDefault();
    event.stopPropagation();
    await tell();
    if (note.hidden) return goOn();
    note.focus();
    note.scrollIntoView({ block: "center" });
  };
  addEventListener("submit", (event) => {
    const { target, submitter } = event;
    hold(event, () => target.requestSubmit(submitter));
  }, true);
  addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='/'], a[href^='http']");
    if (link) hold(event, () => link.click());
  }, true);

  if (!("serviceWorker" in navigator) || !navigator.onLine) return;
  const listening = navigator.serviceWorker.controller;
  navigator.serviceWorker.register("/offline.js", { scope: "/list" }).then(async () => {
    if (listening) return;
    const { active } = await navigator.serviceWorker.ready;
    active.postMessage(performance.getEntriesByType("resource").map((one) => one.name));
  });
})();
