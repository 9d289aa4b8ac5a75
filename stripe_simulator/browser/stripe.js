/*
 * A stand-in for https://js.stripe.com/endive/stripe.js, for what a card form needs: the Payment Element, confirming
 * a SetupIntent or a PaymentIntent, 3-D Secure, reading an intent back. It offers nothing Stripe does not, and its
 * refusals are Stripe's: mistakes of the page's author are IntegrationErrors, a card's troubles are `{error}` results.
 *
 * The page needs, as with Stripe, a Content-Security-Policy that names this origin in script-src, frame-src and
 * connect-src; style-src 'self' is enough, because every style here goes through the CSSOM.
 *
 * The server owes us: this file at /endive/stripe.js and /v3/, its neighbours at /elements/<file>, the API on the same
 * origin, `Access-Control-Allow-Origin: *` on both (pages of another origin call the one and import intents.js from
 * the other), and no X-Frame-Options or frame-ancestors on /elements/. The frames' own strict policy is in their HTML.
 */
(() => {
  'use strict';

  const BASE = new URL(document.currentScript.src).origin;

  /** The page's author made a mistake; the message says which. Never shown to a renter. */
  class IntegrationError extends Error {
    name = 'IntegrationError';
  }

  // -- Frames -----------------------------------------------------------------------------------------------------

  let frames = 0;

  /**
   * A frame of the simulator's origin and the private line to it. The first message carries one end of a
   * MessageChannel and is addressed to BASE, so only a page of that origin can pick it up; from then on nobody
   * else can listen or speak, and no message needs its origin checked again.
   */
  class Frame {
    constructor(file, title, greeting, onEvent) {
      this.waiting = new Map();
      this.node = document.createElement('iframe');
      this.node.title = title;
      this.node.name = `__privateStripeFrame${++frames}`;
      this.node.src = `${BASE}/elements/${file}`;
      Object.assign(this.node.style, { border: '0', display: 'block', background: 'transparent' });
      // Also after a reload or a move in the document: the new page is greeted anew.
      this.node.addEventListener('load', () => this.connect(greeting(), onEvent));
    }

    connect(greeting, onEvent) {
      this.close();
      const { port1, port2 } = new MessageChannel();
      this.port = port1;
      this.port.onmessage = ({ data }) => {
        if (data.event) return onEvent(data.event, data.detail);
        this.waiting.get(data.reply)?.resolve(data.result);
        this.waiting.delete(data.reply);
      };
      this.node.contentWindow.postMessage({ stripeSimulator: 'hello', ...greeting }, BASE, [port2]);
    }

    ask(request, detail) {
      return new Promise((resolve, reject) => {
        const id = crypto.getRandomValues(new Uint32Array(1))[0];
        this.waiting.set(id, { resolve, reject });
        this.port.postMessage({ request, detail, id });
      });
    }

    tell(request, detail) {
      this.port?.postMessage({ request, detail });
    }

    close() {
      this.port?.close();
      for (const { reject } of this.waiting.values()) {
        reject(new IntegrationError('The Element was unmounted before it could answer.'));
      }
      this.waiting.clear();
    }
  }

  // -- The Payment Element ----------------------------------------------------------------------------------------

  const LOAD_SECONDS = 15;
  const SILENCE = { type: 'api_connection_error', message: `No answer from ${BASE}.` };

  class PaymentElement {
    #handlers = new Map();
    #group;
    #options;
    #frame;
    #container;
    #loading;
    #patience;
    #destroyed = false;

    constructor(group, options) {
      this.#group = group;
      this.#options = options;
    }

    mount(target) {
      this.#assertAlive();
      const container = typeof target === 'string' ? document.querySelector(target) : target;
      if (!container) {
        throw new IntegrationError(
          `The selector you specified (${target}) applies to no DOM elements that are currently on the page. ` +
            'Make sure the element exists on the page before calling mount().',
        );
      }
      if (this.#container === container) return;

      this.unmount();
      this.#container = container;
      this.#frame = new Frame('payment.html', 'Secure payment input frame', () => this.#greeting(), this.#receive);
      // The frame is 4px wider than its container on every side, as Stripe's: room for the focus ring.
      Object.assign(this.#frame.node.style, { width: 'calc(100% + 8px)', height: '1px', margin: '-4px' });
      this.#scheme();
      this.#loading = Promise.withResolvers();
      this.#loading.promise.catch(() => {}); // Told through the loaderror event, and to whoever asks the frame.
      this.#patience = setTimeout(() => this.#loadFailed(SILENCE), LOAD_SECONDS * 1000);
      container.classList.add('StripeElement');
      container.replaceChildren(this.#frame.node);
    }

    unmount() {
      this.#assertAlive();
      this.#frame?.close();
      this.#frame?.node.remove();
      this.#container?.classList.remove('StripeElement', 'StripeElement--focus');
      clearTimeout(this.#patience);
      this.#frame = this.#container = this.#loading = undefined;
    }

    destroy() {
      this.unmount();
      this.#destroyed = true;
      this.#group.forget(this);
    }

    update(options) {
      this.#assertAlive();
      Object.assign(this.#options, options);
      this.#scheme();
      this.#frame?.tell('update', this.#greeting());
    }

    focus() {
      this.#frame?.node.focus();
      this.#frame?.tell('focus');
    }

    blur() {
      this.#frame?.tell('blur');
    }

    clear() {
      this.#frame?.tell('clear');
    }

    on(event, handler) {
      if (!this.#handlers.has(event)) this.#handlers.set(event, new Set());
      this.#handlers.get(event).add(handler);
      return this;
    }

    once(event, handler) {
      const first = (detail) => {
        this.off(event, first);
        handler(detail);
      };
      return this.on(event, first);
    }

    off(event, handler) {
      if (handler) this.#handlers.get(event)?.delete(handler);
      else this.#handlers.delete(event);
      return this;
    }

    /** For the methods of `stripe` and `elements`: put a question to the frame once it can answer. */
    async ask(request, detail) {
      if (this.#destroyed || !this.#frame?.node.isConnected) {
        throw new IntegrationError(
          'We could not retrieve data from the specified Element. ' +
            'Please make sure the Element you are attempting to use is still mounted.',
        );
      }
      await this.#loading.promise;
      return this.#frame.ask(request, detail);
    }

    /** A frame whose scheme is not that of the page in it gets an opaque ground from the browser. */
    #scheme() {
      if (this.#frame) {
        this.#frame.node.style.colorScheme = this.#group.appearance.theme === 'night' ? 'dark' : 'light';
      }
    }

    #greeting() {
      const { apiKey, clientSecret, appearance } = this.#group;
      return { apiKey, clientSecret, appearance, options: this.#options };
    }

    #receive = (event, detail) => {
      if (event === 'resize') this.#frame.node.style.height = `${detail}px`;
      // Enter in a card field sends the form around the Element, as it would from one of the page's own inputs.
      else if (event === 'enter') this.#container.closest('form')?.requestSubmit();
      else if (event === 'loaderror') this.#loadFailed(detail.error);
      else {
        if (event === 'ready') this.#loaded();
        if (event === 'focus' || event === 'blur') {
          this.#container.classList.toggle('StripeElement--focus', event === 'focus');
        }
        this.#emit(event, detail);
      }
    };

    #loaded() {
      clearTimeout(this.#patience);
      this.#loading.resolve();
    }

    #loadFailed(error) {
      clearTimeout(this.#patience);
      this.#loading.reject(new IntegrationError(`The Payment Element did not load: ${error.message}`));
      this.#emit('loaderror', { error });
    }

    #emit(event, detail) {
      for (const handler of [...(this.#handlers.get(event) ?? [])]) handler({ elementType: 'payment', ...detail });
    }

    #assertAlive() {
      if (this.#destroyed) {
        throw new IntegrationError('This Element has already been destroyed. Please create a new one.');
      }
    }
  }

  class Elements {
    #payment = null;

    constructor(apiKey, { clientSecret, appearance = {} } = {}) {
      if (clientSecret !== undefined && !/^(seti|pi)_\w+_secret_\w+$/.test(clientSecret)) {
        throw new IntegrationError(
          'Invalid value for elements(): clientSecret should be a client secret of the form ' +
            `\${id}_secret_\${secret}. You specified: '${clientSecret}'.`,
        );
      }
      Object.assign(this, { apiKey, clientSecret, appearance });
    }

    create(type, options = {}) {
      if (type !== 'payment') {
        throw new IntegrationError(`A valid Element name must be provided. You specified: ${type}. (Here: payment.)`);
      }
      if (this.#payment) throw new IntegrationError('Can only create one Element of type payment.');

      this.#payment = new PaymentElement(this, { ...options });
      return this.#payment;
    }

    getElement(type) {
      return type === 'payment' ? this.#payment : null;
    }

    update({ appearance }) {
      if (appearance) this.appearance = { ...this.appearance, ...appearance };
      this.#payment?.update({});
    }

    async submit() {
      return this.mounted('elements.submit()').ask('submit');
    }

    mounted(caller) {
      if (!this.#payment) {
        throw new IntegrationError(`Invalid value for ${caller}: elements should have a mounted Payment Element.`);
      }
      return this.#payment;
    }

    forget() {
      this.#payment = null;
    }
  }

  // -- stripe -----------------------------------------------------------------------------------------------------

  class StripeObject {
    #apiKey;
    #intents;

    constructor(apiKey) {
      this.#apiKey = apiKey;
      // Only creating and mounting Elements must answer at once; what follows is asynchronous and may come after.
      this.#intents = import(`${BASE}/elements/intents.js`).then(({ intents }) =>
        intents({ base: BASE, apiKey, Frame, IntegrationError }),
      );
      this.#intents.catch(() => {}); // Whoever asks for it gets the failure.
    }

    elements(options) {
      return new Elements(this.#apiKey, options);
    }

    async confirmSetup(options) {
      return (await this.#intents).confirm('setup_intent', 'confirmSetup', options);
    }

    async confirmPayment(options) {
      return (await this.#intents).confirm('payment_intent', 'confirmPayment', options);
    }

    async retrieveSetupIntent(clientSecret) {
      return (await this.#intents).retrieve('setup_intent', 'retrieveSetupIntent', clientSecret);
    }

    async retrievePaymentIntent(clientSecret) {
      return (await this.#intents).retrieve('payment_intent', 'retrievePaymentIntent', clientSecret);
    }

    async handleNextAction(options) {
      return (await this.#intents).handleNextAction(options);
    }
  }

  function Stripe(apiKey) {
    if (typeof apiKey !== 'string' || !apiKey) {
      throw new IntegrationError('Missing value for Stripe(): apiKey should be a string.');
    }
    if (!apiKey.startsWith('pk_')) {
      throw new IntegrationError(
        'You should not use your secret key with Stripe.js. Please pass a publishable key instead.',
      );
    }
    return new StripeObject(apiKey);
  }
  Stripe.version = 'endive';

  window.Stripe = Stripe;
})();
