// A small drawing of a file that is still on its way; one after the other, so that the page stays quick.
const EDGE = 112;
let turn = Promise.resolve();

/** Into `place`, instead of what stands there. What the browser cannot decode (HEIC, PDF) keeps its icon. */
export function draw(file, place) {
  turn = turn.then(() => drawNow(file, place)).catch(() => {});
}

async function drawNow(file, place) {
  if (!place.isConnected || !file.type.startsWith("image/")) return;

  const bitmap = await createImageBitmap(file, { resizeHeight: EDGE, resizeQuality: "medium" });
  const canvas = document.createElement("canvas");
  const side = Math.min(bitmap.width, bitmap.height);
  canvas.width = canvas.height = EDGE;
  canvas.className = place.className;
  canvas.getContext("2d").drawImage(
    bitmap, (bitmap.width - side) / 2, (bitmap.height - side) / 2, side, side, 0, 0, EDGE, EDGE,
  );
  bitmap.close();
  place.replaceWith(canvas);
}
