/*
 * What `stripe` does with intents: confirm, see a 3-D Secure question through, read back. stripe.js imports this from
 * any page that loads it, so it holds no card data: a typed card is confirmed by the frame it was typed into.
 */
import { post, get } from './api.js';

// What differs between the two kinds of intent; everything below is told once for both.
const KINDS = {
  setup_intent: { noun: 'SetupIntent', result: 'setupIntent', prefix: 'seti', lastError: 'last_setup_error' },
  payment_intent: { noun: 'PaymentIntent', result: 'paymentIntent', prefix: 'pi', lastError: 'last_payment_error' },
};

export function intents({ base, apiKey, Frame, IntegrationError }) {
  const inFlight = new Set();

  async function confirm(field, method, options = {}) {
    const { elements, clientSecret = elements?.clientSecret, confirmParams = {}, redirect } = options;
    const id = intentId(field, clientSecret, method);
    if (redirect !== 'if_required' && !confirmParams.return_url) {
      throw new IntegrationError(
        `stripe.${method}(): the \`confirmParams.return_url\` argument is required ` +
          "unless passing `redirect: 'if_required'`.",
      );
    }
    // Stripe does not queue a second click either: the page is told to disable its button, the first call goes on.
    if (inFlight.has(id)) {
      throw new IntegrationError(
        `You have an in-flight ${method}! Please be sure to disable your form submit button when ${method} is called.`,
      );
    }

    inFlight.add(id);
    try {
      const path = `${field}s/${id}/confirm`;
      const answer = await send(path, method, { elements, clientSecret, confirmParams });
      const outcome = await settle(field, clientSecret, answer);
      if (redirect === 'if_required' || outcome.error) return outcome;
      return await leave(field, outcome[KINDS[field].result], confirmParams.return_url);
    } finally {
      inFlight.delete(id);
    }
  }

  function send(path, method, { elements, clientSecret, confirmParams }) {
    const params = {
      ...flatten(confirmParams), key: apiKey, client_secret: clientSecret, use_stripe_sdk: 'true',
    };
    if (confirmParams.payment_method) return post(base, path, params);
    if (!elements) {
      throw new IntegrationError(`stripe.${method}(): pass elements, or a payment_method in confirmParams.`);
    }
    return elements.mounted(`stripe.${method}()`).ask('confirm', { path, params });
  }

  async function retrieve(field, method, clientSecret) {
    return result(field, await read(field, method, clientSecret));
  }

  async function handleNextAction({ clientSecret } = {}) {
    const field = String(clientSecret).startsWith('pi_') ? 'payment_intent' : 'setup_intent';
    const intent = await read(field, 'handleNextAction', clientSecret);
    if (!intent.error && intent.status !== 'requires_action') {
      throw new IntegrationError(
        `handleNextAction: The ${KINDS[field].noun} supplied is not in the requires_action state.`,
      );
    }
    return settle(field, clientSecret, intent);
  }

  /** See the intent through to an answer: the bank's question first, if there is one. */
  async function settle(field, clientSecret, answer) {
    if (answer.status !== 'requires_action') return result(field, answer);
    if (answer.next_action.type === 'redirect_to_url') return goTo(answer.next_action.redirect_to_url.url);

    await askTheBank(clientSecret, answer);
    // What the frame says is no proof: only the intent is.
    const intent = await read(field, 'handleNextAction', clientSecret);
    return intent.status === 'requires_payment_method' ? failed(field, intent) : result(field, intent);
  }

  /**
   * The bank's question, in a frame over the whole page. Stripe overlays a frame too; a modal <dialog> around it makes
   * the page beneath inert, keeps the keyboard inside and gives the focus back. Closing it is a failed authentication.
   */
  function askTheBank(clientSecret, intent) {
    const dialog = overlay();
    return new Promise((resolve) => {
      let heard = false;

      const greeting = () => ({ apiKey, clientSecret, intent });
      const frame = new Frame('3ds.html', '3D Secure authentication frame', greeting, (event) => {
        heard = true;
        if (event === 'ready') frame.node.focus();
        if (event === 'done') finish();
      });
      Object.assign(frame.node.style, { width: '100%', height: '100%', colorScheme: 'light' });
      dialog.addEventListener('cancel', (event) => {
        event.preventDefault();
        if (heard) frame.tell('cancel');
        else finish(); // The page did not load: do not hold the renter in an empty overlay.
      });
      dialog.append(frame.node);
      document.body.append(dialog);
      dialog.showModal();

      function finish() {
        frame.close();
        dialog.close();
        dialog.remove();
        resolve();
      }
    });
  }

  function read(field, method, clientSecret) {
    const id = intentId(field, clientSecret, method);
    return get(base, `${field}s/${id}`, { key: apiKey, client_secret: clientSecret });
  }

  function intentId(field, clientSecret, method) {
    const pattern = new RegExp(`^(${KINDS[field].prefix}_\\w+)_secret_\\w+$`);
    const [, id] = pattern.exec(clientSecret ?? '') ?? [];
    if (id) return id;
    throw new IntegrationError(
      `Invalid value for stripe.${method} intent secret: value should be a client secret of the form ` +
        `\${id}_secret_\${secret}. You specified: '${clientSecret}'.`,
    );
  }

  return { confirm, retrieve, handleNextAction };
}

function result(field, answer) {
  return answer.error ? { error: answer.error } : { [KINDS[field].result]: answer };
}

function failed(field, intent) {
  const error = intent[KINDS[field].lastError] ?? {
    type: 'invalid_request_error',
    code: `${field}_authentication_failure`,
    message:
      'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
  };
  return { error: { ...error, [field]: intent } };
}

/** Without `redirect: 'if_required'` a success always ends on return_url, so the promise never resolves. */
function leave(field, intent, returnUrl) {
  const url = new URL(returnUrl);
  url.searchParams.set(field, intent.id);
  url.searchParams.set(`${field}_client_secret`, intent.client_secret);
  url.searchParams.set('redirect_status', intent.status === 'succeeded' ? 'succeeded' : 'pending');
  return goTo(url);
}

function goTo(url) {
  window.location.assign(url);
  return new Promise(() => {});
}

function overlay() {
  const dialog = document.createElement('dialog');
  dialog.setAttribute('aria-label', '3D Secure authentication');
  const style = {
    position: 'fixed', inset: '0', width: '100vw', height: '100dvh', 'max-width': 'none', 'max-height': 'none',
    margin: '0', padding: '0', border: '0', background: 'transparent', overflow: 'hidden',
  };
  // The page's own rules for dialogs must not shape this one.
  for (const [name, value] of Object.entries(style)) dialog.style.setProperty(name, value, 'important');
  return dialog;
}

/** {a: {b: 1}} becomes {'a[b]': 1}, the way Stripe's API takes nested parameters. */
function flatten(params, prefix = '') {
  return Object.entries(params).reduce((flat, [name, value]) => {
    const key = prefix ? `${prefix}[${name}]` : name;
    if (value === undefined || value === null) return flat;
    return { ...flat, ...(typeof value === 'object' ? flatten(value, key) : { [key]: value }) };
  }, {});
}
