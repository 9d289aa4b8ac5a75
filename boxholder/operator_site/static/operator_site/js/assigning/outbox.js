// What a clerk has decided is sent in the background: one after the other, and again until the server has answered.
const PAUSES = [1000, 2000, 4000, 8000]; // ms between tries
// A server that breaks on one thing every time must not hold back everything behind it.
const ENOUGH = 4;
const jobs = [];
let isAtWork = false;

// Its answer: { ok, status, page }. A connection that is gone is waited for, however long it takes.
export function send(address, body) {
  return new Promise((settle) => {
    jobs.push({ address, body, settle, tries: 0 });
    work();
  });
}

async function work() {
  if (isAtWork) return;

  isAtWork = true;
  while (jobs.length) {
    const answer = await attempt(jobs[0]);
    if (answer) jobs.shift().settle(answer);
    else await pause(PAUSES[Math.min(jobs[0].tries++, PAUSES.length - 1)]);
  }
  isAtWork = false;
}

async function attempt(job) {
  try {
    const answer = await fetch(job.address, { method: "POST", body: signed(job.body), headers: { "HX-Request": "true", "X-In-Place": "1" }, redirect: "manual" });
    // Logged out: nothing but the log-in page answers with a redirect, or takes offence at an old token.
    const isLoggedOut = answer.type === "opaqueredirect" || answer.status === 403;
    const isBroken = answer.status >= 500 && job.tries < ENOUGH;
    tell(isLoggedOut ? "loggedOut" : isBroken ? "waiting" : "sent");
    if (isLoggedOut || isBroken) return null;

    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return { ok: answer.ok, status: answer.status, page };
  } catch {
    tell("waiting");
    return null;
  }
}

// After another log-in the token is another one.
function signed(body) {
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  if (token) body.set("csrfmiddlewaretoken", token);
  return body;
}

// Until then, or until there is a connection again.
const pause = (ms) =>
  new Promise((go) => {
    setTimeout(go, ms);
    addEventListener("online", go, { once: true });
  });

function tell(how) {
  const line = document.querySelector("[data-outbox]");
  const n = jobs.length;
  line.hidden = how === "sent";
  if (how === "loggedOut") line.textContent = line.dataset.loggedOut;
  if (how === "waiting") line.textContent = n === 1 ? line.dataset.one : line.dataset.many.replace("%n", n);
}

addEventListener("beforeunload", (event) => {
  if (jobs.length) event.preventDefault();
});
