// <a data-panel href> shows the page it points to in the side panel; the list stays where it is.
const panel = document.getElementById("side-panel");
const content = panel?.querySelector("[data-panel-content]");

async function open(address) {
  const answer = await fetch(address, { headers: { "X-Panel": "true" } });
  // Log-in asked again, or something broke: the page itself can say so better.
  if (!answer.ok || answer.redirected) return location.assign(address);

  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const main = page.getElementById("main");
  content.replaceChildren(...document.importNode(main, true).childNodes);
  panel.setAttribute("aria-label", page.title);
  panel.querySelector("[data-panel-open]").href = address;
  window.htmx?.process(content);
  content.dispatchEvent(new Event("panel:filled", { bubbles: true }));
  if (!panel.open) panel.showModal();
  panel.scrollTop = 0;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-panel]");
  const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!link || !panel || !isPlain) return;

  event.preventDefault();
  open(link.href).catch(() => location.assign(link.href));
});
