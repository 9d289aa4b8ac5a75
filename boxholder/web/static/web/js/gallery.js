// [data-gallery]: a click on a photograph shows it over the whole window; arrows and the finger go on to the next one.
// Without a script the strip scrolls, and a photograph opens by itself.
const SWIPE = 50; // px a finger travels

function pictures(gallery) {
  return [...gallery.querySelectorAll("[data-gallery-open]")];
}

function show(gallery, index) {
  const all = pictures(gallery);
  const at = (index + all.length) % all.length;
  const dialog = gallery.querySelector("[data-gallery-dialog]");
  const image = all[at].querySelector("img").cloneNode();
  setSize(dialog, false);
  dialog.querySelector("[data-gallery-stage]").replaceChildren(image);
  dialog.querySelector("[data-gallery-count]").textContent = all.length > 1 ? `${at + 1} / ${all.length}` : "";
  dialog.querySelectorAll("[data-gallery-step]").forEach((button) => (button.hidden = all.length < 2));
  dialog.dataset.at = at;
  if (!dialog.open) dialog.showModal();
}

function step(dialog, by) {
  show(dialog.closest("[data-gallery]"), Number(dialog.dataset.at) + by);
}

function setSize(dialog, isLarge) {
  dialog.querySelector("[data-gallery-stage]").classList.toggle("is-large", isLarge);
  dialog.querySelector("[data-gallery-size]").setAttribute("aria-pressed", isLarge);
}

function isLarge(dialog) {
  return dialog.querySelector("[data-gallery-stage]").classList.contains("is-large");
}

// In full size, what was clicked stays under the pointer.
function toggle(dialog, event) {
  const image = dialog.querySelector("[data-gallery-stage] img");
  const before = image.getBoundingClientRect();
  setSize(dialog, !isLarge(dialog));
  const stage = dialog.querySelector("[data-gallery-stage]");
  const part = event ? [(event.clientX - before.x) / before.width, (event.clientY - before.y) / before.height] : [0.5, 0.5];
  stage.scrollLeft = part[0] * image.offsetWidth - stage.clientWidth / 2;
  stage.scrollTop = part[1] * image.offsetHeight - stage.clientHeight / 2;
}

document.addEventListener("click", (event) => {
  const { target } = event;
  const dialog = target.closest("[data-gallery-dialog]");
  const opener = target.closest("[data-gallery-open]");
  const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (opener && isPlain) {
    event.preventDefault();
    const gallery = opener.closest("[data-gallery]");
    show(gallery, pictures(gallery).indexOf(opener));
  } else if (dialog && target.closest("[data-gallery-step]")) {
    step(dialog, Number(target.closest("[data-gallery-step]").dataset.galleryStep));
  } else if (dialog && target.closest("[data-gallery-size]")) toggle(dialog);
  else if (dialog && target.matches("[data-gallery-stage] img")) toggle(dialog, event);
});

document.addEventListener("keydown", (event) => {
  const dialog = document.querySelector("[data-gallery-dialog][open]");
  if (!dialog) return;

  if (event.key === "+" || event.key === "-") setSize(dialog, event.key === "+");
  else if (event.key === "ArrowLeft" && !isLarge(dialog)) step(dialog, -1);
  else if (event.key === "ArrowRight" && !isLarge(dialog)) step(dialog, 1);
});

let touched;
document.addEventListener("touchstart", ({ target, touches }) => {
  touched = touches.length === 1 && target.closest("[data-gallery-stage]") ? touches[0].clientX : undefined;
}, { passive: true });

document.addEventListener("touchend", ({ target, changedTouches }) => {
  const dialog = target.closest("[data-gallery-dialog]");
  // Pinched in, or in full size, a finger moves the photograph itself.
  if (touched === undefined || !dialog || isLarge(dialog) || visualViewport.scale > 1.05) return;

  const way = changedTouches[0].clientX - touched;
  if (Math.abs(way) > SWIPE) step(dialog, way < 0 ? 1 : -1);
}, { passive: true });

// The thumbnail of what the strip shows is marked.
for (const gallery of document.querySelectorAll("[data-gallery]")) {
  const thumbs = [...gallery.querySelectorAll("[data-gallery-thumb]")];
  const strip = gallery.querySelector("[data-gallery-strip]");
  const watch = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      const thumb = thumbs.find((each) => each.hash === `#${target.id}`);
      if (isIntersecting) thumb?.setAttribute("aria-current", "true");
      else thumb?.removeAttribute("aria-current");
    }
  }, { root: strip, threshold: 0.6 });
  strip.querySelectorAll("li").forEach((slide) => watch.observe(slide));
  for (const thumb of thumbs) {
    thumb.addEventListener("click", (event) => {
      event.preventDefault();
      strip.querySelector(thumb.hash).scrollIntoView({ block: "nearest", inline: "start" });
    });
  }
}
