// [data-viewer]: a picture to look at closely. The wheel and the buttons zoom, dragging moves it, Rotate turns it.
import { send } from "./outbox.js";

const STEP = 1.3;
const MOST = 8;
const CLOSE = 2.5;
const PAUSE = 2000; // ms before a picture that did not come is asked for again
const OFTEN = 5;
const views = new WeakMap();

const viewOf = (viewer) => views.get(viewer) ?? views.set(viewer, { scale: 1, x: 0, y: 0, turns: 0 }).get(viewer);
const viewerOf = (target) => target.closest?.("[data-viewer]");

function draw(viewer) {
  const view = viewOf(viewer);
  const image = viewer.querySelector("img");
  const scale = view.scale * (view.turns % 2 ? fitSideways(image) : 1);
  image.style.transform = `translate(${view.x}px, ${view.y}px) rotate(${view.turns * 90}deg) scale(${scale})`;
  viewer.classList.toggle("is-close", view.scale > 1);
}

// How much larger or smaller it has to be to fill its pane lying on its side.
function fitSideways({ naturalWidth: width, naturalHeight: height, clientWidth, clientHeight }) {
  if (!width) return 1;
  const upright = Math.min(clientWidth / width, clientHeight / height);
  return Math.min(clientWidth / height, clientHeight / width) / upright;
}

function zoom(viewer, factor, at = { x: 0, y: 0 }) {
  const view = viewOf(viewer);
  const scale = Math.min(Math.max(view.scale * factor, 1), MOST);
  // What is under the pointer stays there.
  view.x = scale === 1 ? 0 : at.x - ((at.x - view.x) * scale) / view.scale;
  view.y = scale === 1 ? 0 : at.y - ((at.y - view.y) * scale) / view.scale;
  view.scale = scale;
  draw(viewer);
}

// From the middle of the pane.
function offset(viewer, event) {
  const box = viewer.querySelector("[data-pane]").getBoundingClientRect();
  return { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 };
}

// For whoever looks at it later. Said is how it stands now, not "once more": sent twice it is turned once.
async function keepTurned(viewer, { rotate, turned }) {
  const body = new FormData();
  body.set("to", (Number(turned) + viewOf(viewer).turns) % 4);
  const answer = await send(rotate, body);
  if (!answer.ok) turnBack(viewer);
}

function turnBack(viewer) {
  viewOf(viewer).turns -= 1;
  draw(viewer);
  const piece = viewer.closest("[data-card]").getAttribute("aria-label");
  document.querySelector("[data-latest]").textContent = document.querySelector("[data-done]").dataset.failed.replace("%p", piece);
}

document.addEventListener("click", ({ target }) => {
  const viewer = viewerOf(target);
  const button = target.closest("[data-zoom], [data-rotate]");
  if (!viewer || !button) return;

  const view = viewOf(viewer);
  if ("rotate" in button.dataset) {
    Object.assign(view, { turns: view.turns + 1, x: 0, y: 0, scale: 1 });
    draw(viewer);
    keepTurned(viewer, button.dataset);
  } else if (button.dataset.zoom === "fit") zoom(viewer, 0);
  else zoom(viewer, button.dataset.zoom === "in" ? STEP : 1 / STEP);
});

document.addEventListener(
  "wheel",
  (event) => {
    const viewer = event.target.closest?.("[data-pane]") && viewerOf(event.target);
    if (!viewer?.querySelector("img")) return;

    event.preventDefault();
    zoom(viewer, Math.exp(-event.deltaY / 400), offset(viewer, event));
  },
  { passive: false },
);

document.addEventListener("dblclick", (event) => {
  const viewer = event.target.matches?.("[data-pane] img") && viewerOf(event.target);
  if (viewer) zoom(viewer, viewOf(viewer).scale > 1 ? 0 : CLOSE, offset(viewer, event));
});

document.addEventListener("pointerdown", (event) => {
  const viewer = event.target.matches?.("[data-pane] img") && viewerOf(event.target);
  if (!viewer || viewOf(viewer).scale === 1 || event.button) return;

  const view = viewOf(viewer);
  const from = { x: event.clientX - view.x, y: event.clientY - view.y };
  const move = (at) => {
    Object.assign(view, { x: at.clientX - from.x, y: at.clientY - from.y });
    draw(viewer);
  };
  event.target.setPointerCapture(event.pointerId);
  event.target.addEventListener("pointermove", move);
  for (const end of ["pointerup", "pointercancel"]) {
    event.target.addEventListener(end, () => event.target.removeEventListener("pointermove", move), { once: true });
  }
});

// A connection that was gone for a moment.
const tries = new WeakMap();

function askAgain(image) {
  const tried = tries.get(image) ?? 0;
  if (tried === OFTEN) return;

  tries.set(image, tried + 1);
  setTimeout(() => image.setAttribute("src", image.getAttribute("src")), PAUSE);
}

document.addEventListener("error", ({ target }) => target.matches?.("[data-pane] img") && askAgain(target), true);
for (const image of document.querySelectorAll("[data-pane] img")) if (image.complete && !image.naturalWidth) askAgain(image);
