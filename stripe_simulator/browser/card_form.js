/* The fields of the card form: what is typed, what is shown, what is sent. */
import { countryOptions } from './countries.js';
import * as rules from './card_rules.js';

export const form = document.getElementById('payment');

const { fields, number, expiry, cvc, country, zip } = form.elements;
const address = document.getElementById('address');
const countryField = document.getElementById('country-field');
const zipField = document.getElementById('zip-field');

const checks = new Map([
  [number, () => rules.numberProblem(number.value)],
  [expiry, () => rules.expiryProblem(expiry.value)],
  [cvc, () => rules.cvcProblem(cvc.value, rules.brandOf(number.value))],
  [zip, () => (zipField.hidden ? null : rules.zipProblem(zip.value))],
]);

for (const { code, name } of countryOptions()) country.add(new Option(name, code));

/** Stripe guesses the country from the visitor's address; here it is the United States unless the page says. */
export function begin({ country: code = 'US', postal_code: postalCode = '' } = {}) {
  country.value = code;
  zip.value = postalCode;
  showBrand();
  showZip();
}

export function clear() {
  form.reset();
  for (const field of checks.keys()) showProblem(field, null);
  begin();
}

export const focus = () => number.focus();
export const lock = (locked) => (fields.disabled = locked);
export const isEmpty = () => [...checks.keys()].every((field) => !field.value);
export const isComplete = () => [...checks.values()].every((check) => !check());

/** The API's parameters for what was typed. */
export function params() {
  const [month, year] = expiry.value.split(' / ').map(Number);
  return {
    'payment_method_data[type]': 'card',
    'payment_method_data[card][number]': rules.digits(number.value),
    'payment_method_data[card][exp_month]': month,
    'payment_method_data[card][exp_year]': 2000 + year,
    'payment_method_data[card][cvc]': cvc.value,
    ...(!countryField.hidden && { 'payment_method_data[billing_details][address][country]': country.value }),
    ...(!zipField.hidden && { 'payment_method_data[billing_details][address][postal_code]': zip.value.trim() }),
  };
}

// -- Typing ---------------------------------------------------------------------------------------------------------

form.addEventListener('input', ({ target, inputType = '' }) => {
  if (target === number) {
    retype(number, rules.formatNumber(number.value));
    showBrand();
  }
  if (target === expiry) retype(expiry, rules.formatExpiry(expiry.value, { deleting: inputType.startsWith('delete') }));
  if (target === number || target === cvc) retype(cvc, rules.formatCvc(cvc.value, rules.brandOf(number.value)));
  if (target === country) showZip();
  if (checks.has(target)) recheck(target);
});

form.addEventListener('focusout', ({ target }) => {
  if (checks.has(target) && target.value) showProblem(target, checks.get(target)());
});

/** Write the grouped text and leave the caret behind the same digit. */
function retype(field, text) {
  if (field.value === text) return;

  const atEnd = field.selectionStart === field.value.length;
  const before = rules.digits(field.value.slice(0, field.selectionStart)).length;
  field.value = text;
  if (atEnd || document.activeElement !== field) return;

  let caret = 0;
  for (let seen = 0; seen < before && caret < text.length; caret += 1) if (/\d/.test(text[caret])) seen += 1;
  field.setSelectionRange(caret, caret);
}

// -- Problems -------------------------------------------------------------------------------------------------------

/** Mark every field, go to the first that needs mending, and answer what is wrong with it. */
export function showProblems() {
  const found = [...checks].map(([field, check]) => [field, check()]);
  for (const [field, problem] of found) showProblem(field, problem);

  const [field, problem] = found.find(([, wrong]) => wrong) ?? [];
  field?.focus();
  return problem;
}

/** While typing, only what more typing cannot mend is said; what was said goes as soon as it is mended. */
function recheck(field) {
  const problem = checks.get(field)();
  showProblem(field, problem?.code.startsWith('incomplete') ? null : problem);
}

function showProblem(field, problem) {
  field.setAttribute('aria-invalid', String(Boolean(problem)));
  document.getElementById(`${field.id}-error`).textContent = problem?.message ?? '';
}

// -- The card's brand, the address ----------------------------------------------------------------------------------

const USUAL = ['visa', 'mastercard', 'amex', 'discover'];

function showBrand() {
  const { name, label } = rules.brandOf(number.value);
  for (const icon of document.querySelectorAll('.brand')) {
    const { brand } = icon.dataset;
    icon.toggleAttribute('hidden', name === 'unknown' ? !USUAL.includes(brand) : name !== brand);
  }
  document.getElementById('brand').textContent = label;
}

/** `fields.billingDetails` of the page: what it asks for itself is 'never' asked here. */
export function askAddress(billingDetails) {
  const wanted = billingDetails?.address ?? billingDetails;
  const never = (part) => wanted === 'never' || wanted?.[part] === 'never';
  countryField.hidden = never('country');
  zipField.dataset.never = never('postalCode');
  showZip();
}

function showZip() {
  zipField.hidden = zipField.dataset.never === 'true' || country.value !== 'US';
  address.hidden = countryField.hidden && zipField.hidden;
}
