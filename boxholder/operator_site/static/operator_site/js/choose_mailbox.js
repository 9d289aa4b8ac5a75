// A mailbox chosen from the suggestions is shown at once, with what giving the piece to it does.
document.addEventListener("combobox:chosen", ({ target }) => {
  target.closest("[data-choose-mailbox]")?.requestSubmit();
});
