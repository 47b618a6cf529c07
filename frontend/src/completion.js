/** Completion of tables, aliases, columns and keywords, from the schema that Python sends. */

import {
  acceptCompletion, autocompletion, completionStatus, ifNotIn, moveCompletionSelection, selectedCompletion,
} from "@codemirror/autocomplete";
import { keywordCompletionSource, schemaCompletionSource } from "@codemirror/lang-sql";
import { LanguageSupport, syntaxTree } from "@codemirror/language";

const QUOTED = ["String", "LineComment", "BlockComment", "QuotedIdentifier"];

/** `schema` is {table: {meaning, columns: [{name, type, meaning}]}}. */
export function language(dialect, schema) {
  const sources = [
    schemaCompletionSource({ dialect, schema: namespace(schema) }),
    unqualified(columnsOfNamedTables(schema)),
    unqualified(keywordsAsTyped(dialect)),
  ];
  const data = sources.map((source) => dialect.language.data.of({ autocomplete: useful(source) }));
  return new LanguageSupport(dialect.language, data);
}

export const popup = autocompletion({
  icons: false,
  // Nothing is chosen until the learner chooses: Enter stays a new line in "from orders o".
  selectOnOpen: false,
  interactionDelay: 0,
});

/** Takes the chosen completion, or the first; leaves the key alone when none is open or on its way. */
export function takeCompletion(view) {
  if (completionStatus(view.state) === null) return false;
  if (!selectedCompletion(view.state)) moveCompletionSelection(true)(view);
  acceptCompletion(view);
  return true;
}

/** For names that stand alone: after "o." only the columns of o are meant. */
function unqualified(source) {
  return ifNotIn(QUOTED, (context) => (context.matchBefore(/\.\s*\w*/) ? null : source(context)));
}

/** Drops what starts otherwise than the typed word, and the word itself: Tab and Enter are free once it is whole. */
function useful(source) {
  return (context) => {
    const result = source(context);
    if (!result) return null;
    const word = context.state.sliceDoc(result.from, context.pos).toLowerCase();
    const longer = ({ label }) => label.length > word.length && label.toLowerCase().startsWith(word);
    return { ...result, options: result.options.filter(longer), validFor: undefined };
  };
}

function namespace(schema) {
  const tables = Object.entries(schema).map(([name, table]) => [
    name,
    { self: { label: name, type: "type", detail: "table", info: table.meaning }, children: table.columns.map(column) },
  ]);
  return Object.fromEntries(tables);
}

function column({ name, type, meaning }) {
  return { label: name, type: "property", detail: type, info: meaning };
}

/** The columns of the tables that the statement names, for "select amo… from payments". */
function columnsOfNamedTables(schema) {
  return (context) => {
    const word = context.matchBefore(/\w*/);
    if (!context.explicit && word.from === word.to) return null;
    const named = new Set(statementAt(context).toLowerCase().match(/\w+/g));
    const options = new Map();
    for (const [table, { columns }] of Object.entries(schema)) {
      if (!named.has(table.toLowerCase())) continue;
      for (const each of columns) {
        const known = options.get(each.name);
        const detail = known ? `${known.detail}, ${table}` : table;
        options.set(each.name, { ...(known ?? column(each)), detail, boost: 1 });
      }
    }
    return { from: word.from, options: [...options.values()] };
  };
}

function statementAt({ state, pos }) {
  let node = syntaxTree(state).resolveInner(pos, -1);
  while (node.parent && node.name !== "Statement") node = node.parent;
  return state.sliceDoc(node.from, node.to);
}

/** SEL becomes SELECT, sel becomes select. */
function keywordsAsTyped(dialect) {
  const option = (label, type) => ({ label, type, boost: -1 });
  const lower = keywordCompletionSource(dialect, false, option);
  const upper = keywordCompletionSource(dialect, true, option);
  return (context) => (/^[A-Z_]+$/.test(context.matchBefore(/\w+/)?.text ?? "") ? upper : lower)(context);
}
