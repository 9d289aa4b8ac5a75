// <button data-print>: what the browser's own menu does, where people look for it.
document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-print]")) window.print();
});
