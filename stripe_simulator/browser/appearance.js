/*
 * The look the page asks for, as Stripe's Appearance API words it: a theme and variables. They become custom properties
 * of the document through the CSSOM; payment.css says what each is for.
 */

const THEMES = {
  stripe: {},
  night: {
    colorPrimary: '#5ba7ff', colorBackground: '#30313d', colorText: '#ffffff', colorDanger: '#fe87a1',
    colorTextSecondary: '#c9cbd6', colorTextPlaceholder: '#a9abb8', colorBorder: '#747686',
  },
};

// Variables that are not colours, with the CSS property their value must be good for.
const SIZES = {
  fontFamily: 'font-family', fontSizeBase: 'font-size', borderRadius: 'border-radius', spacingUnit: 'width',
};

export function applyAppearance({ theme = 'stripe', variables = {} } = {}) {
  const root = document.documentElement;
  root.style.cssText = '';
  root.style.colorScheme = theme === 'night' ? 'dark' : 'light';
  for (const [name, value] of Object.entries({ ...THEMES[theme], ...variables })) {
    if (CSS.supports(SIZES[name] ?? 'color', value)) root.style.setProperty(customProperty(name), value);
    else console.warn(`The appearance variable ${name} does not take the value ${value}.`);
  }
}

/** colorTextSecondary becomes --color-text-secondary. */
function customProperty(name) {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
