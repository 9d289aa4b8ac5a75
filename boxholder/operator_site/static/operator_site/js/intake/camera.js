// [data-camera]: a viewfinder with a large shutter. What is shot is kept on the device first, then sent in the
// background, and forgotten when the server has confirmed it: also when the page is closed or killed meanwhile.
import { Sending, isOpen, mayRetry } from "./sending.js";
import { draw } from "./thumbnails.js";
import { forget, keep, kept } from "./shots.js";

const CONFIRMED = ["taken", "same", "batch"];
const SHARP = { facingMode: { ideal: "environment" }, width: { ideal: 3840 }, height: { ideal: 2160 } };
const QUALITY = 0.92;

class Camera {
  #root;
  #to;
  #sending;
  #stream;
  #shot = 0;

  constructor(root) {
    this.#root = root;
    this.#to = new URL(root.dataset.sendsTo, location.href).pathname;
    this.#sending = new Sending(root.dataset.sendsTo, (job) => this.#show(job));
    this.#listen();
    this.#resume();
    if (navigator.mediaDevices?.getUserMedia) this.#open();
    else this.#part("denied").hidden = false;
  }

  #listen() {
    this.#part("open").addEventListener("click", () => this.#open());
    this.#part("close").addEventListener("click", () => this.#close());
    this.#part("shutter").addEventListener("click", () => this.#shoot());
    this.#part("torch").addEventListener("click", () => this.#switchTorch());
    this.#part("input").addEventListener("change", ({ target }) => {
      for (const file of target.files) this.#take(file);
      target.value = "";
    });
    this.#part("strip").addEventListener("click", ({ target }) => this.#clicked(target));
    // The camera is not held while nobody looks.
    document.addEventListener("visibilitychange", () => {
      if (this.#part("finder").hidden) return;
      if (document.hidden) this.#stop();
      else this.#open();
    });
    addEventListener("beforeunload", (event) => {
      if (this.#sending.jobs.some((job) => !job.id && (isOpen(job) || mayRetry(job)))) event.preventDefault();
    });
  }

  // -- The viewfinder

  async #open() {
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({ video: SHARP, audio: false });
    } catch {
      this.#close();
      this.#part("denied").hidden = false;
      return;
    }
    const view = this.#part("view");
    view.srcObject = this.#stream;
    await view.play().catch(() => {});
    this.#part("denied").hidden = true;
    this.#part("finder").hidden = false;
    this.#part("torch").hidden = !this.#track.getCapabilities?.().torch;
    this.#part("shutter").focus();
  }

  get #track() {
    return this.#stream.getVideoTracks()[0];
  }

  #close() {
    this.#stop();
    this.#part("finder").hidden = true;
    this.#part("open").hidden = !navigator.mediaDevices?.getUserMedia;
  }

  #stop() {
    this.#stream?.getTracks().forEach((track) => track.stop());
    this.#stream = null;
  }

  async #switchTorch() {
    const button = this.#part("torch");
    const isOn = button.getAttribute("aria-pressed") !== "true";
    await this.#track.applyConstraints({ advanced: [{ torch: isOn }] }).catch(() => {});
    button.setAttribute("aria-pressed", String(isOn));
  }

  #shoot() {
    const view = this.#part("view");
    if (!view.videoWidth) return;

    const canvas = Object.assign(document.createElement("canvas"), { width: view.videoWidth, height: view.videoHeight });
    canvas.getContext("2d").drawImage(view, 0, 0);
    canvas.toBlob((blob) => this.#take(new File([blob], name(), { type: blob.type })), "image/jpeg", QUALITY);
    this.#flash();
  }

  #flash() {
    const finder = this.#part("finder");
    finder.classList.remove("is-flashing");
    requestAnimationFrame(() => finder.classList.add("is-flashing"));
    navigator.vibrate?.(15);
  }

  // -- What was shot

  async #take(file) {
    const fields = { space: this.#root.querySelector("[name=space]").value };
    const shot = { to: this.#to, file, name: file.name || name(), fields };
    navigator.storage?.persist?.(); // else a browser short of room might forget it
    const id = await keep(shot).catch(() => null);
    this.#add({ ...shot, id });
  }

  async #resume() {
    for (const shot of await kept(this.#to).catch(() => [])) this.#add(shot);
  }

  #add(shot) {
    this.#shot += 1;
    this.#sending.add({ file: shot.file, name: shot.name, fields: shot.fields, id: shot.id });
  }

  #show(job) {
    if (!job.shown) this.#append(job);
    if (CONFIRMED.includes(job.state) && job.id) {
      forget(job.id).catch(() => {});
      job.id = null;
    }
    const isBad = ["failed", "full", "refused"].includes(job.state);
    job.shown.dataset.outcome = job.state;
    job.shown.querySelector("[data-shot-why]").hidden = !isBad;
    job.shown.querySelector("[data-shot-words]").textContent = isBad ? this.#words(job) : "";
    job.shown.querySelector("[data-shot-retry]").hidden = !mayRetry(job);
    this.#count();
  }

  /** The server says in its row what is wrong with a file. */
  #words(job) {
    const said = job.state === "refused" && job.row?.querySelector(".intake-row__why")?.textContent.trim();
    return said || this.#root.dataset[job.why || job.state];
  }

  #append(job) {
    job.shown = this.#part("template").content.firstElementChild.cloneNode(true);
    job.shown.job = job;
    job.shown.querySelector("[data-shot-name]").textContent = job.name;
    this.#part("strip").prepend(job.shown);
    this.#part("shots").hidden = false;
    draw(job.file, job.shown.querySelector("[data-shot-picture]"));
    const last = Object.assign(document.createElement("span"), { className: "finder__picture" });
    this.#part("last").replaceChildren(last);
    draw(job.file, last);
  }

  #clicked(target) {
    const job = target.closest(".shot")?.job;
    if (!job) return;

    if (target.closest("[data-shot-retry]")) this.#sending.retry(job);
    if (target.closest("[data-shot-discard]")) {
      this.#sending.leave(job);
      if (job.id) forget(job.id).catch(() => {});
      job.shown.remove();
      this.#shot -= 1;
      this.#count();
    }
  }

  #count() {
    const { jobs } = this.#sending;
    const words = this.#part("counts").dataset;
    const counts = [
      [words.shot, this.#shot],
      [words.arrived, jobs.filter((job) => CONFIRMED.includes(job.state)).length],
      [words.open, jobs.filter(isOpen).length],
      [words.failed, jobs.filter((job) => ["failed", "full", "refused"].includes(job.state)).length],
    ];
    const text = counts.filter(([, n]) => n).map(([word, n]) => `${word} ${n}`).join(" · ");
    this.#part("counts").textContent = text;
    this.#part("counts-below").textContent = text;
  }

  #part(name) {
    return this.#root.querySelector(`[data-camera-${name}]`);
  }
}

const name = () => `shot-${new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, "").replace("T", "-")}.jpg`;

for (const root of document.querySelectorAll("[data-camera]")) new Camera(root);
