// [data-card-form]: the card is typed into Stripe's own frame. This page opens the frame, sends the consent before Stripe
// hears of the card, and says how it went. Whether a card was saved is for the server to find out, from Stripe.
const SERVER_SECONDS = 75; // our server may itself wait for Stripe
const SCRIPT_SECONDS = 20;
const FINISH_PAUSES = [0, 1500, 4000];

class Problem extends Error {
  constructor(words, { stale = false } = {}) {
    super(words);
    this.stale = stale;
  }
}

class CardForm {
  #form;
  #stripe;
  #elements;
  #urls;
  #isBusy = false;

  constructor(form) {
    this.#form = form;
    form.addEventListener("submit", (event) => this.#submit(event));
    form.addEventListener("change", () => this.#mark({}));
    this.#part("again").addEventListener("click", () => this.open());
    this.#part("reload").addEventListener("click", () => location.reload());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.#elements?.update({ appearance: this.#appearance() });
    });
  }

  async open() {
    this.#hideProblem();
    this.#part("opening").hidden = false;
    try {
      const [opened] = await Promise.all([this.#ask(this.#form.dataset.opens), this.#script()]);
      if (opened.next) location.assign(opened.next);
      else await this.#draw(opened);
    } catch (problem) {
      this.#part("opening").hidden = true;
      this.#show(problem, { again: true });
    }
  }

  // -- The frame

  #script() {
    if (window.Stripe) return undefined;

    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      const failed = () => {
        script.remove();
        reject(new Problem(this.#words("blocked")));
      };
      script.src = this.#form.dataset.script;
      script.addEventListener("load", () => (window.Stripe ? resolve() : failed()));
      script.addEventListener("error", failed);
      setTimeout(failed, SCRIPT_SECONDS * 1000);
      document.head.append(script);
    });
  }

  #draw({ client_secret: clientSecret, publishable_key: publishableKey, ...urls }) {
    this.#urls = urls;
    this.#stripe = window.Stripe(publishableKey);
    this.#elements = this.#stripe.elements({ clientSecret, appearance: this.#appearance() });
    const field = this.#elements.create("payment", {
      // A card, and nothing else; what is agreed to stands on our page.
      wallets: { link: "never", applePay: "never", googlePay: "never" },
      terms: { card: "never" },
    });
    field.on("change", () => this.#isBusy || this.#hideProblem());
    return new Promise((resolve, reject) => {
      field.on("ready", () => {
        this.#part("opening").hidden = true;
        this.#part("button").disabled = false;
        resolve();
      });
      field.on("loaderror", () => {
        field.destroy();
        reject(new Problem(this.#words("unreachable")));
      });
      field.mount(this.#part("element"));
    });
  }

  /** Our colours for Stripe's frame, as they are drawn here and now: it cannot see our custom properties. */
  #appearance() {
    const probe = document.createElement("span");
    probe.style.transitionProperty = "none"; // else the first colour is still there when the next is read
    this.#form.append(probe);
    const colour = (token) => {
      probe.style.color = `var(--${token})`;
      return getComputedStyle(probe).color;
    };
    const isDark = getComputedStyle(document.documentElement).colorScheme.includes("dark")
      && matchMedia("(prefers-color-scheme: dark)").matches;
    const line = colour("line-strong");
    const appearance = {
      theme: isDark ? "night" : "stripe",
      variables: {
        colorPrimary: colour("accent"),
        colorBackground: colour("surface"),
        colorText: colour("ink"),
        colorTextSecondary: colour("muted"),
        colorTextPlaceholder: colour("muted"),
        colorDanger: colour("bad"),
        fontFamily: getComputedStyle(document.body).fontFamily,
        fontSizeBase: "16px", // a phone zooms into anything smaller
        borderRadius: "6px",
      },
      rules: { ".Input": { border: `1px solid ${line}`, boxShadow: "none" } },
    };
    probe.remove();
    return appearance;
  }

  // -- Saving the card

  async #submit(event) {
    event.preventDefault();
    if (this.#isBusy || !this.#elements) return;

    this.#busy(true);
    this.#hideProblem();
    try {
      await this.#save();
    } catch (problem) {
      this.#show(problem);
      this.#busy(false);
    }
  }

  async #save() {
    const { error: incomplete } = await this.#elements.submit();
    if (incomplete) throw new Problem(incomplete.message);

    const consent = await this.#ask(this.#urls.consent_url);
    if (consent.next) return location.assign(consent.next);

    const { error } = await this.#confirm();
    const saved = await this.#finish({ patiently: !error });
    if (saved) return location.assign(saved);
    throw new Problem(error ? this.#why(error) : this.#words("saved"), { stale: !error });
  }

  async #confirm() {
    try {
      return await this.#stripe.confirmSetup({
        elements: this.#elements,
        confirmParams: { return_url: new URL(this.#urls.return_url, location.href).href },
        redirect: "if_required",
      });
    } catch {
      return { error: { type: "api_connection_error" } };
    }
  }

  /** Also after an error: the answer may be what got lost, or another tab was first. */
  async #finish({ patiently }) {
    for (const pause of patiently ? FINISH_PAUSES : [0]) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      try {
        const { next } = await this.#ask(this.#urls.card_url);
        if (next) return next;
      } catch {
        // Asked again, or said below.
      }
    }
    return undefined;
  }

  #why({ type, code, message }) {
    if (code?.endsWith("_authentication_failure")) return this.#words("notConfirmed");
    if (type === "card_error") return `${message} ${this.#words("otherCard")}`;
    if (type === "validation_error") return message;
    return this.#words("unreachable");
  }

  // -- Our server

  async #ask(url) {
    let response;
    try {
      response = await fetch(url, {
        method: "POST",
        body: new FormData(this.#form),
        headers: { Accept: "application/json" },
        signal: AbortSignal.timeout(SERVER_SECONDS * 1000),
      });
    } catch {
      throw new Problem(this.#words("offline"));
    }
    if (response.redirected || response.status === 403) throw new Problem(this.#words("loggedOut"), { stale: true });
    if (response.status === 204) return {};
    const answer = await response.json().catch(() => ({}));
    if (response.ok) return answer;
    this.#mark(answer.fields ?? {});
    throw new Problem(answer.problem ?? this.#words("offline"), answer);
  }

  // -- What the page says

  #show(problem, { again = false } = {}) {
    if (!(problem instanceof Problem)) console.error(problem);
    this.#part("problem-words").textContent = problem instanceof Problem ? problem.message : this.#words("offline");
    this.#part("again").hidden = !again || Boolean(problem.stale);
    this.#part("reload").hidden = !problem.stale;
    this.#part("problem").hidden = false;
    this.#part("problem").scrollIntoView({ block: "nearest" });
  }

  #hideProblem() {
    this.#part("problem").hidden = true;
    this.#mark({});
  }

  /** Fields of ours around the card's: which are wrong. */
  #mark(fields) {
    for (const control of this.#form.querySelectorAll("[name]")) {
      if (control.name in fields) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    }
    this.#form.querySelector("[aria-invalid]")?.focus();
  }

  #busy(isBusy) {
    this.#isBusy = isBusy;
    this.#part("button").setAttribute("aria-busy", String(isBusy));
  }

  #words(name) {
    return this.#form.dataset[name];
  }

  #part(name) {
    return this.#form.querySelector(`[data-card-${name}]`);
  }
}

// For browsers that know no `@media (scripting)`.
document.querySelectorAll("[data-without-script]").forEach((notice) => notice.remove());

for (const form of document.querySelectorAll("[data-card-form]")) new CardForm(form).open();

// Back from the next page: whatever this page held is over.
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
