// [data-copy="text"] or [data-copy-from="input id"]; [data-copied] is what it says afterwards.
const said = (button) => button.querySelector("[data-copy-word]");

// Over plain HTTP, as on an office network, a browser has no clipboard: there the old way still works.
function write(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);

  const field = Object.assign(document.createElement("textarea"), { value: text, readOnly: true });
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}

async function copy(button) {
  await write(button.dataset.copy ?? document.getElementById(button.dataset.copyFrom).value);
  const word = said(button);
  const [before, label] = [word?.textContent, button.getAttribute("aria-label")];
  button.classList.add("is-copied");
  if (word) word.textContent = button.dataset.copied;
  else button.setAttribute("aria-label", button.dataset.copied);

  setTimeout(() => {
    button.classList.remove("is-copied");
    if (word) word.textContent = before;
    else button.setAttribute("aria-label", label);
  }, 1500);
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-copy], [data-copy-from]");
  if (button && !button.classList.contains("is-copied")) copy(button);
});
