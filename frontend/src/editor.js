/** The editor: CodeMirror with the traits of the Python widget SqlEditor. */

import { closeCompletion, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching } from "@codemirror/language";
import { lintGutter } from "@codemirror/lint";
import { Compartment, EditorState, Prec, Transaction } from "@codemirror/state";
import { EditorView, keymap, lineNumbers, placeholder, tooltips } from "@codemirror/view";

import { language, popup, takeCompletion } from "./completion.js";
import { announce, codeUnits, readNextDiagnostic, showDiagnostics } from "./diagnostics.js";
import { describeKeys, keepKeys } from "./help.js";
import { dialects } from "./language.js";
import { markdown } from "./markdown.js";
import { connect } from "./sync.js";
import { theme } from "./theme.js";

/** What the traits mean for CodeMirror; each is applied again whenever Python changes it. */
const TRAITS = [
  ["change:dialect change:schema", support],
  ["change:label", (model) => EditorView.contentAttributes.of({ "aria-label": model.get("label") })],
  ["change:rows", (model) => EditorView.editorAttributes.of({ style: `--rows: ${model.get("rows")}` })],
  ["change:placeholder", (model) => placeholder(model.get("placeholder"))],
  ["change:read_only", (model) => EditorState.readOnly.of(model.get("read_only"))],
  ["change:diagnostics", (model) => EditorView.contentAttributes.of({ "aria-invalid": String(hasErrors(model)) })],
];

function support(model) {
  const schema = model.get("schema");
  return model.get("dialect") === "markdown" ? markdown(schema) : language(dialects[model.get("dialect")], schema);
}

export function mount({ model, el, outbox }) {
  const view = new EditorView({ parent: el });
  const sync = connect(model, {
    text: () => view.state.doc.toString(),
    replace: (text) => replaceText(view, text),
  }, outbox);
  const live = liveTraits(model, view);
  view.setState(EditorState.create({
    doc: model.get("value"),
    extensions: [keys(sync), live.extensions, typing(sync), describedBy(el, model), base],
  }));
  const diagnose = () => showDiagnostics(view, model.get("diagnostics"));
  const diagnoseAloud = () => announce(view, diagnose());

  diagnose();
  const told = (content) => TOLD[content.type]?.(view, content);
  model.on("change:diagnostics", diagnoseAloud);
  model.on("msg:custom", told);
  el.addEventListener("keydown", keepKeys);
  return () => {
    sync.close();
    live.close();
    model.off("change:diagnostics", diagnoseAloud);
    model.off("msg:custom", told);
    el.removeEventListener("keydown", keepKeys);
    view.destroy();
  };
}

const base = [
  history(),
  lineNumbers(),
  lintGutter(),
  bracketMatching(),
  popup,
  tooltips({ parent: document.body, position: "fixed" }),
  EditorView.lineWrapping,
  keymap.of([...completionKeymap, ...historyKeymap, ...defaultKeymap]),
  theme,
];

/** Ctrl works on a Mac too: JupyterLab would run the cell again. Tab is bound only while a completion is open. */
function keys(sync) {
  const tell = (type) => (view) => (closeCompletion(view), sync.send(type), true);
  return Prec.highest(keymap.of([
    { key: "Mod-Enter", run: tell("run"), shift: tell("check") },
    { key: "Ctrl-Enter", run: tell("run"), shift: tell("check") },
    { key: "Tab", run: takeCompletion },
    { key: "F8", run: readNextDiagnostic },
  ]));
}

function typing(sync) {
  const byLearner = (change) => change.docChanged && !change.annotation(Transaction.remote);
  return [
    EditorView.updateListener.of((update) => update.transactions.some(byLearner) && sync.typed()),
    EditorView.domEventHandlers({ blur: () => void sync.flush() }),
  ];
}

/** The end of a tag that still lacks its figure: the cursor goes where it is typed. */
const OPEN_TAG = "=]";

/** What Python can ask for: go to a place, or put a text where the cursor is, as if it had been typed. */
const TOLD = {
  select(view, { start, length }) {
    const text = view.state.doc.toString();
    const [anchor, head] = [start, start + length].map((at) => codeUnits(text, at));
    view.dispatch({ selection: { anchor, head }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
    view.focus();
  },
  insert(view, { text }) {
    view.dispatch(view.state.replaceSelection(text));
    if (text.endsWith(OPEN_TAG)) view.dispatch({ selection: { anchor: view.state.selection.main.head - 1 } });
    view.focus();
  },
};

function replaceText(view, text) {
  view.dispatch({
    changes: { from: 0, to: view.state.doc.length, insert: text },
    annotations: Transaction.remote.of(true),
  });
}

function describedBy(el, model) {
  return EditorView.contentAttributes.of({ "aria-describedby": describeKeys(el, model.get("dialect") === "markdown") });
}

function liveTraits(model, view) {
  const parts = TRAITS.map(([events, extension]) => {
    const compartment = new Compartment();
    const update = () => view.dispatch({ effects: compartment.reconfigure(extension(model)) });
    model.on(events, update);
    return { events, update, extension: compartment.of(extension(model)) };
  });
  return {
    extensions: parts.map((part) => part.extension),
    close: () => parts.forEach((part) => model.off(part.events, part.update)),
  };
}

const hasErrors = (model) => model.get("diagnostics").some((one) => one.severity === "error");
