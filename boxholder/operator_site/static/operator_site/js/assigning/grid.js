// Says in the question before many pieces are assigned how many go where: [data-piece] with data-pmb in a data-bulk form.
const list = document.querySelector("[data-goes-where]");
const form = list?.closest("form");

function tell() {
  const counts = new Map();
  for (const box of form.querySelectorAll("[data-bulk-item]:checked")) {
    const { pmb } = box.closest("[data-piece]").dataset;
    counts.set(pmb, (counts.get(pmb) ?? 0) + 1);
  }
  list.replaceChildren(...[...counts].map(([pmb, n]) => line(pmb, n)));
}

function line(pmb, n) {
  const words = pmb ? list.dataset.pmb : list.dataset.none;
  return Object.assign(document.createElement("li"), { textContent: words.replace("%p", pmb).replace("%n", n) });
}

// At the document: bulk.js has ticked all of them by then.
if (form) {
  document.addEventListener("change", tell);
  tell();
}
