// The address is proposed from the name until somebody writes their own; the time zone comes from the browser's clock.
const name = document.querySelector("[data-names-address]");
const address = document.querySelector("[data-address]");
const zone = document.querySelector("[data-time-zone]");

const proposal = (words) =>
  words
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9\s_-]/g, "")
    .replace(/[\s_-]+/g, "-")
    .slice(0, address.maxLength)
    .replace(/^-+|-+$/g, "");

let isTheirs = address.value !== "" && address.value !== proposal(name.value);
name.addEventListener("input", () => {
  if (!isTheirs) address.value = proposal(name.value);
});
address.addEventListener("input", () => {
  isTheirs = address.value !== "";
});

if (!zone.value) {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if ([...zone.options].some((option) => option.value === here)) zone.value = here;
}
