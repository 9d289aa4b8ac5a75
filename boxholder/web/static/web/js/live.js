// [data-live="/address"] is asked for anew while somebody looks at the page, and at once when they come back to it.
// 204: it is as shown. 200: the element anew, its data-says read out. Logged out or shut out: it is left as it is.
const EVERY = 30_000; // ms
const PATIENCE = 10_000; // ms
const says = document.querySelector("[data-live-says]");
const shown = () => [...document.querySelectorAll("[data-live]")];
let timer;

async function ask(element) {
  const answer = await fetch(element.dataset.live, {
    cache: "no-store",
    // To the log-in page: that is no answer. Its status is 0 then.
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (answer.status === 200) show(element, await answer.text());
  else if (answer.status < 500 && ![204, 429].includes(answer.status)) delete element.dataset.live;
}

function show(element, html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const anew = template.content.querySelector("[data-live]");
  // Not under somebody's fingers: the next time, then.
  if (!anew || !element.isConnected || element.contains(document.activeElement)) return;

  element.replaceWith(anew);
  if (anew.dataset.says) say(anew.dataset.says);
}

function say(words) {
  const line = document.createElement("p");
  line.textContent = words;
  says?.append(line);
}

async function look() {
  clearTimeout(timer);
  if (document.hidden) return;

  says?.replaceChildren();
  // One that did not answer, the network gone, is asked again in its turn.
  await Promise.allSettled(shown().map(ask));
  wait();
}

function wait() {
  clearTimeout(timer);
  if (shown().length) timer = setTimeout(look, EVERY);
}

document.addEventListener("visibilitychange", look);
addEventListener("pageshow", ({ persisted }) => persisted && look());
wait();
