// Photographs that the server has not confirmed yet, kept on this device: whatever becomes of the page, none is lost.
// Where the browser has no such store (some private windows), they live as long as the page.
const STORE = "shots";
let opened;

function database() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("boxholder-intake", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(STORE, { keyPath: "id", autoIncrement: true }).createIndex("to", "to");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

async function ask(mode, question) {
  const transaction = (await database()).transaction(STORE, mode, { durability: "strict" });
  const request = question(transaction.objectStore(STORE));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}

/** `to`: the address it is sent to, so that two mailrooms on one device stay apart. Resolves to its id. */
export const keep = (shot) => ask("readwrite", (store) => store.add(shot));
export const forget = (id) => ask("readwrite", (store) => store.delete(id));
export const kept = (to) => ask("readonly", (store) => store.index("to").getAll(to));
export const count = (to) => ask("readonly", (store) => store.index("to").count(to)).catch(() => 0);
