/* The Payment Element's page: a card form that answers stripe.js over its private line and confirms by itself. */
import { get, post } from './api.js';
import { applyAppearance } from './appearance.js';
import * as rules from './card_rules.js';
import { countryOptions } from './countries.js';
import { onGreeting } from './parent.js';

const form = document.getElementById('payment');
const fieldset = document.getElementById('fields');
const { number, expiry, cvc, country, zip } = form.elements;
const brandNames = { amex: 'American Express', diners: 'Diners Club', jcb: 'JCB', unionpay: 'UnionPay' };

const checks = new Map([
  [number, () => rules.numberProblem(number.value)],
  [expiry, () => rules.expiryProblem(expiry.value)],
  [cvc, () => rules.cvcProblem(cvc.value, rules.brandOf(number.value))],
  [zip, () => (zipIsAsked() ? rules.zipProblem(zip.value) : null)],
]);

for (const { code, name } of countryOptions()) country.add(new Option(name, code));

onGreeting((greeting, tell) => {
  let { options } = greeting;

  function look({ appearance, options: latest }) {
    options = latest;
    applyAppearance(appearance);
    showAddress(options.fields?.billingDetails);
  }

  look(greeting);
  country.value = options.defaultValues?.billingDetails?.address?.country ?? 'US';
  zip.value = options.defaultValues?.billingDetails?.address?.postal_code ?? '';
  showBrand();
  showZip();
  attach(tell);
  load(greeting, tell);

  return {
    update: look,
    submit,
    confirm: ({ path, params }) => confirm(path, params),
    focus: () => number.focus(),
    blur: () => document.activeElement?.blur(),
    clear() {
      form.reset();
      for (const field of checks.keys()) show(field, null);
      showBrand();
      showZip();
    },
  };
});

/** Stripe's Element reads its intent first, and one that is spent or unknown is a `loaderror`. */
async function load({ apiKey, clientSecret }, tell) {
  if (clientSecret) {
    const [id] = clientSecret.split('_secret_');
    const kind = id.startsWith('pi_') ? 'payment_intent' : 'setup_intent';
    const intent = await get('', `${kind}s/${id}`, { key: apiKey, client_secret: clientSecret });
    if (intent.error) return tell('loaderror', { error: intent.error });
    if (intent.status === 'succeeded' || intent.status === 'canceled') {
      return tell('loaderror', { error: spent(kind, intent) });
    }
  }
  tell('ready');
}

function spent(kind, intent) {
  return {
    type: 'invalid_request_error',
    code: `${kind}_unexpected_state`,
    message: `This ${kind} has a status of ${intent.status}: it is in a terminal state and cannot be used for an Element.`,
  };
}

// -- What the renter does -------------------------------------------------------------------------------------------

function attach(tell) {
  let last;
  const changed = () => {
    const state = { empty: isEmpty(), complete: isComplete(), collapsed: false, value: { type: 'card' } };
    // Stripe tells when the state changes, not at every key.
    if (JSON.stringify(state) !== last) tell('change', state);
    last = JSON.stringify(state);
  };

  form.addEventListener('input', ({ target }) => {
    if (target === number) retype(number, rules.formatNumber(number.value));
    if (target === expiry) retype(expiry, rules.formatExpiry(expiry.value));
    if (target === number) showBrand();
    if (target === number || target === cvc) cvc.value = rules.formatCvc(cvc.value, rules.brandOf(number.value));
    if (target === country) showZip();
    recheck(target);
    changed();
  });
  // The separator is not the renter's: deleting across it takes the digit before.
  expiry.addEventListener('keydown', (event) => {
    if (event.key !== 'Backspace' || !/^\d\d \/ $/.test(expiry.value) || expiry.selectionStart !== expiry.selectionEnd) return;
    event.preventDefault();
    expiry.value = expiry.value.slice(0, 1);
    expiry.dispatchEvent(new Event('input', { bubbles: true }));
  });
  form.addEventListener('focusout', ({ target }) => {
    if (checks.has(target) && target.value) show(target, checks.get(target)());
  });
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && event.target !== country) tell('enter');
    if (event.key === 'Escape') tell('escape');
  });
  window.addEventListener('focus', () => tell('focus'));
  window.addEventListener('blur', () => tell('blur'));
  new ResizeObserver(() => tell('resize', Math.ceil(document.body.getBoundingClientRect().height))).observe(document.body);
}

