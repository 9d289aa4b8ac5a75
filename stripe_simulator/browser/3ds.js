/*
 * The bank's page of a 3-D Secure authentication, in the frame stripe.js lays over the shop's page. It answers the API,
 * not the shop: stripe.js only hears that it is over, and reads the intent. Closing it by button or Escape fails the
 * authentication, as at Stripe.
 */
import { post } from './api.js';
import { onGreeting } from './parent.js';

const buttons = document.querySelectorAll('button');
const complete = document.querySelector('.complete');

onGreeting(({ apiKey, clientSecret, intent }, tell) => {
  let decided = false;

  async function decide(outcome) {
    if (decided) return;
    decided = true;
    for (const button of buttons) button.disabled = true;
    document.getElementById('status').textContent = 'One moment…';
    await post('', `_3ds/${intent.id}/complete`, { key: apiKey, client_secret: clientSecret, outcome });
    tell('done');
  }

  for (const button of buttons) button.addEventListener('click', () => decide(button.value));
  window.addEventListener('keydown', ({ key }) => key === 'Escape' && decide('failed'));
  window.addEventListener('focus', () => complete.focus(), { once: true });
  document.getElementById('question').textContent = question(intent);
  document.querySelector('main').hidden = false;
  complete.focus();
  tell('ready');

  return { cancel: () => decide('failed') };
});

function question({ object, amount, currency }) {
  if (object === 'setup_intent') return 'Your bank asks you to confirm that this card may be saved for later payments.';

  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  const decimals = format.resolvedOptions().maximumFractionDigits;
  return `Your bank asks you to confirm a payment of ${format.format(amount / 10 ** decimals)}.`;
}
