// The cards in the page: the first one is seen, and only its keys count; the others wait under it, pictures and all.
export const deck = document.querySelector("[data-deck]");
export const place = deck.querySelector("[data-cards-here]");

export const current = () => place.firstElementChild;

export function show() {
  for (const card of place.children) if (card !== current()) conceal(card);
  deck.querySelector("[data-nothing]").hidden = Boolean(current()) || !("finished" in deck.dataset);
  deck.querySelector("[data-coming]").hidden = Boolean(current()) || "finished" in deck.dataset;
  if (!current()) return;

  current().hidden = false;
  giveKeys(current());
  current().focus({ preventScroll: true });
}

export function giveKeys(card) {
  for (const each of card.querySelectorAll("[data-card-shortcut]")) each.dataset.shortcut = each.dataset.cardShortcut;
}

function conceal(card) {
  card.hidden = true;
  for (const each of card.querySelectorAll("[data-card-shortcut]")) delete each.dataset.shortcut;
}

// On top, or behind `before`.
export function put(card, before = null) {
  if (before) before.after(card);
  else place.prepend(card);
  attach();
  show();
}

export function append(card) {
  const isFirst = !current();
  card.hidden = !isFirst;
  place.append(card);
  card.querySelector("img")?.decode().catch(() => {}); // shown at once later
  attach();
  if (isFirst) show();
}

// A new card has a Combobox.
export const attach = () => document.dispatchEvent(new CustomEvent("panel:filled"));
