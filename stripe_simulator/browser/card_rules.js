/*
 * What is a card number, an expiry date, a security code, a ZIP: how each is grouped while it is typed, when it is
 * whole, and Stripe's code and words for what is wrong with it.
 */

const FOURS = [4, 4, 4, 4];
const MASTERCARD = /^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/;
const BRANDS = [
  { name: 'amex', label: 'American Express', prefix: /^3[47]/, lengths: [15], groups: [4, 6, 5], cvc: 4 },
  { name: 'diners', label: 'Diners Club', prefix: /^3(0[0-5]|[689])/, lengths: [14, 16], groups: [4, 6, 4, 2], cvc: 3 },
  { name: 'jcb', label: 'JCB', prefix: /^35/, lengths: [16], groups: FOURS, cvc: 3 },
  { name: 'visa', label: 'Visa', prefix: /^4/, lengths: [16], groups: FOURS, cvc: 3 },
  { name: 'mastercard', label: 'Mastercard', prefix: MASTERCARD, lengths: [16], groups: FOURS, cvc: 3 },
  { name: 'discover', label: 'Discover', prefix: /^(6011|64[4-9]|65)/, lengths: [16], groups: FOURS, cvc: 3 },
  { name: 'unionpay', label: 'UnionPay', prefix: /^(62|81)/, lengths: [16, 19], groups: [4, 4, 4, 4, 3], cvc: 3 },
];
const UNKNOWN = { name: 'unknown', label: '', lengths: [16], groups: FOURS, cvc: 3 };
// No longer prefix is needed to tell every brand above from a number nobody issues.
const PREFIX_LENGTH = 4;

export const digits = (text) => text.replace(/\D/g, '');

export function brandOf(number) {
  return BRANDS.find(({ prefix }) => prefix.test(digits(number))) ?? UNKNOWN;
}

// -- While typing ---------------------------------------------------------------------------------------------------

export function formatNumber(text) {
  const { groups, lengths } = brandOf(text);
  let rest = digits(text).slice(0, Math.max(...lengths));
  const parts = [];
  for (const size of groups) {
    if (rest) parts.push(rest.slice(0, size));
    rest = rest.slice(size);
  }
  return parts.join(' ');
}

/** 4 → "04 / ", 12 → "12 / ", 13 → "01 / 3", 1/ → "01 / ", 12/2034 → "12 / 34". */
export function formatExpiry(text, { deleting = false } = {}) {
  // The separator is not the renter's: deleting into it takes the digit before.
  if (deleting && /^\d\d ?\/?$/.test(text)) return text.slice(0, 1);

  let typed = digits(text);
  if (/^[2-9]/.test(typed) || /^1[3-9]/.test(typed) || /^\s*1\s*\//.test(text)) typed = `0${typed}`;
  if (typed.length < 2) return typed;
  const year = typed.slice(2);
  return `${typed.slice(0, 2)} / ${(/^20\d\d/.test(year) ? year.slice(2) : year).slice(0, 2)}`;
}

export function formatCvc(text, brand) {
  return digits(text).slice(0, brand.name === 'unknown' ? 4 : brand.cvc);
}

// -- What is wrong with it: {code, message}, or null ---------------------------------------------------------------

const wrong = (code, message) => ({ code, message });

export function numberProblem(text) {
  const number = digits(text);
  const { name, lengths } = brandOf(number);
  if (name === 'unknown' && number.length >= PREFIX_LENGTH) {
    return wrong('invalid_number', 'Your card number is invalid.');
  }
  if (!lengths.includes(number.length)) return wrong('incomplete_number', 'Your card number is incomplete.');
  return luhn(number) ? null : wrong('invalid_number', 'Your card number is invalid.');
}

export function expiryProblem(text, today = new Date()) {
  const [month, year] = [digits(text).slice(0, 2), digits(text).slice(2)].map(Number);
  if (digits(text).length !== 4 || month < 1 || month > 12) {
    return wrong('incomplete_expiry', "Your card's expiration date is incomplete.");
  }
  const years = 2000 + year - today.getFullYear();
  if (years < 0) return wrong('invalid_expiry_year_past', "Your card's expiration year is in the past.");
  if (years > 50) return wrong('invalid_expiry_year', "Your card's expiration year is invalid.");
  if (years === 0 && month <= today.getMonth()) {
    return wrong('invalid_expiry_month_past', "Your card's expiration date is in the past.");
  }
  return null;
}

export function cvcProblem(text, brand) {
  const enough = brand.name === 'unknown' ? text.length >= 3 : text.length === brand.cvc;
  return enough ? null : wrong('incomplete_cvc', "Your card's security code is incomplete.");
}

export function zipProblem(text) {
  return /^\d{5}(-?\d{4})?$/.test(text.trim()) ? null : wrong('incomplete_zip', 'Your ZIP is incomplete.');
}

function luhn(number) {
  const sum = [...number].reverse().reduce((total, digit, place) => {
    const value = place % 2 ? digit * 2 : Number(digit);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
