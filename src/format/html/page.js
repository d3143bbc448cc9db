"use strict";
// Finds: an entry is in sight while it has every word that is looked for, and the level that is chosen.
// Without scripts the form is hidden and everything is in sight.
(() => {
  const form = document.getElementById("find");
  const words = document.getElementById("words");
  const level = document.getElementById("level");
  const told = document.getElementById("told");
  const entries = [...document.querySelectorAll("[data-entry]")].map((element) => ({
    element,
    text: element.textContent.toLowerCase() + " " + (element.dataset.entry || "").toLowerCase(),
  }));
  const groups = [...document.querySelectorAll("[data-group]")];

  const find = () => {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { element, text } of entries) {
      const levels = element.dataset.level;
      const right = level.value === "" || levels === undefined || levels.split(" ").includes(level.value);
      const found = right && wanted.every((word) => text.includes(word));
      element.hidden = !found;
      shown += found ? 1 : 0;
    }
    for (const group of groups) {
      group.hidden = !group.querySelector("[data-entry]:not([hidden])");
    }
    told.textContent = wanted.length || level.value ? `${shown} of ${entries.length} entries` : "";
  };

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", find);
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      words.focus();
    } else if (event.key === "Escape" && document.activeElement === words) {
      words.value = "";
      find();
    }
  });
  // A link to a folded entry unfolds it.
  const unfold = () => {
    const there = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (there && there.tagName === "DETAILS") {
      there.open = true;
    }
  };
  addEventListener("hashchange", unfold);
  // Paper cannot be unfolded.
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((details) => (details.open = true)));
  unfold();
  find();
})();
