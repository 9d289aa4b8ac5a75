// A form that changes something is sent once. The server guards too: this only spares people the doubt.
const isGuarded = (form) => form.method === "post" && !form.matches("[data-submit-many], [hx-post], [target]");
const sent = new WeakSet();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !isGuarded(form)) return;
  if (sent.has(form)) return event.preventDefault();

  sent.add(form);
  // Not `disabled`: that would take the button's own name and value out of the form.
  event.submitter?.setAttribute("aria-busy", "true");
});

// Back from the next page: the form may be sent again.
addEventListener("pageshow", ({ persisted }) => {
  if (!persisted) return;

  for (const form of document.forms) sent.delete(form);
  document.querySelectorAll("[aria-busy=true]").forEach((button) => button.removeAttribute("aria-busy"));
});
