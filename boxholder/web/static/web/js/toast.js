// Good news leaves by itself, unless someone is reading it; bad news and what can be undone wait for a click.
const STAY = 7000; // ms

function expire(toast) {
  if (!toast.matches(".toast--success, .toast--info") || toast.querySelector("form")) return;

  let timer;
  const start = () => (timer = setTimeout(() => toast.remove(), STAY));
  toast.addEventListener("pointerenter", () => clearTimeout(timer));
  toast.addEventListener("pointerleave", start);
  toast.addEventListener("focusin", () => clearTimeout(timer));
  start();
}

document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-dismiss]")) target.closest("[data-toast], .notice")?.remove();
});

const all = document.querySelectorAll("[data-toast]");
all.forEach(expire);
new MutationObserver((changes) => {
  for (const { addedNodes } of changes) for (const node of addedNodes) if (node.matches?.("[data-toast]")) expire(node);
}).observe(document.getElementById("toasts"), { childList: true });

// A refused form: the summary of what is wrong is read first.
document.querySelector("[data-form-errors]")?.focus();
