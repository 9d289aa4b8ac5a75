// [data-viewer]: pictures to look at closely. A click, + and −, a pinch or Ctrl with the wheel zoom; a drag or the
// arrows move; ← and → step from picture to picture where nothing is zoomed; r turns.
const MOST = 8;
const STEP = 1.5;
const CLOSE_UP = 2.5; // where a click lands
const NUDGE = 60; // px an arrow moves
const STILL = 6; // px a pointer may tremble and still click

const views = new WeakMap();
const viewerOf = (element) => element.closest("[data-viewer]");
const shown = (viewer) => viewer.querySelector("[data-picture].is-shown");
const stageOf = (viewer) => viewer.querySelector("[data-stage]");

function viewOf(viewer) {
  if (!views.has(viewer)) views.set(viewer, { scale: 1, x: 0, y: 0, pointers: new Map(), moved: 0 });
  return views.get(viewer);
}

function draw(viewer) {
  const view = viewOf(viewer);
  const { width, height } = stageOf(viewer).getBoundingClientRect();
  const [mostX, mostY] = [((view.scale - 1) * width) / 2, ((view.scale - 1) * height) / 2];
  view.x = Math.min(mostX, Math.max(-mostX, view.x));
  view.y = Math.min(mostY, Math.max(-mostY, view.y));
  shown(viewer).querySelector("img").style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.scale})`;
  viewer.classList.toggle("is-zoomed", view.scale > 1);
}

// What lies under the point stays under it.
function zoom(viewer, scale, point = null) {
  const view = viewOf(viewer);
  const to = Math.min(MOST, Math.max(1, scale));
  const at = point ? fromMiddle(viewer, point) : { x: 0, y: 0 };
  view.x = at.x - ((at.x - view.x) * to) / view.scale;
  view.y = at.y - ((at.y - view.y) * to) / view.scale;
  view.scale = to;
  draw(viewer);
}

function fromMiddle(viewer, { clientX, clientY }) {
  const box = stageOf(viewer).getBoundingClientRect();
  return { x: clientX - box.left - box.width / 2, y: clientY - box.top - box.height / 2 };
}

function move(viewer, x, y) {
  const view = viewOf(viewer);
  view.x += x;
  view.y += y;
  draw(viewer);
}

function step(viewer, by) {
  const pictures = [...viewer.querySelectorAll("[data-picture]")];
  const tools = [...viewer.querySelectorAll("[data-of-picture]")];
  const to = (pictures.indexOf(shown(viewer)) + by + pictures.length) % pictures.length;
  zoom(viewer, 1);
  for (const some of [pictures, tools]) some.forEach((element, place) => element.classList.toggle("is-shown", place === to));
  const count = viewer.querySelector("[data-count]");
  if (count) count.textContent = `${to + 1} / ${pictures.length}`;
}

// --- Buttons

document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-zoom], [data-step]");
  if (!button || !viewerOf(button)) return;

  const viewer = viewerOf(button);
  const { scale } = viewOf(viewer);
  if (button.dataset.step) step(viewer, Number(button.dataset.step));
  else zoom(viewer, { in: scale * STEP, out: scale / STEP, fit: 1 }[button.dataset.zoom]);
});

// --- Keys

document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.("[data-stage]") || event.ctrlKey || event.metaKey || event.altKey) return;

  const viewer = viewerOf(event.target);
  const { scale } = viewOf(viewer);
  const isZoomed = scale > 1;
  const keys = {
    "+": () => zoom(viewer, scale * STEP),
    "=": () => zoom(viewer, scale * STEP),
    "-": () => zoom(viewer, scale / STEP),
    0: () => zoom(viewer, 1),
    Enter: () => zoom(viewer, isZoomed ? 1 : CLOSE_UP),
    r: () => viewer.querySelector("[data-of-picture].is-shown [data-turn]")?.click(),
    ArrowLeft: () => (isZoomed ? move(viewer, NUDGE, 0) : step(viewer, -1)),
    ArrowRight: () => (isZoomed ? move(viewer, -NUDGE, 0) : step(viewer, 1)),
    ArrowUp: isZoomed && (() => move(viewer, 0, NUDGE)),
    ArrowDown: isZoomed && (() => move(viewer, 0, -NUDGE)),
  };
  const act = keys[event.key];
  if (!act) return;

  event.preventDefault();
  event.stopImmediatePropagation();
  act();
}, true);

// --- Fingers, pen, mouse

document.addEventListener("pointerdown", (event) => {
  const stage = event.target.closest?.("[data-stage]");
  if (!stage || event.button !== 0) return;

  const view = viewOf(viewerOf(stage));
  if (!view.pointers.size) view.moved = 0;
  view.pointers.set(event.pointerId, event);
  stage.setPointerCapture(event.pointerId);
});

document.addEventListener("pointermove", (event) => {
  const viewer = event.target.closest?.("[data-viewer]");
  const view = viewer && viewOf(viewer);
  const before = view?.pointers.get(event.pointerId);
  if (!before) return;

  const [x, y] = [event.clientX - before.clientX, event.clientY - before.clientY];
  view.moved += Math.hypot(x, y);
  const other = [...view.pointers.values()].find(({ pointerId }) => pointerId !== event.pointerId);
  view.pointers.set(event.pointerId, event);
  if (other) {
    const spread = distance(event, other) / Math.max(1, distance(before, other));
    zoom(viewer, view.scale * spread, middle(event, other));
  } else if (view.scale > 1) move(viewer, x, y);
});

const distance = (a, b) => Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
const middle = (a, b) => ({ clientX: (a.clientX + b.clientX) / 2, clientY: (a.clientY + b.clientY) / 2 });

for (const kind of ["pointerup", "pointercancel"]) {
  document.addEventListener(kind, (event) => {
    const viewer = event.target.closest?.("[data-viewer]");
    const view = viewer && viewOf(viewer);
    if (!view?.pointers.delete(event.pointerId)) return;

    const isClick = kind === "pointerup" && !view.pointers.size && view.moved < STILL;
    if (isClick) zoom(viewer, view.scale > 1 ? 1 : CLOSE_UP, event);
  });
}

document.addEventListener("wheel", (event) => {
  const stage = event.ctrlKey && event.target.closest?.("[data-stage]");
  if (!stage) return;

  event.preventDefault();
  const viewer = viewerOf(stage);
  zoom(viewer, viewOf(viewer).scale * Math.exp(-event.deltaY / 200), event);
}, { passive: false });

// --- Turned on the server, drawn anew here

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.querySelector("[data-turn]")) return;

  event.preventDefault();
  const viewer = viewerOf(form);
  const picture = shown(viewer).querySelector("img");
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-In-Place": "true" } });
  // Something has to be said: the page says it.
  if (answer.status !== 204) return location.reload();

  zoom(viewer, 1);
  const address = new URL(picture.src);
  address.searchParams.set("turned", String(Date.now()));
  picture.src = address;
}, true);

document.addEventListener("change", ({ target }) => {
  if (target.closest?.("[data-add-picture]") && target.files.length) target.form.requestSubmit();
});
