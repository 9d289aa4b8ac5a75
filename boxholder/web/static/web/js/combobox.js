// <span data-combobox="address?…"> around a text field and a hidden one: what is typed is sent there as `q`, and the
// answer, <li role="option" data-key data-text>…, stands below. Choosing one fills both fields, and says so with a
// "combobox:chosen" event. https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
const PAUSE = 80; // ms without a key before it asks
let made = 0;

class Combobox {
  constructor(root) {
    this.root = root;
    this.field = root.querySelector("input:not([type=hidden])");
    this.key = root.querySelector("[data-combobox-key]");
    this.list = Object.assign(document.createElement("ul"), { className: "combobox__list", id: `combobox-${++made}` });
    this.prepare();
    this.listen();
  }

  prepare() {
    const label = this.field.getAttribute("aria-label") ?? this.field.labels?.[0]?.textContent.trim() ?? "";
    this.list.hidden = true;
    for (const [name, value] of [["role", "listbox"], ["aria-label", label]]) this.list.setAttribute(name, value);
    const states = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id };
    for (const [name, value] of Object.entries(states)) this.field.setAttribute(name, value);
    this.root.append(this.list);
  }

  listen() {
    this.field.addEventListener("input", () => this.typed());
    this.field.addEventListener("keydown", (event) => this.pressed(event));
    this.field.addEventListener("blur", () => this.close());
    // Before the field loses the focus to the click.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", ({ target }) => this.choose(target.closest("[data-key]")));
  }

  typed() {
    this.key.value = "";
    clearTimeout(this.timer);
    this.asked?.abort();
    if (!this.field.value.trim()) return this.close();
    this.timer = setTimeout(() => this.ask().catch(() => {}), PAUSE);
  }

  async ask() {
    this.asked = new AbortController();
    const address = new URL(this.root.dataset.combobox, location.href);
    address.searchParams.set("q", this.field.value);
    const answer = await fetch(address, { signal: this.asked.signal, redirect: "error" });
    if (answer.ok) this.show(await answer.text());
  }

  show(options) {
    // Enter may have been quicker than the answer.
    if (document.activeElement !== this.field || this.key.value) return;

    const page = new DOMParser().parseFromString(`<ul>${options}</ul>`, "text/html");
    this.list.replaceChildren(...document.importNode(page.querySelector("ul"), true).children);
    [...this.list.children].forEach((option, place) => (option.id = `${this.list.id}-${place}`));
    this.list.hidden = !this.list.children.length;
    this.field.setAttribute("aria-expanded", String(!this.list.hidden));
    this.mark(this.options[0]);
  }

  get options() {
    return [...this.list.querySelectorAll("[data-key]")];
  }

  mark(option) {
    this.marked?.setAttribute("aria-selected", "false");
    this.marked = option;
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.field.setAttribute("aria-activedescendant", option.id);
    else this.field.removeAttribute("aria-activedescendant");
  }

  pressed(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") return this.walk(event, event.key === "ArrowDown" ? 1 : -1);
    if (this.list.hidden) return;
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    } else if (event.key === "Enter" && this.marked) {
      event.preventDefault();
      this.choose(this.marked);
    } else if (event.key === "Tab" && this.marked && !event.shiftKey) this.choose(this.marked);
  }

  walk(event, step) {
    event.preventDefault();
    if (this.list.hidden) return this.ask().catch(() => {});

    const { options } = this;
    const at = options.indexOf(this.marked) + step;
    this.mark(options[(at + options.length) % options.length]);
  }

  choose(option) {
    if (!option) return;

    this.asked?.abort();
    clearTimeout(this.timer);
    this.field.value = option.dataset.text;
    this.key.value = option.dataset.key;
    this.close();
    this.field.dispatchEvent(new CustomEvent("combobox:chosen", { bubbles: true, detail: { ...option.dataset } }));
  }

  close() {
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.mark(null);
  }
}

const boxes = new WeakSet();

function attach() {
  for (const root of document.querySelectorAll("[data-combobox]")) {
    if (boxes.has(root)) continue;
    boxes.add(root);
    new Combobox(root);
  }
}

attach();
document.addEventListener("htmx:afterSwap", attach);
document.addEventListener("panel:filled", attach);
