// Keeps the deck supplied: what follows, what has been read meanwhile, and without what is somebody's by now.
import { append, attach, current, deck, giveKeys, place, show } from "./cards.js";

const ROUND = 4000; // ms between looks for what is new
const AT_HAND = 4;
let isAsking = false;
let isWanted = false;

const pkOf = (card) => Number(card.dataset.card);

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
  address.searchParams.set("have", [...place.children].map((card) => card.dataset.mark).join(","));
  const answer = await fetch(address, { headers: { "HX-Request": "true" }, redirect: "error" });
  if (answer.ok) receive(new DOMParser().parseFromString(await answer.text(), "text/html"));
}

function receive(page) {
  document.querySelector("[data-left]").textContent = page.querySelector("[data-left]").textContent;
  for (const pk of page.querySelector("[data-gone]").dataset.gone.split(" ")) drop(pk);
  for (const card of page.querySelectorAll("[data-renewed] > [data-card]")) renew(document.importNode(card, true));
  const following = page.querySelectorAll("[data-following] > [data-card]");
  if (page.querySelector("[data-is-all]")) deck.dataset.finished = "";
  else delete deck.dataset.finished;
  for (const card of following) {
    deck.dataset.last = Math.max(Number(deck.dataset.last), pkOf(card));
    append(document.importNode(card, true));
  }
  if (!current()) show();
}

// Not what is before the clerk's eyes, has come back to them, or is just being taken back: who acts on that is told.
function drop(pk) {
  const card = place.querySelector(`[data-card="${CSS.escape(pk)}"]`);
  if (!card || card === current() || "returning" in card.dataset || card.querySelector("[data-trouble]")) return;

  card.remove();
}

// More is known about it. What is chosen before the clerk's eyes stays, and so does whatever the clerk has filled in.
function renew(fresh) {
  const card = place.querySelector(`[data-card="${fresh.dataset.card}"]`);
  if (!card) return;

  const isDecided = card.querySelector("[name=chosen]:checked") && (card === current() || "touched" in card.dataset);
  card.dataset.mark = fresh.dataset.mark;
  if (picture(card) !== picture(fresh)) card.querySelector("[data-viewer]").replaceWith(fresh.querySelector("[data-viewer]"));
  if (!("touched" in card.dataset) && !isDecided) replace(card, fresh, "[data-assign]");
  else if (!isDecided && !card.querySelector("[name=other]")?.value) replace(card, fresh, "[data-choices]");
  attach();
  if (card === current()) giveKeys(card);
}

const picture = (card) => card.querySelector("img")?.getAttribute("src");

function replace(card, fresh, part) {
  const [old, renewed] = [card.querySelector(part), fresh.querySelector(part)];
  if (!old || !renewed) return;

  const hadFocus = old.contains(document.activeElement);
  old.replaceWith(renewed);
  if (hadFocus) card.focus({ preventScroll: true });
}

addEventListener("online", supply);
setInterval(() => {
  const unsure = [...place.children].some((card) => !card.querySelector("[name=chosen]:checked"));
  if ((unsure || place.children.length < AT_HAND) && document.visibilityState === "visible") supply();
}, ROUND);
