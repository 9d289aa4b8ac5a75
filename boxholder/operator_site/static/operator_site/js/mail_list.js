// A span of days and two dates of one's own exclude each other: what was chosen last counts.
document.addEventListener(
  "change",
  (event) => {
    const { form } = event.target;
    if (event.target.matches("[data-days]")) {
      for (const day of form.querySelectorAll("[data-own-days]")) day.value = "";
    } else if (event.target.matches("[data-own-days]")) {
      form.querySelector("[data-days]").value = "";
      // Two dates are chosen one after the other: the button sends them.
      event.stopImmediatePropagation();
    }
  },
  { capture: true },
);
