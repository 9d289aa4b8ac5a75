// A filter applies as soon as it is chosen: <form method="get" data-autosubmit>. Typing still ends with Enter.
document.addEventListener("change", ({ target }) => {
  const form = target.form;
  if (form?.hasAttribute("data-autosubmit") && target.type !== "search") form.requestSubmit();
});

// An empty filter does not belong in the address.
document.addEventListener("formdata", ({ target, formData }) => {
  if (!target.hasAttribute("data-autosubmit")) return;

  for (const [name, value] of [...formData]) if (value === "") formData.delete(name);
});
