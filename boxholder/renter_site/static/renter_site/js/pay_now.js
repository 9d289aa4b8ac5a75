// Pay now: get the client secret, let Stripe.js confirm (the bank's question opens in this page), then ask the server what
// came of it. The server asks Stripe; nothing this page says is believed. The secret is held in a variable and nowhere else.
const say = (form, words) => (form.querySelector("[data-pay-status]").textContent = words);

async function begin(form) {
  const answer = await fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    headers: { Accept: "application/json" },
    cache: "no-store",
  });
  // Not now, or logged out meanwhile: the page itself says so.
  if (!answer.ok || answer.redirected) return location.reload();
  return answer.json();
}

async function confirm({ client_secret: clientSecret, payment_method, publishable_key, return_url }) {
  const stripe = window.Stripe(publishable_key);
  await stripe.confirmPayment({ clientSecret, confirmParams: { payment_method, return_url }, redirect: "if_required" });
}

async function pay(form) {
  say(form, form.dataset.asking);
  const begun = await begin(form);
  if (!begun) return;

  // Whatever it throws or answers, only Stripe's word to our server counts.
  await confirm(begun).catch(() => {});
  say(form, form.dataset.finishing);
  document.getElementById(form.dataset.payNow).submit();
}

function stop(form, words) {
  say(form, words);
  delete form.dataset.busy;
  form.querySelector("button").removeAttribute("aria-busy");
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-pay-now]")) return;

  event.preventDefault();
  if (form.dataset.busy) return;
  if (!window.Stripe) return stop(form, form.dataset.blocked);

  form.dataset.busy = "yes";
  form.querySelector("button").setAttribute("aria-busy", "true");
  pay(form).catch(() => stop(form, form.dataset.offline));
});

// Back from another page: how it stands may have changed, and the button must not stay busy.
addEventListener("pageshow", ({ persisted }) => {
  if (persisted && document.querySelector("form[data-pay-now]")) location.reload();
});
