// The keyboard over the card: Enter takes what is chosen, 1 to 5 choose, further digits and / name a mailbox. All other
// keys are data-shortcuts, see keyboard.js.
import { current, deck, giveKeys } from "./cards.js";
import { take } from "./deck.js";

const TOGETHER = 900; // ms within which two digits are one number
// How what a scanner reads on a mailbox's sheet, or on a shelf label, begins: its digits are no PMB, nor a choice.
const CODE = /(?:BX|M)-$/;
let code = { text: "", at: 0 };
let first = { digit: "", at: 0, before: null };
let enteredAt = 0;

const isTyping = (target) => target.closest("input:not([type=radio]), textarea, select");
const isControl = (target) => target.closest("button, a, summary");
const isElsewhere = (event) =>
  event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !current() || document.querySelector("dialog[open]");

// Before keyboard.js, which would keep a digit for the beginning of something longer.
document.addEventListener(
  "keydown",
  (event) => {
    if (event.key === "Enter") enteredAt = event.timeStamp;
    if (isElsewhere(event) || isTyping(event.target)) return;

    if (beginsCode(event)) {
      event.preventDefault();
      event.stopPropagation();
      return name(code.text.match(CODE)[0]);
    }
    const act = /^[0-9]$/.test(event.key) ? () => digit(event) : event.key === "Enter" && !isControl(event.target) ? () => take(current()) : null;
    if (!act) return;

    event.preventDefault();
    event.stopPropagation();
    act();
  },
  true,
);

function beginsCode({ key, timeStamp }) {
  if (key.length > 1) return false; // Shift

  code = { text: (timeStamp - code.at < TOGETHER ? code.text : "") + key, at: timeStamp };
  return CODE.test(code.text);
}

function digit({ key, timeStamp }) {
  const label = current().querySelector(`[data-choices] [data-shortcut="${key}"]`);
  if (first.digit && timeStamp - first.at < TOGETHER) {
    if (first.before) first.before.checked = true;
    name(first.digit + key);
  } else if (label) {
    first = { digit: key, at: timeStamp, before: current().querySelector("[name=chosen]:checked") };
    label.click();
  } else name(key);
}

// As if it had been typed there.
function name(text) {
  first = { digit: "", at: 0, before: null };
  const field = current().querySelector("[name=other]");
  field.value = text;
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

// A candidate that is chosen goes before what was typed, and the other way round.
deck.addEventListener("change", ({ target }) => {
  if (target.matches("[name=chosen]")) clear(target.form);
});

function clear(form) {
  form.elements.other.value = form.elements.other_key.value = "";
}

deck.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !event.target.closest("[data-card]")) return;

  if (event.target.matches("[name=other]")) clear(event.target.form);
  current().focus({ preventScroll: true });
});

// Chosen with Enter, active, nothing to heed: that was meant. Anything else is shown first.
deck.addEventListener("combobox:chosen", async ({ target, detail, timeStamp }) => {
  const card = target.closest("[data-card]");
  const isMeant = timeStamp - enteredAt < 50 && detail.status === "active" && !("heed" in detail);
  if (isMeant) return take(card);

  const address = new URL(card.querySelector("[data-assign]").dataset.choice, location.href);
  address.searchParams.set("mailbox", detail.key.split(".")[0]);
  const answer = await fetch(address, { redirect: "error" });
  if (answer.ok) showChoice(card, await answer.text());
});

function showChoice(card, text) {
  const choice = new DOMParser().parseFromString(text, "text/html").querySelector("label");
  const pk = choice.querySelector("input").value.split(".")[0];
  for (const known of card.querySelectorAll("[name=chosen]")) if (known.value.split(".")[0] === pk) known.closest("label").remove();
  card.querySelector("[data-choice-list]").prepend(document.importNode(choice, true));
  clear(card.querySelector("[data-assign]"));
  giveKeys(card);
  card.focus({ preventScroll: true });
}
