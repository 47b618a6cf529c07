// A page to style. The preview runs no scripts and loads nothing; where the box stands in it is measured from outside.

const PAUSE_MS = 500;
const POLICY = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">";
const LOOK = `body { margin: 0; font: 14px sans-serif; } .box { border: 2px solid; border-radius: 6px; }
  .page { background: linear-gradient(#888, #888) 50% 0 / 1px 100% no-repeat, linear-gradient(#888, #888) 0 50% / 100% 1px no-repeat; }`;

function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

// A "<" has no place in CSS: without it nobody can leave the style element.
function written(page, css, colours) {
  const theme = `html { background: ${colours.backgroundColor}; color: ${colours.color}; }`;
  return `<!doctype html><html lang="en"><head>${POLICY}<title>Preview</title><style>${LOOK}${theme}${css.replaceAll("<", "")}</style></head><body>${page}</body></html>`;
}

function middle(rectangle) {
  return [(rectangle.left + rectangle.right) / 2, (rectangle.top + rectangle.bottom) / 2];
}

function off(distance, low, high) {
  const pixels = Math.round(Math.abs(distance));
  return pixels ? `${pixels} px too far ${distance < 0 ? low : high}` : "";
}

function said(frame) {
  const inside = frame.contentDocument;
  const [x, y] = middle(inside.querySelector(".page").getBoundingClientRect());
  const [boxX, boxY] = middle(inside.querySelector(".box").getBoundingClientRect());
  const wrong = [off(boxX - x, "left", "right"), off(boxY - y, "up", "down")].filter(Boolean);
  return wrong.length ? `○ The box is ${wrong.join(" and ")}.` : "✓ The box is in the middle, both ways.";
}

export default {
  render({ model, el }) {
    const id = `course-centre-${Math.random().toString(36).slice(2)}`;
    const typed = () => { model.set("value", code.value); model.save_changes(); };
    const code = element("textarea", { id, spellcheck: "false", rows: "11", "aria-describedby": `${id}-said`, oninput: typed });
    const frame = element("iframe", { sandbox: "allow-same-origin", title: "Preview of the page", tabindex: "-1", onload: () => tell() });
    const line = element("p", { id: `${id}-said`, class: "course-said", role: "status" });
    let pause = 0;
    const tell = () => {
      clearTimeout(pause);
      pause = setTimeout(() => { if (frame.contentDocument?.querySelector(".box")) line.textContent = said(frame); }, PAUSE_MS);
    };
    const show = () => {
      if (code.value !== model.get("value")) code.value = model.get("value");
      frame.srcdoc = written(model.get("page"), model.get("value"), getComputedStyle(el));
    };
    el.classList.add("course-playground");
    el.addEventListener("keydown", (event) => { if (!(event.shiftKey && event.key === "Enter")) event.stopPropagation(); });
    el.append(
      element("div", { class: "course-columns" },
        element("div", {}, element("label", { for: id }, model.get("label")), code),
        element("div", {}, element("span", {}, "What a browser makes of it:"), frame, line)),
      element("details", {}, element("summary", {}, "The page itself (HTML)"), element("pre", { class: "course-answer" }, model.get("page"))),
    );
    show();
    model.on("change:value", show);
    return () => { clearTimeout(pause); model.off("change:value", show); };
  },
};
