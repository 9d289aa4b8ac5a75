/* The Payment Element's page: a card form that answers stripe.js over its private line and confirms by itself. */
import { get, post } from './api.js';
import { applyAppearance } from './appearance.js';
import * as card from './card_form.js';
import { onGreeting } from './parent.js';

onGreeting((greeting, tell) => {
  look(greeting);
  card.begin(greeting.options.defaultValues?.billingDetails?.address);
  document.querySelector('main').hidden = false;
  attach(tell);
  load(greeting, tell);

  return {
    update: look,
    submit,
    confirm,
    focus: card.focus,
    blur: () => document.activeElement?.blur(),
    clear: card.clear,
  };
});

function look({ appearance, options }) {
  applyAppearance(appearance);
  card.askAddress(options.fields?.billingDetails);
  tellWallets(options.wallets);
}

/** Even a card-only intent is offered with wallets, at Stripe, unless each is switched off. Here it is only said. */
function tellWallets(wallets = {}) {
  const known = { applePay: 'Apple Pay', googlePay: 'Google Pay', link: 'Link' };
  const offered = Object.keys(known).filter((wallet) => wallets[wallet] !== 'never').map((wallet) => known[wallet]);
  const names = new Intl.ListFormat('en', { type: 'disjunction' }).format(offered);
  document.getElementById('wallets').textContent = offered.length ? `Stripe may also offer ${names} here.` : '';
}

/** Stripe's Element reads its intent first, and one that is spent or unknown is a `loaderror`. */
async function load({ apiKey, clientSecret }, tell) {
  if (clientSecret) {
    const [id] = clientSecret.split('_secret_');
    const kind = id.startsWith('pi_') ? 'payment_intent' : 'setup_intent';
    const intent = await get('', `${kind}s/${id}`, { key: apiKey, client_secret: clientSecret });
    if (intent.error) return tell('loaderror', { error: intent.error });
    if (['succeeded', 'canceled'].includes(intent.status)) return tell('loaderror', { error: spent(kind, intent) });
  }
  tell('ready');
}

function spent(kind, { status }) {
  return {
    type: 'invalid_request_error',
    code: `${kind}_unexpected_state`,
    message: `This ${kind} has a status of ${status}: it is in a terminal state and cannot be used for an Element.`,
  };
}

function attach(tell) {
  let told;
  card.form.addEventListener('input', () => {
    const state = { empty: card.isEmpty(), complete: card.isComplete(), collapsed: false, value: { type: 'card' } };
    // Stripe tells when the state changes, not at every key.
    if (JSON.stringify(state) !== told) tell('change', state);
    told = JSON.stringify(state);
  });
  card.form.addEventListener('submit', (event) => event.preventDefault());
  card.form.addEventListener('keydown', ({ key, target }) => {
    if (key === 'Enter' && target.matches('input')) tell('enter');
    if (key === 'Escape') tell('escape');
  });
  window.addEventListener('focus', () => tell('focus'));
  window.addEventListener('blur', () => tell('blur'));
  const { body } = document;
  new ResizeObserver(() => tell('resize', Math.ceil(body.getBoundingClientRect().height))).observe(body);
}

function submit() {
  const problem = card.showProblems();
  return problem ? { error: { type: 'validation_error', ...problem } } : {};
}

async function confirm({ path, params }) {
  const { error } = submit();
  if (error) return { error };

  const typed = card.params();
  card.lock(true);
  try {
    return await post('', path, { ...typed, ...params });
  } finally {
    card.lock(false);
  }
}
