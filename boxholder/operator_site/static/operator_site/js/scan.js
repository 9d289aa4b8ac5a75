// [data-scan-drop]: files dropped on the page, or chosen, are sent at once, and how far they are is shown.
// [data-scan-pages]: a page dragged before another takes its place. Afterwards the page is drawn anew by the server.
const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;
const anew = () => location.reload();

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
    if (request.status === 204) return anew();
    form.classList.remove("is-sending");
    words.textContent = form.dataset.failed;
  });
  request.send(body);
}

function listenToDrops(form) {
  const isFiles = (event) => event.dataTransfer?.types.includes("Files");
  document.addEventListener("dragover", (event) => {
    if (isFiles(event)) event.preventDefault();
    form.classList.toggle("is-over", isFiles(event));
  });
  document.addEventListener("dragleave", ({ relatedTarget }) => {
    if (!relatedTarget) form.classList.remove("is-over");
  });
  document.addEventListener("drop", (event) => {
    if (!isFiles(event)) return;
    event.preventDefault();
    form.classList.remove("is-over");
    send(form, event.dataTransfer.files);
  });
  form.querySelector("input[type=file]").addEventListener("change", ({ target }) => send(form, target.files));
}

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
  list.addEventListener("dragend", async () => {
    held.classList.remove("is-held");
    const body = new URLSearchParams({ to: [...list.children].indexOf(held) + 1 });
    const headers = { "X-CSRFToken": token(), "X-In-Place": "1" };
    await fetch(held.dataset.place, { method: "POST", body, headers }).catch(() => {});
    anew();
  });
}

document.querySelectorAll("[data-scan-drop]").forEach(listenToDrops);
document.querySelectorAll("[data-scan-pages]").forEach(listenToDrags);
