// The console of an API: a request in plain controls, the answer as text, a log. Python sends the calls; here is no judgement.

let labels = 0;
const OWN = Math.random().toString(36).slice(2, 8);  // two consoles in a page are two module instances

function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (typeof value === "boolean") node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

function labelled(label, control) {
  control.id = `course-console-${OWN}-${(labels += 1)}`;
  return h("div", { class: "course-console-field" }, h("label", { for: control.id }, label), control);
}

const option = (value, label = value) => h("option", { value }, label);
const button = (label, title, onclick, kind = "") => h("button", { type: "button", class: kind, title, onclick }, label);

function render({ model, el }) {
  el.classList.add("course-console-body");
  // JupyterLab's one-letter shortcuts reach buttons and lists: "r" would turn the cell into raw text.
  el.addEventListener("keydown", (event) => { if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation(); });

  let asked = 0;
  let shown = null;
  const ask = (values) => {
    model.set("asked", { ...values, number: (asked += 1), at: Date.now() });
    model.save_changes();
  };

  const method = h("select", {}, ...["GET", "POST", "DELETE", "PUT"].map((name) => option(name)));
  const target = h("input", { type: "text", spellcheck: "false", autocomplete: "off", class: "course-console-target" });
  const headers = h("textarea", { rows: "3", spellcheck: "false" });
  const body = h("textarea", { rows: "3", spellcheck: "false" });
  const offered = h("select", { onchange: () => fill(model.get("offered")[Number(offered.value)]) },
    ...model.get("offered").map((call, at) => option(String(at), call.name)));
  const fill = (call) => {
    method.value = call.method;
    target.value = call.target;
    headers.value = call.headers;
    body.value = call.body;
  };
  fill(model.get("offered")[0]);

  // A button that is really disabled would lose the focus, and with it "one key for each page".
  const can = (control, on) => control.setAttribute("aria-disabled", String(!on));
  const off = (control) => control.getAttribute("aria-disabled") === "true";
  const busy = (on) => {
    send.textContent = on ? "Sending…" : "Send";
    can(send, !on);
    can(next, !on && Boolean(model.get("next")));
  };
  const sendNow = () => {
    if (off(send)) return;
    busy(true);
    ask({ do: "send", method: method.value, target: target.value.trim(), headers: headers.value, body: body.value });
  };
  const nextNow = () => {
    if (off(next)) return;
    method.value = "GET";
    body.value = "";
    target.value = model.get("next");
    sendNow();
  };
  const send = button("Send", "Send this request, also Ctrl and Enter", sendNow, "course-primary");
  const next = button("Next page (N)", "Fetch the page after this one", nextNow);
  const listen = button("Listen for webhooks", "Open an address on this computer and register it with the API", () => ask({ do: "listen" }));
  el.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); event.stopPropagation(); sendNow(); }
    if (event.key.toLowerCase() === "n" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) nextNow();
  });

  const latency = h("select", { onchange: () => switched() }, ...model.get("latencies").map((ms) => option(String(ms), ms ? `${ms} ms` : "none")));
  const tick = (label) => {
    const box = h("input", { type: "checkbox", onchange: () => switched() });
    return [box, h("label", { class: "course-console-tick" }, box, label)];
  };
  const [silent, silentLine] = tick("No answer after a payment is captured");
  const [low, lowLine] = tick("Three calls a minute, then 429");
  const [outage, outageLine] = tick("503, the other side is down");
  const switched = () => ask({ do: "switch", switches: { latency_ms: Number(latency.value), timeout_after_capture: silent.checked, low_limit: low.checked, outage: outage.checked } });

  const state = h("p", { class: "course-note" });
  const tally = h("p", { class: "course-console-tally" });
  const request = h("pre", { class: "course-wire", tabindex: "0", "aria-label": "Request" });
  const answer = h("pre", { class: "course-wire", tabindex: "0", "aria-label": "Answer" });
  const curl = h("code", {});
  const curlLine = h("details", {}, h("summary", {}, "The same call as a curl line"), h("pre", { class: "course-wire" }, curl));
  const log = h("ol", { class: "course-console-log" });
  const wire = h("div", { class: "course-console-wire" },
    h("div", {}, h("strong", {}, "Request"), request), h("div", {}, h("strong", {}, "Answer"), answer));
  const logged = h("details", { open: true }, h("summary", {}, "Log, newest first"), log);

  const show = (entry) => {
    shown = entry.number;
    request.textContent = entry.request;
    answer.textContent = entry.answer;
    curl.textContent = entry.curl;
    curlLine.hidden = !entry.curl;
    for (const line of log.querySelectorAll("button")) line.setAttribute("aria-pressed", String(Number(line.dataset.number) === shown));
  };
  const draw = () => {
    const entries = model.get("log");
    wire.hidden = logged.hidden = !entries.length;
    curlLine.hidden = true;
    log.replaceChildren(...entries.map((entry) => {
      const took = entry.milliseconds ? `, ${entry.milliseconds} ms` : "";
      const line = button(`${entry.number}. ${entry.what} ${entry.ok ? "✓" : "!"} ${entry.outcome}${took}`, "Show this call again", () => show(entry));
      line.dataset.number = entry.number;
      return h("li", {}, line);
    }));
    if (entries.length) show(entries[0]);
  };
  const settle = () => {
    state.textContent = model.get("state");
    tally.textContent = model.get("tally");
    tally.hidden = !model.get("tally");
    for (const control of [latency, silent, low, outage, listen]) control.disabled = model.get("recorded");
    busy(false);
  };

  el.append(
    state,
    h("div", { class: "course-console-line" }, labelled("Call", offered)),
    h("div", { class: "course-console-line" }, labelled("Method", method), labelled("Path and query", target)),
    h("div", { class: "course-console-line" }, labelled("Headers, one a line; {{token}} stands for your latest token", headers), labelled("Body", body)),
    h("div", { class: "course-console-buttons" }, send, next, listen),
    h("fieldset", {}, h("legend", {}, "What goes wrong"), labelled("Slowness", latency), silentLine, lowLine, outageLine),
    tally, wire, curlLine, logged);
  const clear = () => {
    fill(model.get("offered")[0]);
    offered.value = latency.value = "0";
    for (const box of [silent, low, outage]) box.checked = false;
  };
  draw();
  settle();
  model.on("change:cleared", clear);
  model.on("change:log", draw);
  model.on("change:answered change:state change:tally change:next change:recorded", settle);
  return () => { model.off("change:cleared", clear); model.off("change:log", draw); model.off("change:answered change:state change:tally change:next change:recorded", settle); };
}

export default { render };
