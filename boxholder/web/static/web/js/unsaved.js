// <form data-unsaved> asks before what was typed is lost.
const touched = new Set();

document.addEventListener("input", ({ target }) => {
  if (target.form?.hasAttribute("data-unsaved")) touched.add(target.form);
});

document.addEventListener("submit", ({ target }) => touched.delete(target));

addEventListener("beforeunload", (event) => {
  if ([...touched].some((form) => form.isConnected)) event.preventDefault();
});
