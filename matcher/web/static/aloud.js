// Has a page read to somebody by a voice of their own device, when they press for it.
// Only by a voice that lives on the device: others would send the words to strangers.
"use strict";
(() => {
  if (!("speechSynthesis" in window)) return;
  const BLOCKS = "h1, h2, h3, p, dd, li, legend, .progress > summary, .picture-words";
  const LEFT_OUT = "button, input, select, details:not(.progress) > summary, nav, svg, .tools, .aloud, .card-foot, .card-buttons, .saving, .way-back, [aria-hidden=true]";
  const page = document.documentElement.lang || "en";
  const wanted = page === "en" ? ["en-GB", "en"] : [page];
  let reading = null; // what is being read: the button, the blocks to come, the one now

  const voice = () => {
    const here = speechSynthesis.getVoices().filter((one) => one.localService);
    for (const lang of wanted) {
      const found = here.find((one) => one.lang.replace("_", "-").startsWith(lang));
      if (found) return found;
    }
    return undefined;
  };

  const show = () => {
    const able = Boolean(voice());
    for (const button of document.querySelectorAll(".aloud")) {
      button.hidden = !able;
      const is = reading && reading.button === button;
      button.textContent = is ? button.dataset.stops : button.dataset.reads;
    }
  };

  // The words of a block as they are seen, without what is pressed and what is drawn.
  const wordsOf = (block) => {
    const copy = block.cloneNode(true);
    for (const one of copy.querySelectorAll(LEFT_OUT)) one.remove();
    for (const one of copy.querySelectorAll(".unseen")) {
      if (/[\p{L}\p{N}]/u.test(one.textContent)) one.remove();
    }
    const words = copy.textContent.replace(/\s+/g, " ").replace(/ ([,.])/g, "$1").trim();
    const name = block.matches("dd") && block.parentElement.querySelector("dt");
    const before = block.previousElementSibling;
    const term = before && before.matches("dt") ? before : name;
    if (!term || !words) return words;
    const said = wordsOf(term);
    return said.endsWith("?") ? `${said} ${words}` : `${said}: ${words}`;
  };

  const drawn = (block) =>
    block.checkVisibility ? block.checkVisibility() : block.getClientRects().length > 0;
  const seen = (block) => drawn(block) && !block.closest(".unseen");
  const blocksOf = (part) =>
    [...part.querySelectorAll(BLOCKS)].filter(
      (one) => seen(one) && !one.closest(LEFT_OUT) && !one.querySelector(BLOCKS) && wordsOf(one),
    );

  const stop = () => {
    const was = reading;
    reading = null;
    if (was && was.now) was.now.classList.remove("being-read");
    if (was) speechSynthesis.cancel();
    show();
  };

  const next = (run) => {
    if (reading !== run) return;
    if (run.now) run.now.classList.remove("being-read");
    run.now = run.blocks.shift();
    const speaker = voice();
    if (!run.now || !run.now.isConnected || !speaker) return stop();
    const said = new SpeechSynthesisUtterance(wordsOf(run.now));
    said.voice = speaker;
    said.lang = speaker.lang;
    said.rate = 0.9; // a little slower than talk
    said.onend = () => next(run);
    said.onerror = () => reading === run && stop();
    run.now.classList.add("being-read");
    bringIntoView(run.now);
    speechSynthesis.speak(said);
  };

  const bringIntoView = (block) => {
    const { top, bottom } = block.getBoundingClientRect();
    if (top >= 0 && bottom <= innerHeight) return;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    block.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "center" });
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.aloud");
    if (!button) return;
    const again = reading && reading.button === button;
    stop();
    if (again) return;
    const parts = document.querySelectorAll("[data-aloud]");
    reading = { button, blocks: [...parts].flatMap(blocksOf), now: null };
    show();
    next(reading);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && reading) stop();
  });
  document.addEventListener("htmx:after:swap", () => {
    if (reading && !reading.button.isConnected) stop();
    show();
  });
  addEventListener("pagehide", stop);
  speechSynthesis.addEventListener("voiceschanged", show);
  show();
})();
