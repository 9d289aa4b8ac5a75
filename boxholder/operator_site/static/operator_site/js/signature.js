// [data-signature]: strokes of a finger, a pen or the mouse become an SVG path, drawn in the pad and sent with the form.
const APART = 1.5; // units of the pad's 600 × 200 box between two points
const round = (number) => Math.round(number * 10) / 10;

let stroke = null; // the pointer that signs, and its last point

function place(pad, { clientX, clientY }) {
  const box = pad.getBoundingClientRect();
  const within = (share, most) => round(Math.min(1, Math.max(0, share)) * most);
  return [within((clientX - box.left) / box.width, 600), within((clientY - box.top) / box.height, 200)];
}

function write(pad, path) {
  const field = pad.closest("[data-signature]").querySelector("input");
  pad.querySelector("path").setAttribute("d", path);
  field.value = path;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

const pathOf = (pad) => pad.querySelector("path").getAttribute("d") ?? "";

document.addEventListener("pointerdown", (event) => {
  const pad = event.target.closest?.("[data-pad]");
  if (!pad || event.button !== 0 || stroke) return;

  event.preventDefault();
  pad.setPointerCapture(event.pointerId);
  const [x, y] = place(pad, event);
  stroke = { pad, pointerId: event.pointerId, x, y };
  // A dot is a line of no length: a round cap shows it.
  write(pad, `${pathOf(pad)}M${x} ${y}L${x} ${y}`);
});

document.addEventListener("pointermove", (event) => {
  if (event.pointerId !== stroke?.pointerId) return;

  let path = "";
  for (const point of event.getCoalescedEvents?.().concat(event) ?? [event]) {
    const [x, y] = place(stroke.pad, point);
    if (Math.hypot(x - stroke.x, y - stroke.y) < APART) continue;
    Object.assign(stroke, { x, y });
    path += `L${x} ${y}`;
  }
  if (path) write(stroke.pad, pathOf(stroke.pad) + path);
});

for (const kind of ["pointerup", "pointercancel"]) {
  document.addEventListener(kind, ({ pointerId }) => {
    if (pointerId === stroke?.pointerId) stroke = null;
  });
}

document.addEventListener("click", ({ target }) => {
  const pad = target.closest?.("[data-clear]")?.closest("[data-signature]")?.querySelector("[data-pad]");
  if (pad) write(pad, "");
});
