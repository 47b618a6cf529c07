// Keeps what a person types in this browser until Python has saved it, and sends it there. Every widget that takes an answer
// has this text at the head of its script; all of them in a page share DRAFTS. A widget that uses it has two traits: `draft`
// says whose answer it is, and `edition` counts the changes that Python has taken.

const DRAFTS = (globalThis[Symbol.for("course.drafts")] ??= { tab: anyName(), boxes: new Set(), problem: "" });
function anyName() {
  return Math.random().toString(36).slice(2);
}
const SEND_AFTER_MS = 200;
const SETTLE_MS = 2000;
const ENDS = ["restarting", "autorestarting", "terminating", "dead"];

function database() {
  DRAFTS.database ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("course-drafts", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("drafts");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return DRAFTS.database;
}

// One transaction; resolves with the result of the request that `work` returns, once it is written.
async function inDrafts(mode, work) {
  const opened = await database();
  return new Promise((resolve, reject) => {
    const transaction = opened.transaction("drafts", mode);
    const request = work(transaction.objectStore("drafts"));
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onabort = () => reject(transaction.error);
  });
}

// A private window or a full disk: what is typed still goes to Python, and the notice of a lost kernel says what is missing.
const sayWhy = (error) => { DRAFTS.problem = String(error?.message ?? error); };

// Everything of one answer, and everything of one course, is a range of keys.
const keyOf = ({ course, notebook, id }) => `${course}|${notebook}|${id}|`;
const startingWith = (start) => IDBKeyRange.bound(start, `${start}\uffff`);
const storedDrafts = (start) => inDrafts("readonly", (store) => store.getAll(startingWith(start))).catch((error) => (sayWhy(error), []));

function withValue(answer, [name, ...rest], value) {
  if (name === undefined) return value;
  const parts = answer !== null && typeof answer === "object" && !Array.isArray(answer) ? answer : {};
  return { ...parts, [name]: withValue(parts[name] ?? null, rest, value) };
}

// Whether Python can be reached: "live", "away" while the connection is down, "gone" once the kernel of this model has ended.
function connection(model, changed = () => {}) {
  const session = model.widget_manager?.context?.sessionContext;
  let state = "live";
  const become = (next) => {
    if (state === "gone" || state === next) return;
    state = next;
    changed(state);
  };
  const status = (_, now) => ENDS.includes(now) && become("gone");
  const line = (_, now) => become(now === "connected" ? "live" : "away");
  const other = () => become("gone");
  session?.statusChanged.connect(status);
  session?.connectionStatusChanged.connect(line);
  session?.kernelChanged.connect(other);
  model.on("comm_live_update", () => model.comm_live === false && become("gone"));
  return {
    get state() { return state; },
    close() {
      session?.statusChanged.disconnect(status);
      session?.connectionStatusChanged.disconnect(line);
      session?.kernelChanged.disconnect(other);
    },
  };
}

/**
 * The way of one answer from this browser to Python. `arrived()` is called when Python may know something newer. Call change()
 * for everything that a person changes, send() to have it in Python before a message that follows, and close() at the end.
 */
function outbox(model, arrived) {
  const where = model.get("draft");
  const box = keyOf(where) + anyName();
  const pending = new Map();
  const stored = new Map(); // the change that the browser's own store holds, by its key there
  let timer = null;
  let writing = false;

  const keyIn = (change) => `${box}|${JSON.stringify(change.path)}`;

  // One write at a time, always of the newest state.
  async function write() {
    if (writing || !where.id) return;
    writing = true;
    try {
      for (let next; (next = unwritten()); ) {
        const [key, change] = next;
        stored.set(key, change);
        await inDrafts("readwrite", (store) => (change ? store.put({ key, where, tab: DRAFTS.tab, ...change }, key) : store.delete(key)));
        if (!change && stored.get(key) === null) stored.delete(key);
      }
    } catch (error) {
      sayWhy(error);
    }
    writing = false;
  }

  function unwritten() {
    for (const change of pending.values()) if (stored.get(keyIn(change)) !== change) return [keyIn(change), change];
    for (const [key, change] of stored) if (change && pending.get(change.place) !== change) return [key, null];
    return null;
  }

  function change(path, value) {
    const place = JSON.stringify(path);
    pending.delete(place); // a Map keeps the first place of a key, and the order of time counts
    pending.set(place, { id: anyName(), place, path, value, at: Date.now(), sent: false });
    write();
    timer ??= setTimeout(send, SEND_AFTER_MS);
    if (link.state === "gone") for (const other of DRAFTS.boxes) other.load(where);
  }

  function message(changes, restored) {
    const now = Date.now();
    const told = changes.map(({ id, path, value, at }) => ({ id, path, value, age: now - at }));
    model.send({ type: "typed", tab: DRAFTS.tab, seen: model.get("edition"), restored, changes: told });
  }

  function send() {
    clearTimeout(timer);
    timer = null;
    const unsent = [...pending.values()].filter((one) => !one.sent);
    if (!unsent.length || link.state !== "live") return;
    for (const one of unsent) one.sent = true;
    message(unsent, false);
  }

  // What an earlier kernel, page or window has left behind goes to Python, which compares it with what it has saved.
  async function load(wanted = where) {
    if (!where.id || keyOf(wanted) !== keyOf(where) || link.state !== "live") return;
    const left = (await storedDrafts(keyOf(where))).filter((draft) => !draft.key.startsWith(box));
    const isOnItsWay = (draft) => draft.tab !== DRAFTS.tab && Date.now() - draft.at < SETTLE_MS; // from another window
    if (left.some(isOnItsWay)) setTimeout(load, SETTLE_MS);
    const drafts = left.filter((draft) => !isOnItsWay(draft)).sort((one, other) => one.at - other.at);
    if (drafts.length) message(drafts, true);
  }

  function took(content) {
    if (content.type !== "kept") return;
    for (const [place, one] of pending) if (content.ids.includes(one.id)) pending.delete(place);
    write();
    if (where.id) forgetOthers(content.ids);
    if (closing) close();
    else arrived();
  }

  // What earlier kernels, pages and windows had kept is saved now, too.
  async function forgetOthers(ids) {
    const kept = (await storedDrafts(keyOf(where))).filter((draft) => !draft.key.startsWith(box) && ids.includes(draft.id));
    if (kept.length) inDrafts("readwrite", (store) => kept.forEach((draft) => store.delete(draft.key))).catch(sayWhy);
  }

  // What is on its way when a view closes is still waited for.
  let closing = false;
  const close = () => {
    closing = true;
    if (pending.size === 0 || link.state === "gone") model.off("msg:custom", took);
  };

  const link = connection(model, (state) => {
    if (state !== "live") return;
    for (const one of pending.values()) one.sent = false;
    send();
    load();
  });
  const own = { load, drafts: () => [...pending.values()].map((one) => ({ where, ...one })) };
  const hidden = () => document.visibilityState === "hidden" && send();
  DRAFTS.boxes.add(own);
  model.on("msg:custom", took);
  window.addEventListener("pagehide", send);
  document.addEventListener("visibilitychange", hidden);
  load();

  return {
    change,
    send,
    /** The answer that Python knows with what it does not know yet. */
    over: (answer) => [...pending.values()].reduce((value, one) => withValue(value, one.path, one.value), answer),
    close() {
      send();
      close();
      link.close();
      DRAFTS.boxes.delete(own);
      window.removeEventListener("pagehide", send);
      document.removeEventListener("visibilitychange", hidden);
    },
  };
}

export { outbox };
