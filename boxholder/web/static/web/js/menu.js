// <details data-menu> closes when something else is clicked, and on Escape, which gives the focus back. What it unfolds
// may be its next sibling, [data-menu-rest].
const open = () => document.querySelectorAll("[data-menu][open]");

// A dialog that was opened from a menu lies above it, not beside it: the focus comes back to where it was.
const isAbove = (target, menu) => target.closest("dialog") && !target.closest("dialog").contains(menu);

document.addEventListener("click", ({ target }) => {
  for (const menu of open()) {
    const rest = menu.nextElementSibling?.matches("[data-menu-rest]") ? menu.nextElementSibling : null;
    const inside = menu.contains(target) || rest?.contains(target);
    if (!inside && !isAbove(target, menu)) menu.open = false;
  }
});

document.addEventListener("keydown", ({ key, target }) => {
  if (key !== "Escape") return;

  for (const menu of open()) {
    if (isAbove(target, menu)) continue;

    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
