// Keeps the deck supplied: what follows, what has been read meanwhile, and without what is somebody's by now.
import { append, attach, current, deck, giveKeys, place } from "./cards.js";

const ROUND = 4000; // ms between looks for what is new
const AT_HAND = 4;
let isAsking = false;
let isWanted = false;

const pkOf = (card) => Number(card.dataset.card);
const pksOf = (cards) => [...cards].map(pkOf).join(",");

export async function supply() {
  isWanted = true;
  if (isAsking) return;

  isAsking = true;
  while (isWanted) {
    isWanted = false;
    await ask().catch(() => {}); // there is another round
  }
  isAsking = false;
}

async function ask() {
  const address = new URL(deck.dataset.cards, location.href);
  address.searchParams.set("after", deck.dataset.last);
  address.searchParams.set("have", pksOf(place.children));
  address.searchParams.set("unread", pksOf(place.querySelectorAll("[data-unread]")));
  const answer = await fetch(address, { headers: { "HX-Request": "true" }, redirect: "error" });
  if (answer.ok) receive(new DOMParser().parseFromString(await answer.text(), "text/html"));
}

function receive(page) {
  document.querySelector("[data-left]").textContent = page.querySelector("[data-left]").textContent;
  for (const pk of page.querySelector("[data-gone]").dataset.gone.split(" ")) drop(pk);
  for (const card of page.querySelectorAll("[data-read] > [data-card]")) renew(document.importNode(card, true));
  for (const card of page.querySelectorAll("[data-following] > [data-card]")) {
    deck.dataset.last = Math.max(Number(deck.dataset.last), pkOf(card));
    append(document.importNode(card, true));
  }
}

// Not what is before the clerk's eyes: who acts on that is told.
function drop(pk) {
  const card = place.querySelector(`[data-card="${CSS.escape(pk)}"]`);
  if (card && card !== current()) card.remove();
}

// What the machine has found out; nothing the clerk has done to the card is lost.
function renew(fresh) {
  const card = place.querySelector(`[data-card="${fresh.dataset.card}"]`);
  if (!card) return;

  delete card.dataset.unread;
  const isTouched = "touched" in card.dataset;
  if (picture(card) !== picture(fresh)) card.querySelector("[data-viewer]").replaceWith(fresh.querySelector("[data-viewer]"));
  if (!isTouched) replace(card, fresh, "[data-assign]");
  else if (!card.querySelector("[name=chosen]:checked") && !card.querySelector("[name=other]").value) replace(card, fresh, "[data-choices]");
  attach();
  if (card === current()) giveKeys(card);
}

const picture = (card) => card.querySelector("img")?.getAttribute("src");

function replace(card, fresh, part) {
  const hadFocus = card.querySelector(part).contains(document.activeElement);
  card.querySelector(part).replaceWith(fresh.querySelector(part));
  if (hadFocus) card.focus({ preventScroll: true });
}

setInterval(() => {
  const isShort = place.children.length < AT_HAND || place.querySelector("[data-unread]");
  if (isShort && document.visibilityState === "visible") supply();
}, ROUND);
