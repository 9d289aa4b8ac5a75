// [data-reveal="input id"] shows what was typed into a password field, and hides it before it is sent.
document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-reveal]");
  if (!button) return;

  const input = document.getElementById(button.dataset.reveal);
  const isShown = input.type === "text";
  input.type = isShown ? "password" : "text";
  button.setAttribute("aria-pressed", String(!isShown));
});

document.addEventListener("submit", ({ target }) => {
  for (const button of target.querySelectorAll("[data-reveal][aria-pressed=true]")) button.click();
});
