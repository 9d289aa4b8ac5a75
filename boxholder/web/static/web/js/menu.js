// <details data-menu> closes when something else is clicked, and on Escape, which gives the focus back.
const open = () => document.querySelectorAll("[data-menu][open]");

document.addEventListener("click", ({ target }) => {
  for (const menu of open()) {
    // The phone's "More" unfolds its sibling.
    const inside = menu.contains(target) || menu.nextElementSibling?.matches(".sidebar__rest") && menu.parentElement.contains(target);
    if (!inside) menu.open = false;
  }
});

document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;

  for (const menu of open()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
