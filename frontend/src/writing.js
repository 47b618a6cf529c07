/** What writing a document takes beyond typing: headings, lists and tables by button and key, and an outline in view. */

import { EditorSelection, Prec } from "@codemirror/state";
import { EditorView, keymap, showPanel } from "@codemirror/view";

const HEADING = /^(#{1,4}) +(.*?)\s*#*$/;
const FENCE = /^\s*(```|~~~)/;
const ROW = /^\s*\|.*\|\s*$/;
const BULLET = /^(\s*)[-*+] /;
const RULE = /^\s*\|[\s:|-]+\|\s*$/;
const TABLE = "| column | column |\n|---|---|\n|  |  |\n";
const SCENARIO = "  Scenario: \n    Given \n    When \n    Then \n";

const ACTIONS = [
  { name: "Heading", key: "Alt-Shift-h", says: "Make the line a heading, then a smaller one, then text again", run: heading },
  { name: "Bold", key: "Mod-b", says: "Make the selection bold", run: bold },
  { name: "List", key: "Alt-Shift-l", says: "Make the lines a list, or text again", run: list },
  { name: "Table", key: "Alt-Shift-t", says: "Insert a table; inside a table, a row", run: table },
  { name: "Scenario", key: "Alt-Shift-s", says: "Insert a scenario for acceptance criteria", run: scenario },
];

function heading(view) {
  const line = view.state.doc.lineAt(view.state.selection.main.head);
  const [, marks = "", text = line.text] = line.text.match(HEADING) ?? [];
  const next = { "": "## ", "#": "## ", "##": "### " }[marks] ?? "";
  return replace(view, line.from, line.to, next + text, next.length + text.length);
}

function bold(view) {
  view.dispatch(view.state.changeByRange((range) => ({
    changes: [{ from: range.from, insert: "**" }, { from: range.to, insert: "**" }],
    range: EditorSelection.range(range.from + 2, range.to + 2),
  })));
  return true;
}

function list(view) {
  const { doc, selection: { main } } = view.state;
  const lines = [];
  for (let at = doc.lineAt(main.from).number; at <= doc.lineAt(main.to).number; at++) lines.push(doc.line(at));
  const isList = lines.every((line) => BULLET.test(line.text));
  view.dispatch({ changes: lines.map((line) => isList
    ? { from: line.from, to: line.from + line.text.match(BULLET)[0].length, insert: line.text.match(BULLET)[1] }
    : { from: line.from, insert: "- " }) });
  return true;
}

function table(view) {
  const line = view.state.doc.lineAt(view.state.selection.main.head);
  if (!ROW.test(line.text)) return insertBlock(view, TABLE, TABLE.indexOf("column"), "column".length);
  const below = line.number < view.state.doc.lines ? view.state.doc.line(line.number + 1) : line;
  const columns = line.text.trim().slice(1, -1).split("|").length;
  const { to } = RULE.test(below.text) ? below : line; // the first row comes below the rule under the heads
  return replace(view, to, to, `\n|${"  |".repeat(columns)}`, 3);
}

function scenario(view) {
  const before = view.state.sliceDoc(0, view.state.selection.main.head).split("\n");
  const isFenced = before.filter((line) => FENCE.test(line)).length % 2 === 1;
  const text = isFenced ? SCENARIO : `\`\`\`gherkin\n${SCENARIO}\`\`\`\n`;
  return insertBlock(view, text, text.indexOf("Scenario: ") + "Scenario: ".length, 0);
}

/** Puts lines below the current one, or in its place if it is empty, and selects a part of them. */
function insertBlock(view, text, select, length) {
  const line = view.state.doc.lineAt(view.state.selection.main.head);
  const lead = line.text.trim() ? "\n\n" : "";
  return replace(view, lead ? line.to : line.from, line.to, lead + text, lead.length + select, length);
}

function replace(view, from, to, insert, select, length = 0) {
  view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + select, head: from + select + length }, scrollIntoView: true });
  view.focus();
  return true;
}

