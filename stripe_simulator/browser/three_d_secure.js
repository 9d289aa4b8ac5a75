/*
 * The bank's page of a 3-D Secure authentication, in both of its lives: in stripe.js's overlay (`use_stripe_sdk`),
 * which is told when it is over and re-reads the intent, and in a window of its own (`redirect_to_url`), which goes on
 * to return_url. Closing it by button or Escape fails the authentication, as at Stripe.
 */
import { get, post } from './api.js';
import { onGreeting } from './parent.js';

const buttons = document.querySelectorAll('button');
const question = document.getElementById('question');
const status = document.getElementById('status');

if (window.parent === window) alone(new URLSearchParams(window.location.search));
else onGreeting(embedded);

function embedded({ apiKey, clientSecret, intent }, tell) {
  const decide = open({ key: apiKey, clientSecret, intent }, () => tell('done'));
  tell('ready');
  return { cancel: () => decide('failed') };
}

async function alone(query) {
  const [id, key, clientSecret] = ['intent', 'key', 'client_secret'].map((name) => query.get(name));
  const field = id.startsWith('pi_') ? 'payment_intent' : 'setup_intent';
  const intent = await get('', `${field}s/${id}`, { key, client_secret: clientSecret });
  if (intent.error) {
    document.querySelector('main').replaceChildren(intent.error.message);
    document.querySelector('main').hidden = false;
    return;
  }
  open({ key, clientSecret, intent }, (answer) => {
    const url = new URL(query.get('return_url') ?? intent.next_action.redirect_to_url.return_url);
    url.searchParams.set(field, id);
    url.searchParams.set(`${field}_client_secret`, clientSecret);
    url.searchParams.set('redirect_status', answer.status === 'succeeded' ? 'succeeded' : 'failed');
    window.location.assign(url);
  });
}

/** Ask, and answer once. */
function open({ key, clientSecret, intent }, done) {
  let decided = false;
  question.textContent = words(intent);
  document.querySelector('main').hidden = false;

  async function decide(outcome) {
    if (decided) return;
    decided = true;
    for (const button of buttons) button.disabled = true;
    status.textContent = 'One moment…';
    done(await post('', `_3ds/${intent.id}/complete`, { key, client_secret: clientSecret, outcome }));
  }

  for (const button of buttons) button.addEventListener('click', () => decide(button.value));
  window.addEventListener('keydown', ({ key: pressed }) => pressed === 'Escape' && decide('failed'));
  window.addEventListener('focus', () => document.querySelector('.complete').focus(), { once: true });
  document.querySelector('.complete').focus();
  return decide;
}

function words({ object, amount, currency }) {
  if (object === 'setup_intent') return 'Your bank asks you to confirm that this card may be saved for later payments.';

  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits;
  return `Your bank asks you to confirm a payment of ${format.format(amount / 10 ** digits)}.`;
}