/** Write the grouped text and leave the caret behind the same digit. */
function retype(field, text) {
  const atEnd = field.selectionStart === field.value.length;
  const before = rules.digits(field.value.slice(0, field.selectionStart)).length;
  if (field.value === text) return;
  field.value = text;
  if (atEnd) return;
  let caret = 0;
  for (let seen = 0; seen < before && caret < text.length; caret += 1) if (/\d/.test(text[caret])) seen += 1;
  field.setSelectionRange(caret, caret);
}

/** While typing, only what more typing cannot mend is said; what was said goes as soon as it is mended. */
function recheck(field) {
  if (!checks.has(field)) return;
  const problem = checks.get(field)();
  const hopeless = problem && !problem.code.startsWith('incomplete');
  if (hopeless || !problem) show(field, problem);
  else if (field.getAttribute('aria-invalid') === 'true') show(field, null);
}

// -- What stripe.js asks --------------------------------------------------------------------------------------------

/** Every field is checked and marked; the answer is the first problem, as `{error}`, or nothing. */
function submit() {
  const problems = [...checks].map(([field, check]) => ({ field, problem: check() }));
  for (const { field, problem } of problems) show(field, problem);

  const first = problems.find(({ problem }) => problem);
  if (!first) return {};
  first.field.focus();
  return { error: { type: 'validation_error', ...first.problem } };
}

async function confirm(path, params) {
  const { error } = submit();
  if (error) return { error };

  const card = cardParams(); // A disabled field is still read here; the renter only cannot change it meanwhile.
  fieldset.disabled = true;
  try {
    return await post('', path, { ...card, ...params });
  } finally {
    fieldset.disabled = false;
  }
}

function cardParams() {
  const [month, year] = expiry.value.split(' / ');
  return {
    'payment_method_data[type]': 'card',
    'payment_method_data[card][number]': rules.digits(number.value),
    'payment_method_data[card][exp_month]': Number(month),
    'payment_method_data[card][exp_year]': 2000 + Number(year),
    'payment_method_data[card][cvc]': cvc.value,
    ...(isShown('country-field') && { 'payment_method_data[billing_details][address][country]': country.value }),
    ...(zipIsAsked() && { 'payment_method_data[billing_details][address][postal_code]': zip.value.trim() }),
  };
}

// -- What is on the screen ------------------------------------------------------------------------------------------

function show(field, problem) {
  field.setAttribute('aria-invalid', String(Boolean(problem)));
  document.getElementById(`${field.id}-error`).textContent = problem?.message ?? '';
}

function showBrand() {
  const { name } = rules.brandOf(number.value);
  const usual = ['visa', 'mastercard', 'amex', 'discover'];
  const shown = name === 'unknown' ? usual : [name];
  for (const icon of document.querySelectorAll('.brand')) icon.toggleAttribute('hidden', !shown.includes(icon.dataset.brand));
  document.querySelector('.brands').classList.toggle('detected', name !== 'unknown');
  document.getElementById('brand').textContent =
    name === 'unknown' ? '' : (brandNames[name] ?? name[0].toUpperCase() + name.slice(1));
}

function showAddress(billingDetails) {
  const { country: one, postalCode: other } = billingDetails?.address ?? {};
  const never = billingDetails === 'never' || billingDetails?.address === 'never';
  document.getElementById('country-field').hidden = never || one === 'never';
  document.getElementById('zip-field').dataset.never = never || other === 'never';
  showZip();
}

function showZip() {
  const field = document.getElementById('zip-field');
  field.hidden = field.dataset.never === 'true' || country.value !== 'US';
  document.getElementById('address').hidden = field.hidden && !isShown('country-field');
}

const isShown = (id) => !document.getElementById(id).hidden;
const zipIsAsked = () => isShown('zip-field');
const isEmpty = () => [...checks.keys()].every((field) => !field.value);
const isComplete = () => [...checks.values()].every((check) => !check());
