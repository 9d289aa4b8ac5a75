/* What a shop does with stripe.js. The query says which intent and key; `shop` is what the tests reach for. */
const query = new URLSearchParams(window.location.search);
const clientSecret = query.get('client_secret');
const night = query.has('night');
document.body.classList.toggle('night', night);

const stripe = Stripe(query.get('key'));
const elements = stripe.elements({
  clientSecret,
  appearance: night
    ? { theme: 'night', variables: { colorPrimary: '#8fb4ee', colorBackground: '#14161b', colorText: '#eceae4' } }
    : { variables: { colorPrimary: '#2456a6', colorText: '#1f2430', borderRadius: '6px' } },
});
const payment = elements.create('payment', { wallets: { link: 'never', applePay: 'never', googlePay: 'never' } });
const shop = { stripe, elements, payment, clientSecret, events: [], intents: [] };
for (const event of ['ready', 'change', 'focus', 'blur', 'loaderror']) {
  payment.on(event, (detail) => shop.events.push({ event, ...detail }));
}
payment.on('ready', () => document.body.setAttribute('data-ready', ''));
payment.mount('#payment-element');

/** Run `act` and keep what came of it, an IntegrationError included. */
shop.attempt = async (act) => {
  let outcome;
  try {
    outcome = await act();
  } catch (error) {
    outcome = { thrown: error.name, message: error.message };
  }
  document.getElementById('result').textContent = outcome.error?.message ?? outcome.message ?? 'Thank you';
  shop.outcome = outcome;
  return outcome;
};

document.getElementById('form').addEventListener('submit', (event) => {
  event.preventDefault();
  const confirm = clientSecret.startsWith('pi_') ? 'confirmPayment' : 'confirmSetup';
  const away = query.get('return_url');
  shop.attempt(() =>
    stripe[confirm]({
      elements,
      confirmParams: { return_url: away ?? window.location.href },
      ...(!away && { redirect: 'if_required' }),
    }),
  );
});

window.shop = shop;
