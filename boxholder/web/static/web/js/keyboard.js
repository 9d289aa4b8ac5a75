// [data-shortcut="n"] or "g m"; `/` searches, j and k walk the rows, x ticks one, `?` lists it all.
const PAUSE = 900; // ms in which the second key of "g m" has to follow
const help = document.getElementById("keyboard-help");
let first = "";
let timer;

const isTyping = (target) => target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
const isBusy = () => document.querySelector("dialog[open]");

function shortcut(keys) {
  return [...document.querySelectorAll("[data-shortcut]")].find((element) => element.dataset.shortcut === keys);
}

function press(element) {
  if (element.matches("input, select, textarea")) element.focus();
  else element.click();
}

function walk(step) {
  const rows = [...document.querySelectorAll("tbody tr:has(.row-link)")];
  if (!rows.length) return;

  const at = rows.findIndex((row) => row.classList.contains("is-at"));
  const row = rows[Math.min(Math.max(at + step, 0), rows.length - 1)];
  rows[at]?.classList.remove("is-at");
  row.classList.add("is-at");
  row.querySelector(".row-link").focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

const builtIn = {
  "/": () => document.querySelector("[data-search]")?.focus(),
  "?": showHelp,
  j: () => walk(1),
  k: () => walk(-1),
  x: () => document.querySelector("tr.is-at [data-bulk-item]")?.click(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target) || isBusy()) return;

  const keys = first ? `${first} ${event.key}` : event.key;
  const element = shortcut(keys);
  const act = element ? () => press(element) : !first && builtIn[event.key];
  clearTimeout(timer);
  first = "";
  if (act) {
    event.preventDefault();
    act();
  } else if (event.key.length === 1) {
    first = event.key;
    timer = setTimeout(() => (first = ""), PAUSE);
  }
});

function showHelp() {
  const list = help.querySelector("[data-keyboard-list]");
  list.querySelectorAll("[data-of-page]").forEach((line) => line.remove());
  list.prepend(...[...document.querySelectorAll("[data-shortcut]")].map((element) => line(element, list.dataset.then)));
  help.showModal();
}

function line(element, then) {
  const row = document.createElement("div");
  const name = document.createElement("dt");
  const keys = document.createElement("dd");
  row.dataset.ofPage = "";
  name.textContent = element.dataset.shortcutLabel ?? element.getAttribute("aria-label") ?? element.textContent.trim();
  element.dataset.shortcut.split(" ").forEach((key, place) => {
    if (place) keys.append(` ${then} `);
    keys.append(Object.assign(document.createElement("kbd"), { textContent: key }));
  });
  row.append(name, keys);
  return row;
}

document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-keyboard-help]")) showHelp();
});
