// Sending files, a few at a time, each until the server has said what became of it. A lost connection is not an answer:
// it is tried again by itself, and what had arrived all the same is answered as "here already".
const AT_ONCE = 3;
const PAUSES = [2, 5, 15, 30]; // seconds before it is tried again
const STALLED = 90; // seconds without a byte
const BREAKDOWNS = 3; // so often an error of the server is tried again by itself
const ANSWERED = new Set([200, 201, 202, 422]);
const LOST = new Set([0, 408, 429, 502, 503, 504]);

// A job: { file, name, fields, state, sent, why, row }. `state` is one of
//   waiting, uploading, offline (tried again by itself), failed (a person may try again),
//   and what the server says: taken, same, batch, refused, full (a person may try again).
export const isOpen = (job) => ["waiting", "uploading", "offline"].includes(job.state);
export const mayRetry = (job) => ["failed", "full", "offline"].includes(job.state);

export class Sending {
  #jobs = [];
  #address;
  #changed;

  // `changed(job)` is called whenever something about a job has.
  constructor(address, changed) {
    this.#address = new URL(address, location.href);
    this.#changed = changed;
    addEventListener("online", () => this.#jobs.filter((job) => job.state === "offline").forEach((job) => this.retry(job)));
  }

  get jobs() {
    return this.#jobs;
  }

  add(job) {
    this.#jobs.push(Object.assign(job, { tries: 0, sent: 0 }));
    this.#become(job, "waiting");
    this.#next();
    return job;
  }

  /** Without asking the server: it is known already. */
  refuse(job, why) {
    this.#jobs.push(job);
    this.#become(job, "refused", { why });
    return job;
  }

  retry(job) {
    clearTimeout(job.timer);
    this.#become(job, "waiting", { why: "", sent: 0 });
    this.#next();
  }

  leave(job) {
    clearTimeout(job.timer);
    job.request?.abort();
    this.#jobs = this.#jobs.filter((each) => each !== job);
    this.#next();
  }

  #next() {
    const free = AT_ONCE - this.#jobs.filter((job) => job.state === "uploading").length;
    this.#jobs.filter((job) => job.state === "waiting").slice(0, free).forEach((job) => this.#send(job));
  }

  #send(job) {
    const request = new XMLHttpRequest();
    const body = new FormData();
    for (const [name, value] of Object.entries(job.fields)) body.append(name, value);
    body.append("file", job.file, job.name);
    request.open("POST", this.#address);
    request.setRequestHeader("X-CSRFToken", token());
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      watch(job);
      this.#become(job, "uploading", { sent: total ? loaded / total : 0 });
    });
    request.addEventListener("loadend", () => job.request === request && this.#ended(job, request));
    job.request = request;
    job.tries += 1;
    this.#become(job, "uploading");
    watch(job);
    request.send(body);
  }

  async #ended(job, request) {
    clearTimeout(job.watch);
    job.request = null;
    // Logged out: nothing but the log-in page is elsewhere, or takes offence at an old token.
    const isElsewhere = request.responseURL && new URL(request.responseURL).pathname !== this.#address.pathname;
    if (isElsewhere || request.status === 403) this.#become(job, "failed", { why: "loggedOut" });
    else if (ANSWERED.has(request.status) || request.status === 507) this.#answered(job, request);
    else if (LOST.has(request.status)) await this.#lost(job);
    else if (request.status >= 500 && job.tries < BREAKDOWNS) this.#later(job);
    else this.#become(job, "failed", { why: why(request.status) });
    this.#next();
  }

  #answered(job, request) {
    const row = new DOMParser().parseFromString(request.responseText, "text/html").querySelector("[data-outcome]");
    if (row) this.#become(job, row.dataset.outcome, { row: document.importNode(row, true), why: "" });
    else this.#become(job, "failed", { why: "broken" });
  }

  async #lost(job) {
    // A file that was moved or deleted meanwhile fails in the same way.
    const isThere = await job.file.slice(0, 1).arrayBuffer().then(() => true, () => false);
    if (isThere) this.#later(job);
    else this.#become(job, "failed", { why: "unreadable" });
  }

  #later(job) {
    job.timer = setTimeout(() => this.retry(job), PAUSES[Math.min(job.tries, PAUSES.length) - 1] * 1000);
    this.#become(job, "offline", { why: "offline" });
  }

  #become(job, state, facts = {}) {
    Object.assign(job, { state, ...facts });
    this.#changed(job);
  }
}

function watch(job) {
  clearTimeout(job.watch);
  job.watch = setTimeout(() => job.request?.abort(), STALLED * 1000);
}

function why(status) {
  if (status === 413) return "proxy";
  return status === 404 ? "notHere" : "broken";
}

/** As it is now: logging in again has changed it. */
function token() {
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return cookie?.[1] ?? document.querySelector("[name=csrfmiddlewaretoken]").value;
}
