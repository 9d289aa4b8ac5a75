// The pile as a deck of cards: one is seen, the next ones lie under it with their pictures loaded. What the clerk decides
// is done at once on the screen and sent in the background; what cannot be done comes back as it was filled in.
import { current, deck, put, show } from "./cards.js";
import { send } from "./outbox.js";
import { supply } from "./supply.js";

const KEPT = 20; // cards kept for an undo; older ones are asked for
const list = deck.querySelector("[data-done]");
const deeds = [];

// --- What the clerk decides

export function take(card, submitter = null) {
  const form = card.querySelector("[data-assign]");
  const isTaking = !submitter?.matches("[data-not-ours]");
  if (isTaking && !form.elements.other?.value && !form.querySelector("[name=chosen]:checked")) {
    return form.elements.other?.focus();
  }

  const address = isTaking ? form.action : submitter.formAction;
  const deed = begin(card, "saving");
  deed.answer = send(address, new FormData(form)).then((answer) => {
    if (answer.ok) file(deed, answer.page.querySelector("[data-entry]"));
    else comeBack(deed, answer.page);
    return answer.ok;
  });
}

export function skip(card) {
  begin(card, "skipped");
  for (const link of deck.querySelectorAll("[data-start-over]")) link.hidden = false;
}

function begin(card, how) {
  const deed = { card, name: card.getAttribute("aria-label"), entry: document.createElement("li") };
  deed.entry.className = "done-list__entry";
  deeds.push(deed);
  if (deeds.length > KEPT) deeds[deeds.length - 1 - KEPT].card = null;
  list.prepend(deed.entry);
  say(deed, how);
  card.remove();
  show();
  supply();
  return deed;
}

function file(deed, line) {
  const filed = document.importNode(line, true);
  deed.entry.replaceWith(filed);
  deed.entry = filed;
  if (deed === deeds.at(-1)) tell(filed.querySelector("[data-said]").textContent);
}

// Next, not at once: what is under the clerk's hands does not change.
function comeBack(deed, page) {
  const form = page.querySelector("[data-assign]");
  const trouble = page.querySelector("[data-trouble] p, .field__error")?.textContent.trim();
  forget(deed);
  if (form) deed.card.querySelector("[data-assign]").replaceWith(document.importNode(form, true));
  say(deed, form ? "comesBack" : "failed", trouble);
  deed.entry.classList.add("done-list__entry--trouble");
  put(deed.card, current());
}

// --- Taking back

export async function undo(deed = deeds.at(-1)) {
  if (!deed) return;

  const card = deed.card;
  forget(deed);
  if (card) {
    card.dataset.returning = "";
    put(card);
  }
  const isUndone = !deed.answer || ((await deed.answer) && (await takeBack(deed)));
  if (card) delete card.dataset.returning;
  if (!isUndone) return;

  say(deed, "undone", deed.waived);
  deed.entry.remove();
  supply();
}

async function takeBack(deed) {
  const form = deed.entry.querySelector("[data-undo-form]");
  const answer = await send(form.action, new FormData(form));
  if (!answer.ok) return refuse(deed, answer.page.querySelector("[data-said]")?.textContent);

  deed.waived = answer.page.querySelector("[data-said]")?.textContent;
  const fresh = document.importNode(answer.page.querySelector("[data-card]"), true);
  if (!deed.card) put(fresh);
  // What was said of the outside stays said.
  else deed.card.querySelector("[name=seen]").value = fresh.querySelector("[name=seen]").value;
  return true;
}

function refuse(deed, said) {
  say(deed, "failed", said);
  deed.entry.classList.add("done-list__entry--trouble");
  deed.card?.remove();
  show();
  return false;
}

function forget(deed) {
  const at = deeds.indexOf(deed);
  if (at >= 0) deeds.splice(at, 1);
  deck.querySelector("[data-undo]").hidden = !deeds.length;
}

// --- Saying so

function say(deed, how, more = "") {
  const words = [list.dataset[how].replace("%p", deed.name), more].filter(Boolean).join(" ");
  deed.entry.replaceChildren(words);
  tell(words);
}

function tell(words) {
  deck.querySelector("[data-latest]").textContent = words;
  deck.querySelector("[data-undo]").hidden = !deeds.length;
  deck.querySelector("[data-done-section]").hidden = !list.children.length;
}

// --- Hands

deck.addEventListener("submit", (event) => {
  const card = event.target.closest("[data-card]");
  const deed = deeds.find(({ entry }) => entry.contains(event.target));
  if (!card && !deed) return;

  event.preventDefault();
  if (card) take(card, event.submitter);
  else undo(deed);
});

deck.addEventListener("click", (event) => {
  const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (event.target.closest("[data-undo]")) undo();
  if (!event.target.closest("[data-skip]") || !isPlain) return;

  event.preventDefault();
  skip(event.target.closest("[data-card]"));
});

deck.addEventListener("input", ({ target }) => {
  const card = target.closest("[data-card]");
  if (card) card.dataset.touched = "";
});

show();
