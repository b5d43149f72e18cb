// Makes the shared page calmer with scripts on; everything works without them.
// Plain listeners only: inline handlers would need a weaker content policy.
"use strict";
(() => {
  const PAUSE_MS = 900; // announce when somebody has stopped typing, not at each letter
  const REST_MS = 400; // between two letters of a slow typist, and no longer
  let waiting;

  const announce = () => {
    const results = document.getElementById("results");
    const announcer = document.getElementById("announcer");
    if (!results || !announcer) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      announcer.textContent = results.dataset.said;
    }, PAUSE_MS);
  };

  const clearTrouble = () => {
    const trouble = document.getElementById("trouble");
    if (trouble) trouble.replaceChildren();
  };

  const clearLost = () => {
    for (const one of document.querySelectorAll(".lost")) one.remove();
  };
  document.addEventListener("htmx:after:request", clearLost);

  // No answer at all is said where errors are, and brought into view. What breaks after
  // the whole answer came is no lost signal.
  document.addEventListener("htmx:error", (event) => {
    const ctx = event.detail && event.detail.ctx;
    const announcer = document.getElementById("announcer");
    if (!ctx || !announcer || typeof ctx.text === "string") return;
    const source = ctx.sourceElement;
    const trouble = document.getElementById("trouble");
    const place = trouble || (source && source.closest("form"));
    if (!place) return;
    clearLost();
    const said = document.createElement("p");
    said.className = "problem lost";
    if (!trouble) said.setAttribute("role", "alert"); // that one is an alert itself
    said.textContent = announcer.dataset.lost;
    place.append(said);
    said.scrollIntoView({ block: "nearest" });
  });

  // Look while somebody types, once they rest; a press on a button looks at once, and
  // the search that was about to start would only dim its answer.
  let resting;
  document.addEventListener("input", (event) => {
    if (event.target.id !== "add") return;
    clearTimeout(resting);
    resting = setTimeout(() => event.target.dispatchEvent(new Event("rested")), REST_MS);
  });

  // After a press on Find or Add, results below the fold come into view.
  let pressed = "";
  document.addEventListener("submit", (event) => {
    clearTimeout(resting);
    pressed = event.submitter ? event.submitter.name : "";
  });
  const bringIntoView = () => {
    const results = document.getElementById("results");
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const below = results && results.getBoundingClientRect().top > innerHeight * 0.8;
    if (below && (pressed === "go" || pressed === "view")) {
      results.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "start" });
    }
    pressed = "";
  };

  document.addEventListener("htmx:after:swap", (event) => {
    const ctx = event.detail && event.detail.ctx;
    const status = ctx && ctx.response ? ctx.response.status : 200;
    if (status >= 400) return;
    clearTrouble();
    if (ctx && ctx.sourceElement && ctx.sourceElement.closest(".saving")) return;
    announce();
    bringIntoView();
  });

  // A card opens with the form behind it, so that its page can lead back to these
  // results without a word in any address. New tabs are left to the browser.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.card-link");
    const form = document.getElementById("together") || document.getElementById("way-back");
    const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!link || !form || !plain || event.button !== 0) return;
    event.preventDefault();
    const home = form.getAttribute("action");
    form.setAttribute("action", link.getAttribute("href"));
    form.submit();
    form.setAttribute("action", home);
  });

  // Whether anything was said on the page: a phrase, or words still in a box.
  const isSaid = (form) =>
    Boolean(form.querySelector("input[name=phrase]")) ||
    [...form.querySelectorAll("input[type=text]")].some((box) => box.value.trim());

  // A switch (easy read, another language) brings along what is said on this page, and
  // only that: what the server saw last may have been cleared since, for the next person.
  document.addEventListener("submit", (event) => {
    const form = document.getElementById("together");
    if (!form || !event.target.matches(".language")) return;
    for (const one of event.target.querySelectorAll("[data-sent]")) one.remove();
    if (!isSaid(form)) return;
    for (const [name, value] of new FormData(form)) {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name, value });
      field.dataset.sent = "";
      event.target.append(field);
    }
  });

  // A password can be looked at while it is typed.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-shows]");
    const field = button && document.getElementById(button.dataset.shows);
    if (!field) return;
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
  });

  // The list opens with the form around its link behind it, for the same way back.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-carries-form]");
    const form = link && link.closest("form");
    const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    const always = link && link.dataset.carriesForm === "always";
    if (!form || !plain) return;
    if (!always && !form.querySelector("input[name=phrase]")) return;
    event.preventDefault();
    const home = form.getAttribute("action");
    form.setAttribute("action", link.getAttribute("href"));
    form.submit();
    form.setAttribute("action", home);
  });

  // A file takes its time on a slow line: say that it is on its way, and send it once.
  document.addEventListener("submit", (event) => {
    const { sending } = event.target.dataset;
    const button = event.submitter;
    if (!sending || !button) return;
    if (button.ariaBusy) return event.preventDefault();
    const before = button.textContent;
    button.ariaBusy = "true";
    button.textContent = document.getElementById("announcer").textContent = sending;
    addEventListener("pagehide", () => {
      button.ariaBusy = null;
      button.textContent = before;
    });
  });

  // Copying and printing, for buttons that only scripts can answer.
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy], [data-print]");
    if (!button) return;
    if ("print" in button.dataset) return print();
    const field = document.getElementById(button.dataset.copy);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand("copy"); // over plain http there is no clipboard to ask
    }
    button.textContent = button.dataset.copied;
    document.getElementById("announcer").textContent = button.dataset.copied;
  });

  // The links below a message carry it as it is now.
  document.addEventListener("input", (event) => {
    if (!("hello" in event.target.dataset)) return;
    const words = encodeURIComponent(event.target.value.replace(/\r?\n/g, "\r\n"));
    for (const link of document.querySelectorAll("[data-carries=message]")) {
      link.href = link.href.replace(/body=.*$/, () => `body=${words}`);
    }
  });

  // A page of somebody's own that comes back from a browser's memory may be another
  // person's by now: ask for it anew, and see what the screen may see.
  addEventListener("pageshow", (event) => {
    const personal = document.querySelector("[data-personal]");
    if (event.persisted && personal) location.reload();
  });

  // Browsers put words back into the box after "back": look them up once more.
  addEventListener("pageshow", (event) => {
    const box = document.getElementById("add");
    if (!event.persisted && box && box.value !== box.defaultValue) {
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
})();
