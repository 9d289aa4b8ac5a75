// <details data-confirm> unfolds in place; with this it opens as a dialog instead, holding the same form.
function dialogFor(details) {
  const dialog = document.createElement("dialog");
  const body = details.querySelector("[data-confirm-body]");
  const title = body.querySelector("h2");
  title.id ||= `confirm-${crypto.getRandomValues(new Uint32Array(1))[0]}`;
  dialog.className = "dialog";
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.append(body);
  dialog.addEventListener("close", () => {
    details.append(body);
    dialog.remove();
  });
  return dialog;
}

document.addEventListener("click", (event) => {
  const details = event.target.closest("[data-confirm] > summary")?.parentElement;
  if (!details) return;

  event.preventDefault();
  const dialog = dialogFor(details);
  document.body.append(dialog);
  dialog.showModal();
});

// Every dialog closes by its own button and by a click beside it. Escape is the browser's.
document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-close]") || target.matches("dialog[open]")) target.closest("dialog")?.close();
});
