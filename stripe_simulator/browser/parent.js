/*
 * The frame's side of the private line to the page that embeds it (see Frame in stripe.js). The embedding page may be
 * of any origin, as with Stripe, but it must be our parent and it greets us once: the port that comes with the greeting
 * is the only way in or out afterwards.
 */

/** `begin(greeting, tell)` sets the page up and returns what it answers: {request: (detail) => result}. */
export function onGreeting(begin) {
  window.addEventListener('message', function greet({ source, data, ports: [port] }) {
    if (source !== window.parent || data?.stripeSimulator !== 'hello' || !port) return;

    window.removeEventListener('message', greet);
    const tell = (event, detail) => port.postMessage({ event, detail });
    const answers = begin(data, tell);
    port.onmessage = async ({ data: { request, detail, id } }) => {
      const result = await answers[request]?.(detail);
      if (id) port.postMessage({ reply: id, result });
    };
  });
}
