// Ticking rows: <form data-bulk> around [data-bulk-item], [data-bulk-all] and one [data-bulk-bar].
const items = (form) => [...form.querySelectorAll("[data-bulk-item]")];

function show(form) {
  const all = items(form);
  const ticked = all.filter((item) => item.checked).length;
  const head = form.querySelector("[data-bulk-all]");
  if (head) {
    head.checked = ticked > 0 && ticked === all.length;
    head.indeterminate = ticked > 0 && ticked < all.length;
  }
  const bar = form.querySelector("[data-bulk-bar]");
  bar?.classList.toggle("is-active", ticked > 0);
  if (ticked > 0 && bar) makeRoom(bar);
  for (const count of form.querySelectorAll("[data-bulk-count]")) {
    count.textContent = ticked === 1 ? count.dataset.one : count.dataset.many.replace("%n", ticked);
  }
}

// At the end of the page: see bulk_bar.css.
function makeRoom(bar) {
  document.documentElement.style.setProperty("--bulk-bar", `${bar.offsetHeight}px`);
}

function tickAll(form, checked) {
  for (const item of items(form)) item.checked = checked;
}

document.addEventListener("change", ({ target }) => {
  const form = target.closest("[data-bulk]");
  if (!form) return;

  if (target.matches("[data-bulk-all]")) tickAll(form, target.checked);
  show(form);
});

const showAll = () => document.querySelectorAll("[data-bulk]").forEach(show);
showAll();
document.addEventListener("htmx:afterSwap", showAll);
addEventListener("pageshow", showAll);