/** The headings of a document: {title, level, from}, without those inside fences. */
function headings(doc) {
  const found = [];
  let isFenced = false;
  for (let at = 1; at <= doc.lines; at++) {
    const line = doc.line(at);
    if (FENCE.test(line.text)) isFenced = !isFenced;
    const match = isFenced ? null : line.text.match(HEADING);
    if (match?.[2]) found.push({ title: match[2], level: match[1].length, from: line.from });
  }
  return found;
}

function panel(view, actions) {
  const dom = element("div", "course-writing");
  const bar = element("div", "course-writing-bar");
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", "Format");
  bar.append(...actions.map((action) => button(action.name, `${action.says} (${keyName(action.key)})`, () => action.run(view))));
  const outline = element("nav", "course-writing-outline");
  outline.setAttribute("aria-label", "Outline");
  dom.append(bar, outline);
  let drawn = null;

  const draw = (state) => {
    const list = headings(state.doc);
    const current = list.findLastIndex((one) => one.from <= state.selection.main.head);
    const key = JSON.stringify([list, current]);
    if (key === drawn) return;
    drawn = key;
    outline.hidden = list.length < 2;
    outline.replaceChildren(...list.map((one, at) => {
      const link = button(one.title, "", () => goTo(view, one.from));
      link.dataset.level = one.level;
      if (at === current) link.setAttribute("aria-current", "location");
      return link;
    }));
  };
  draw(view.state);
  return { dom, top: true, update: (update) => (update.docChanged || update.selectionSet) && draw(update.state) };
}

function goTo(view, from) {
  view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: "start" }) });
  view.focus();
}

function button(words, tooltip, act) {
  const node = element("button", "");
  node.type = "button";
  node.textContent = words;
  if (tooltip) node.title = tooltip;
  node.addEventListener("click", act);
  return node;
}

function element(tag, name) {
  const node = document.createElement(tag);
  if (name) node.className = name;
  return node;
}

const isApple = /Mac|iP(hone|ad)/.test(navigator.platform);
const keyName = (key) => key.replace("Mod", isApple ? "Cmd" : "Ctrl").replaceAll("-", "+").replace(/[a-z]$/, (letter) => letter.toUpperCase());

const looks = EditorView.theme({
  ".cm-panels.cm-panels-top": { border: "none", backgroundColor: "var(--jp-layout-color1)", color: "var(--jp-content-font-color1)" },
  ".course-writing": { borderBottom: "1px solid var(--jp-border-color2)", padding: "4px", fontFamily: "var(--jp-ui-font-family)" },
  ".course-writing-bar, .course-writing-outline": { display: "flex", flexWrap: "wrap", gap: "4px" },
  ".course-writing-outline": { maxHeight: "72px", overflow: "auto", marginTop: "4px" },
  ".course-writing-outline[hidden]": { display: "none" },
  ".course-writing button": {
    border: "1px solid transparent", borderRadius: "4px", padding: "2px 8px", background: "none", cursor: "pointer",
    color: "inherit", font: "inherit", fontSize: "var(--jp-ui-font-size1)",
  },
  ".course-writing-bar button": { borderColor: "var(--jp-border-color2)" },
  ".course-writing button:hover": { backgroundColor: "var(--jp-layout-color2)" },
  ".course-writing button:focus-visible": { outline: "2px solid var(--jp-brand-color1)", outlineOffset: "1px" },
  '.course-writing-outline button[data-level="1"]': { fontWeight: "bold" },
  '.course-writing-outline button[aria-current]': { textDecoration: "underline", textUnderlineOffset: "4px" },
});

/** Scenarios only where a document has criteria. */
export function writing(hasCriteria) {
  const actions = ACTIONS.filter(({ run }) => hasCriteria || run !== scenario);
  return [showPanel.of((view) => panel(view, actions)), Prec.high(keymap.of(actions.map(({ key, run }) => ({ key, run })))), looks];
}
