// [data-in-sight]: a row that is too long for the phone begins where its current entry is, not at its first one.
for (const row of document.querySelectorAll("[data-in-sight]")) {
  const current = row.querySelector("[aria-current]");
  if (current && row.scrollWidth > row.clientWidth) {
    const { left, width } = current.getBoundingClientRect();
    row.scrollLeft += left + width / 2 - row.getBoundingClientRect().left - row.clientWidth / 2;
  }
}
