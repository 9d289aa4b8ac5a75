// [data-scan-drop]: files dropped on the page, or chosen, are sent at once, and how far they are is shown.
// [data-scan-pages]: a page dragged before another takes its place; its buttons turn, move and remove it.
// Afterwards the server draws [data-scan] anew, and what is typed beside it stays.
const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;
// One change after the other, each with its drawing anew.
let last = Promise.resolve();
const inTurn = (act) => (last = last.then(act));

// Fetched, never reloaded: the page may be the answer to a form that was refused, and that would be sent once more.
async function anew() {
  const scan = document.querySelector("[data-scan]");
  if (!scan) return location.reload();

  const answer = await fetch(scan.dataset.scan, { cache: "no-store" }).catch(() => ({ ok: false, text: () => "" }));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-scan]");
  // Logged out, or cancelled meanwhile: the page itself says so better.
  if (!answer.ok || !fresh?.querySelector("[data-scan-drop]")) return location.assign(scan.dataset.scan);

  const held = scan.contains(document.activeElement) && document.activeElement.getAttribute("aria-label");
  // A page that was turned has the address it had, and the browser would show what it holds of it.
  for (const picture of fresh.querySelectorAll("img")) picture.src += `?drawn=${Date.now()}`;
  scan.replaceWith(document.importNode(fresh, true));
  const toasts = [...page.querySelectorAll("#toasts [data-toast]")].map((toast) => document.importNode(toast, true));
  document.getElementById("toasts").append(...toasts);
  listen(document);
  if (held) document.querySelector(`[data-scan] [aria-label="${CSS.escape(held)}"]`)?.focus();
}

function send(form, files) {
  if (!files.length || form.classList.contains("is-sending")) return;

  const progress = form.querySelector("[data-scan-progress]");
  const words = progress.querySelector("[data-scan-words]");
  const body = new FormData();
  for (const file of files) body.append("files", file);
  form.classList.add("is-sending");
  progress.hidden = false;
  words.textContent = words.dataset.sending;

  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("X-CSRFToken", token());
  request.setRequestHeader("X-In-Place", "1");
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    progress.querySelector("progress").value = (loaded / total) * 100;
    if (loaded === total) words.textContent = words.dataset.drawing;
  });
  request.addEventListener("loadend", () => {
    if (request.status === 204) return inTurn(anew);
    form.classList.remove("is-sending");
    words.textContent = form.dataset.failed;
  });
  request.send(body);
}

async function change(address, body) {
  const headers = { "X-CSRFToken": token(), "X-In-Place": "1" };
  await fetch(address, { method: "POST", body, headers }).catch(() => {});
  await anew();
}

const changeInTurn = (address, body) => inTurn(() => change(address, body));

function listenToDrags(list) {
  let held = null;
  list.addEventListener("dragstart", ({ target }) => {
    held = target.closest("[data-place]");
    held?.classList.add("is-held");
  });
  list.addEventListener("dragover", (event) => {
    const under = event.target.closest("[data-place]");
    if (!held || !under) return;
    event.preventDefault();
    const pages = [...list.children];
    if (under !== held) under[pages.indexOf(held) < pages.indexOf(under) ? "after" : "before"](held);
  });
  list.addEventListener("dragend", () => {
    held.classList.remove("is-held");
    changeInTurn(held.dataset.place, new URLSearchParams({ to: [...list.children].indexOf(held) + 1 }));
  });
  list.addEventListener("submit", (event) => {
    event.preventDefault();
    const { submitter: button, target: form } = event;
    const address = button.getAttribute("formaction") ?? form.action;
    changeInTurn(address, new URLSearchParams(button.name ? { [button.name]: button.value } : {}));
  });
}

function listen(within) {
  for (const form of within.querySelectorAll("[data-scan-drop]")) {
    form.querySelector("input[type=file]").addEventListener("change", ({ target }) => send(form, target.files));
  }
  within.querySelectorAll("[data-scan-pages]").forEach(listenToDrags);
}

const drop = () => document.querySelector("[data-scan-drop]");
const isFiles = (event) => drop() && event.dataTransfer?.types.includes("Files");
document.addEventListener("dragover", (event) => {
  if (isFiles(event)) event.preventDefault();
  drop()?.classList.toggle("is-over", Boolean(isFiles(event)));
});
document.addEventListener("dragleave", ({ relatedTarget }) => {
  if (!relatedTarget) drop()?.classList.remove("is-over");
});
document.addEventListener("drop", (event) => {
  if (!isFiles(event)) return;
  event.preventDefault();
  drop().classList.remove("is-over");
  send(drop(), event.dataTransfer.files);
});
listen(document);
