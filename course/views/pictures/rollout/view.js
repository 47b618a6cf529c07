// The rollout simulator: every choice redraws the picture from outcomes that were computed in Python. The clock below the picture
// moves by slider or by Play; where the reader asked for less motion, Play goes from stage to stage instead.
const ROLLOUT = { left: 48, top: 20, width: 380, height: 120, dots: 452 };
const ROLLOUT_MS = 4000;

function rolloutNode(tag, attributes = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

function rolloutShare(path, minute) {
  return path.reduce((share, [begin, next]) => (begin <= minute ? next : share), 0);
}

// The corners of a step line over time, up to the last minute that is shown.
function rolloutCorners(path, last, at) {
  return path.flatMap(([begin, share], place) => [at(begin, share), at(path[place + 1]?.[0] ?? last, share)]).map((point) => point.join(",")).join(" ");
}

function rolloutPicture(shown) {
  const { left, top, width, height, dots } = ROLLOUT;
  const last = Math.max(shown.minutes, shown.back, 10) * 1.1;
  const at = (minute, share) => [(left + (width * Math.min(minute, last)) / last).toFixed(1), (top + height * (1 - share)).toFixed(1)];
  const x = (minute) => at(minute, 0)[0];
  const text = (words, place, kind = "") => rolloutNode("text", { ...place, class: kind }, words);
  const hit = [...shown.stopped.map(([minute, share]) => [minute, share])];
  const cursor = rolloutNode("line", { class: "course-rollout-cursor", y1: top - 4, y2: top + height });
  const people = Array.from({ length: 100 }, (_, place) => rolloutNode("circle", { cx: dots + (place % 10) * 11, cy: top + 6 + Math.floor(place / 10) * 11, r: 4 }));
  const counted = text("", { x: dots - 5, y: top + height + 16 }, "course-rollout-now");
  const label = `Share of requests on the new version over time. With a defect the alarm comes in minute ${shown.alarm.toFixed(0)}, and in minute ${shown.back.toFixed(0)} everybody is back on the old version.`;
  const node = rolloutNode("svg", { viewBox: "0 0 584 176", role: "img", "aria-label": label },
    text("Share of requests on the new version", { x: 0, y: 11 }, "course-rollout-now"),
    text("100%", { x: left - 6, y: top + 10, "text-anchor": "end" }), text("0", { x: left - 6, y: top + height, "text-anchor": "end" }),
    rolloutNode("line", { class: "course-rollout-axis", x1: left, x2: left + width, y1: top + height, y2: top + height }),
    rolloutNode("polygon", { class: "course-rollout-hit", points: `${at(0, 0).join(",")} ${rolloutCorners(hit, shown.back, at)} ${at(shown.back, 0).join(",")}` }),
    rolloutNode("polyline", { class: "course-rollout-well", points: rolloutCorners(shown.path, last, at) }),
    rolloutNode("line", { class: "course-rollout-moment", x1: x(shown.alarm), x2: x(shown.alarm), y1: top, y2: top + height + 4 }),
    text("0 min", { x: left, y: top + height + 16 }),
    text(`${Math.round(last)} min`, { x: left + width, y: top + height + 16, "text-anchor": "end" }),
    text(`▲ alarm, minute ${shown.alarm.toFixed(0)}`, { x: Math.min(Math.max(Number(x(shown.alarm)), left + 50), left + width - 90), y: top + height + 30, "text-anchor": "middle" }),
    cursor, ...people, counted);
  const follow = (minute) => {
    const bad = rolloutShare(shown.stopped, minute);
    const many = Math.round(100 * bad);
    cursor.setAttribute("x1", x(minute));
    cursor.setAttribute("x2", x(minute));
    people.forEach((one, place) => one.setAttribute("class", place < many ? "course-rollout-bad" : "course-rollout-old"));
    counted.textContent = `minute ${minute.toFixed(0)}: ${many} of 100 exposed`;
    return `Minute ${minute.toFixed(0)}: ${many} of 100 requests ${many === 1 ? "meets" : "meet"} the defect.`;
  };
  return { node, last, follow };
}

PICTURES.rollout = (field, spot) => {
  const parts = ["strategy", "wait", "stop"];
  const frame = element("div", { class: "course-rollout-frame" });
  const said = element("span", { class: "course-sr", role: "status" });
  const right = element("div", {});
  const more = element("details", {}, element("summary", {}, "The arithmetic"));
  let running = 0;
  const stop = () => { cancelAnimationFrame(running); running = 0; };

  const clock = (shown, picture) => {
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const range = element("input", { type: "range", min: 0, max: Math.ceil(picture.last), step: 1, "aria-label": "Minute of the rollout", oninput: () => { stop(); move(Number(range.value)); } });
    const move = (minute) => { range.value = minute; range.setAttribute("aria-valuetext", picture.follow(minute)); };
    const stages = [...new Set([0, ...shown.stopped.map(([minute]) => minute)])];
    const jump = () => move(stages.find((minute) => minute > Number(range.value)) ?? 0);
    const play = () => {
      stop();
      const begun = performance.now();
      const tick = (now) => {
        const share = Math.min(1, (now - begun) / ROLLOUT_MS);
        move(share * picture.last);
        running = share < 1 ? requestAnimationFrame(tick) : 0;
      };
      running = requestAnimationFrame(tick);
    };
    const button = element("button", { type: "button", onclick: () => (still ? jump() : play()) }, still ? "Next stage" : "▶ Play");
    move(0);
    return element("div", { class: "course-line" }, button, range);
  };

  const draw = () => {
    stop();
    const plan = parts.map((part) => spot.get()?.[part]);
    const shown = field.picture.plans[plan.join("|")];
    if (!shown) {
      right.replaceChildren(element("p", { class: "course-note" }, "Choose a strategy, how long to wait, and when to stop. The picture shows who would meet a defect, minute by minute."));
      more.hidden = true;
      return;
    }
    const picture = rolloutPicture(shown);
    const sum = [["Expected cost", `€${shown.cost.toLocaleString("en")}`], ["of which harm", `€${shown.harm.toLocaleString("en")}`], ["waiting", `€${shown.waiting.toLocaleString("en")}`], ["extra", `€${shown.extra}`], ["bad events, if defect", `${shown.bad}`]];
    const key = "Red: exposed if the change has a defect. Dashed blue: the planned way to everybody.";
    right.replaceChildren(picture.node, clock(shown, picture), element("p", { class: "course-note" }, key),
      element("div", { class: "course-rollout-sum" }, ...sum.map(([name, value], at) => element("span", {}, `${name} `, element(at ? "span" : "strong", {}, value)))),
      ...(shown.problem ? [element("p", { class: "course-rollout-problem" }, `! This plan cannot be used: ${shown.problem}.`)] : []));
    more.hidden = false;
    more.replaceChildren(more.firstChild, element("ul", {}, ...[...shown.stages, ...shown.arithmetic].map((line) => element("li", {}, line))));
    said.textContent = `Expected cost €${shown.cost}. ${shown.problem}`;
  };

  const watched = (control) => {
    const inner = spot.inner(control.id);
    return { ...inner, set: (value) => { inner.set(value); draw(); } };
  };
  const build = () => {
    const controls = field.controls.map((control) => CONTROLS[control.kind](control, watched(control)));
    const reset = element("button", { type: "button", onclick: () => { spot.set({}); build(); frame.querySelector("input")?.focus(); } }, "Reset");
    const body = element("div", { class: "course-rollout" }, element("div", { class: "course-rollout-controls" }, ...controls, reset), right, more);
    frame.replaceChildren(element("p", { class: "course-note" }, field.picture.facts.join(" ")), body, said);
    draw();
  };
  build();
  return group(field, frame);
};
