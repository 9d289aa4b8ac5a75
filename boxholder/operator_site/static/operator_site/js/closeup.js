// [data-closeup]: pictures to look at closely. A click, + and −, a pinch or Ctrl with the wheel zoom; a drag or the
// arrows move; ← and → step from picture to picture where nothing is zoomed; r turns.
const MOST = 8;
const STEP = 1.5;
const CLOSE_UP = 2.5; // where a click lands
const NUDGE = 60; // px an arrow moves
const STILL = 6; // px a pointer may tremble and still click

const views = new WeakMap();
const closeupOf = (element) => element.closest("[data-closeup]");
const shown = (closeup) => closeup.querySelector("[data-picture].is-shown");
const stageOf = (closeup) => closeup.querySelector("[data-stage]");

function viewOf(closeup) {
  if (!views.has(closeup)) views.set(closeup, { scale: 1, x: 0, y: 0, pointers: new Map(), moved: 0 });
  return views.get(closeup);
}

function draw(closeup) {
  const view = viewOf(closeup);
  const { width, height } = stageOf(closeup).getBoundingClientRect();
  const [mostX, mostY] = [((view.scale - 1) * width) / 2, ((view.scale - 1) * height) / 2];
  view.x = Math.min(mostX, Math.max(-mostX, view.x));
  view.y = Math.min(mostY, Math.max(-mostY, view.y));
  shown(closeup).querySelector("img").style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.scale})`;
  closeup.classList.toggle("is-zoomed", view.scale > 1);
}

// What lies under the point stays under it.
function zoom(closeup, scale, point = null) {
  const view = viewOf(closeup);
  const to = Math.min(MOST, Math.max(1, scale));
  const at = point ? fromMiddle(closeup, point) : { x: 0, y: 0 };
  view.x = at.x - ((at.x - view.x) * to) / view.scale;
  view.y = at.y - ((at.y - view.y) * to) / view.scale;
  view.scale = to;
  draw(closeup);
}

function fromMiddle(closeup, { clientX, clientY }) {
  const box = stageOf(closeup).getBoundingClientRect();
  return { x: clientX - box.left - box.width / 2, y: clientY - box.top - box.height / 2 };
}

function move(closeup, x, y) {
  const view = viewOf(closeup);
  view.x += x;
  view.y += y;
  draw(closeup);
}

function step(closeup, by) {
  const pictures = [...closeup.querySelectorAll("[data-picture]")];
  const tools = [...closeup.querySelectorAll("[data-of-picture]")];
  const to = (pictures.indexOf(shown(closeup)) + by + pictures.length) % pictures.length;
  zoom(closeup, 1);
  for (const some of [pictures, tools]) some.forEach((element, place) => element.classList.toggle("is-shown", place === to));
  const count = closeup.querySelector("[data-count]");
  if (count) count.textContent = `${to + 1} / ${pictures.length}`;
}

// --- Buttons

document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-closer], [data-step]");
  if (!button || !closeupOf(button)) return;

  const closeup = closeupOf(button);
  const { scale } = viewOf(closeup);
  if (button.dataset.step) step(closeup, Number(button.dataset.step));
  else zoom(closeup, { in: scale * STEP, out: scale / STEP, fit: 1 }[button.dataset.closer]);
});

// --- Keys

document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.("[data-stage]") || event.ctrlKey || event.metaKey || event.altKey) return;

  const closeup = closeupOf(event.target);
  const { scale } = viewOf(closeup);
  const isZoomed = scale > 1;
  const keys = {
    "+": () => zoom(closeup, scale * STEP),
    "=": () => zoom(closeup, scale * STEP),
    "-": () => zoom(closeup, scale / STEP),
    0: () => zoom(closeup, 1),
    Enter: () => zoom(closeup, isZoomed ? 1 : CLOSE_UP),
    r: () => closeup.querySelector("[data-of-picture].is-shown [data-turn]")?.click(),
    ArrowLeft: () => (isZoomed ? move(closeup, NUDGE, 0) : step(closeup, -1)),
    ArrowRight: () => (isZoomed ? move(closeup, -NUDGE, 0) : step(closeup, 1)),
    ArrowUp: isZoomed && (() => move(closeup, 0, NUDGE)),
    ArrowDown: isZoomed && (() => move(closeup, 0, -NUDGE)),
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

  const view = viewOf(closeupOf(stage));
  if (!view.pointers.size) view.moved = 0;
  view.pointers.set(event.pointerId, event);
  stage.setPointerCapture(event.pointerId);
});

document.addEventListener("pointermove", (event) => {
  const closeup = event.target.closest?.("[data-closeup]");
  const view = closeup && viewOf(closeup);
  const before = view?.pointers.get(event.pointerId);
  if (!before) return;

  const [x, y] = [event.clientX - before.clientX, event.clientY - before.clientY];
  view.moved += Math.hypot(x, y);
  const other = [...view.pointers.values()].find(({ pointerId }) => pointerId !== event.pointerId);
  view.pointers.set(event.pointerId, event);
  if (other) {
    const spread = distance(event, other) / Math.max(1, distance(before, other));
    zoom(closeup, view.scale * spread, middle(event, other));
  } else if (view.scale > 1) move(closeup, x, y);
});

const distance = (a, b) => Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
const middle = (a, b) => ({ clientX: (a.clientX + b.clientX) / 2, clientY: (a.clientY + b.clientY) / 2 });

for (const kind of ["pointerup", "pointercancel"]) {
  document.addEventListener(kind, (event) => {
    const closeup = event.target.closest?.("[data-closeup]");
    const view = closeup && viewOf(closeup);
    if (!view?.pointers.delete(event.pointerId)) return;

    const isClick = kind === "pointerup" && !view.pointers.size && view.moved < STILL;
    if (isClick) zoom(closeup, view.scale > 1 ? 1 : CLOSE_UP, event);
  });
}

document.addEventListener("wheel", (event) => {
  const stage = event.ctrlKey && event.target.closest?.("[data-stage]");
  if (!stage) return;

  event.preventDefault();
  const closeup = closeupOf(stage);
  zoom(closeup, viewOf(closeup).scale * Math.exp(-event.deltaY / 200), event);
}, { passive: false });

// --- Turned on the server, drawn anew here

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.querySelector("[data-turn]")) return;

  event.preventDefault();
  const closeup = closeupOf(form);
  const picture = shown(closeup).querySelector("img");
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-In-Place": "true" } });
  // Something has to be said: the page says it.
  if (answer.status !== 204) return location.reload();

  zoom(closeup, 1);
  const address = new URL(picture.src);
  address.searchParams.set("turned", String(Date.now()));
  picture.src = address;
}, true);

document.addEventListener("change", ({ target }) => {
  if (target.closest?.("[data-add-picture]") && target.files.length) target.form.requestSubmit();
});
