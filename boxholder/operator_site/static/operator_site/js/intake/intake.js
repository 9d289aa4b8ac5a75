// [data-intake]: files dropped, pasted or chosen become rows, are sent one by one, and each row says what became of it.
import { Sending, isOpen, mayRetry } from "./sending.js";
import { draw } from "./thumbnails.js";
import { count } from "./shots.js";

const COUNTED = ["uploading", "waiting", "taken", "same", "refused", "failed"];

class Intake {
  #form;
  #list;
  #rows;
  #ofRow = new WeakMap();
  #sending;

  constructor(form, list) {
    this.#form = form;
    this.#list = list;
    this.#rows = list.querySelector("[data-intake-rows]");
    this.#sending = new Sending(form.dataset.sendsTo, (job) => this.#show(job));
    this.#listen();
  }

  #listen() {
    const input = this.#form.querySelector("input[type=file]");
    input.addEventListener("change", () => {
      this.#add(input.files);
      input.value = "";
    });
    this.#form.addEventListener("submit", (event) => event.preventDefault());
    document.addEventListener("paste", ({ clipboardData }) => this.#add(clipboardData?.files ?? []));
    this.#listenForDrops();
    this.#rows.addEventListener("click", ({ target }) => this.#clicked(target));
    this.#list.querySelector("[data-intake-retry-all]").addEventListener("click", () => {
      this.#sending.jobs.filter(mayRetry).forEach((job) => this.#sending.retry(job));
    });
    addEventListener("beforeunload", (event) => {
      if (this.#sending.jobs.some((job) => isOpen(job) || mayRetry(job))) event.preventDefault();
    });
  }

  #listenForDrops() {
    const isFiles = (event) => event.dataTransfer?.types.includes("Files");
    const ground = document.documentElement;
    let leaving;
    document.addEventListener("dragover", (event) => {
      if (!isFiles(event)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      clearTimeout(leaving);
      ground.classList.add("is-dropping");
      leaving = setTimeout(() => ground.classList.remove("is-dropping"), 200);
    });
    document.addEventListener("drop", (event) => {
      if (!isFiles(event)) return;
      event.preventDefault();
      ground.classList.remove("is-dropping");
      this.#add(event.dataTransfer.files);
    });
  }

  #add(files) {
    for (const file of files) {
      const fields = Object.fromEntries(new FormData(this.#form));
      delete fields.files;
      delete fields.csrfmiddlewaretoken;
      const job = { file, name: file.name, fields };
      if (file.size > Number(this.#form.dataset.mostBytes)) this.#sending.refuse(job, "tooLarge");
      else this.#sending.add(job);
    }
  }

  #clicked(target) {
    const job = this.#ofRow.get(target.closest("[data-outcome]"));
    if (!job) return;

    if (target.closest("[data-intake-retry]")) this.#sending.retry(job);
    if (target.closest("[data-intake-leave]")) {
      this.#sending.leave(job);
      job.shown.remove();
      this.#count();
    }
  }

  #show(job) {
    const isNew = !job.shown;
    const isProgress = job.state === "uploading" && job.shown?.dataset.outcome === "uploading";
    if (job.row) this.#replace(job, job.row);
    else if (isNew || !job.shown.querySelector("[data-intake-name]")) this.#replace(job, this.#blank(job));
    job.row = null;
    this.#fill(job);
    if (!isProgress) this.#count();
  }

  #replace(job, row) {
    const drawn = job.shown?.querySelector("canvas");
    if (drawn && !row.querySelector("img")) row.querySelector(".intake-row__picture").replaceWith(drawn);
    if (job.shown) job.shown.replaceWith(row);
    else {
      this.#rows.append(row);
      this.#list.hidden = false;
    }
    job.shown = row;
    this.#ofRow.set(row, job);
  }

  #blank(job) {
    const row = this.#list.querySelector("[data-intake-template]").content.firstElementChild.cloneNode(true);
    row.querySelector("[data-intake-name]").textContent = job.name;
    queueMicrotask(() => draw(job.file, row.querySelector("[data-intake-picture]") ?? row));
    return row;
  }

  #fill(job) {
    const sent = job.shown.querySelector("[data-intake-sent]");
    if (!sent) return;

    const words = job.shown.querySelector("[data-intake-why]");
    job.shown.dataset.outcome = job.state;
    // All bytes are there, and the server still looks at them: the bar moves without an end.
    if (job.sent < 1) sent.value = job.sent ?? 0;
    else sent.removeAttribute("value");
    sent.hidden = !["waiting", "uploading"].includes(job.state);
    words.textContent = job.why ? this.#form.dataset[job.why] : "";
    words.hidden = !job.why;
    job.shown.querySelector("[data-intake-retry]").hidden = !mayRetry(job);
    job.shown.querySelector(".chip").hidden = job.state !== "refused";
  }

  #count() {
    const states = this.#sending.jobs.map(({ state }) => ({ waiting: "uploading", offline: "waiting", batch: "taken", full: "failed" })[state] ?? state);
    const words = this.#list.querySelector("[data-intake-counts]");
    const parts = COUNTED.map((state) => [state, states.filter((each) => each === state).length]).filter(([, n]) => n);
    words.replaceChildren(...parts.map(([state, n]) => {
      const part = document.createElement("span");
      part.dataset.state = state;
      part.append(`${words.dataset[state]} `, Object.assign(document.createElement("b"), { textContent: n }));
      return part;
    }));
    const bar = this.#list.querySelector("[data-intake-progress]");
    bar.max = Math.max(states.length, 1);
    bar.value = states.filter((state) => !["uploading", "waiting"].includes(state)).length;
    this.#list.querySelector("[data-intake-retry-all]").hidden = this.#sending.jobs.filter(mayRetry).length < 2;
  }
}

const form = document.querySelector("[data-intake]");
new Intake(form, document.querySelector("[data-intake-list]"));

count(new URL(form.dataset.sendsTo, location.href).pathname).then((waiting) => {
  document.querySelector("[data-shots-waiting]").hidden = !waiting;
});
