// [data-quick]: the very number typed, and chosen with Enter, is meant: it is logged at once. Another suggestion fills the
// line first, and Enter logs it. Errors leave the words marked, so that the next ones replace them.
const form = document.querySelector("[data-quick]");
const line = form.querySelector("[name=entry]");
let typed = "";

line.addEventListener("input", () => {
  typed = line.value;
  form.elements.said.value = "";
});
form.addEventListener("combobox:chosen", ({ detail }) => {
  form.elements.said.value = typed; // "parcel 234": the suggestion is of 234 only
  const number = detail.text.split(" · ")[0].toLowerCase();
  const said = typed.trim().toLowerCase().split(/\s+/);
  if (said.includes(number)) form.requestSubmit();
});
for (const name of ["type", "carrier"]) {
  // Chosen by hand, and later: what was typed before the suggestion no longer says otherwise.
  form.elements[name].addEventListener("change", () => (form.elements.said.value = ""));
}

const focused = form.querySelector("[autofocus]");
focused.focus();
if (form.querySelector("[aria-invalid=true]")) focused.select();
