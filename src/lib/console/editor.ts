import { own } from '../analysis/own.ts';
import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  closeCompletion,
  completionKeymap,
} from '@codemirror/autocomplete';
import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { PostgreSQL, sql, SQLDialect, type SQLNamespace } from '@codemirror/lang-sql';
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { Compartment, EditorState, StateEffect, StateField } from '@codemirror/state';
import {
  Decoration,
  drawSelection,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
  type DecorationSet,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { FileList, MartEntry } from '../export/manifest.ts';
import { tablesIn } from './tables.ts';

export interface SqlEditor {
  set(text: string): void;
  /** Puts text where the cursor is, and the cursor after it. */
  insert(text: string): void;
  /** Marks the line an error is about, from 1; null takes the mark away. */
  mark(line: number | null): void;
  complete(marts: FileList['marts']): void;
  focus(): void;
  destroy(): void;
}

export interface EditorOptions {
  parent: HTMLElement;
  text: string;
  label: string;
  /** Id of the text that says how to use it. */
  describedBy: string;
  onchange: (text: string) => void;
  onrun: () => void;
}

/** DuckDB reads PostgreSQL's SQL and some words more. */
const dialect = SQLDialect.define({
  ...PostgreSQL.spec,
  keywords: `${PostgreSQL.spec.keywords ?? ''} summarize describe pivot unpivot qualify exclude replace anti semi asof positional`,
  types: `${PostgreSQL.spec.types ?? ''} hugeint tinyint utinyint usmallint uinteger ubigint double varchar struct list map`,
});

const setMark = StateEffect.define<number | null>();
const marked = Decoration.line({ class: 'cm-wrong', attributes: { 'aria-invalid': 'true' } });
const mark = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(lines, transaction) {
    for (const effect of transaction.effects) {
      if (!effect.is(setMark)) continue;
      const { doc } = transaction.state;
      if (effect.value === null || effect.value < 1 || effect.value > doc.lines) return Decoration.none;
      return Decoration.set([marked.range(doc.line(effect.value).from)]);
    }
    // What was wrong is being mended.
    return transaction.docChanged ? Decoration.none : lines;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** One theme for both: its colours are the site's, which follow the reader's choice. */
const theme = EditorView.theme({
  '&': { color: 'var(--ink)', backgroundColor: 'var(--paper)', fontSize: '0.875rem', minHeight: '12rem' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.55', maxHeight: '28rem', overflow: 'auto' },
  '.cm-content': { caretColor: 'var(--ink)', padding: '8px 0', minHeight: '12rem' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': { color: 'var(--ink-3)', backgroundColor: 'var(--wash)', border: '0' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--wash) 70%, transparent)' },
  '.cm-wrong, .cm-wrong.cm-activeLine': {
    backgroundColor: 'var(--warn-wash)',
    boxShadow: 'inset 3px 0 var(--contrast)',
  },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': {
    background: 'color-mix(in srgb, var(--accent) 25%, transparent) !important',
  },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--info-wash)', outline: '1px solid var(--edge)' },
  '.cm-tooltip': {
    color: 'var(--ink)',
    backgroundColor: 'var(--raised)',
    border: '1px solid var(--edge)',
    borderRadius: 'var(--radius)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)', maxHeight: '14rem' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '3px 8px', lineHeight: '1.4' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    color: 'var(--on-accent)',
    background: 'var(--accent)',
  },
  '.cm-completionDetail': { color: 'inherit', opacity: '0.85', marginLeft: '1em' },
  '.cm-completionInfo': { maxWidth: '22rem', padding: '6px 10px', fontFamily: 'var(--font)' },
});

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--accent)', fontWeight: '600' },
  { tag: tags.string, color: 'var(--contrast-ink)' },
  // A name in double quotes is a name.
  { tag: tags.special(tags.string), color: 'var(--ink)' },
  { tag: [tags.comment, tags.lineComment, tags.blockComment], color: 'var(--ink-2)', fontStyle: 'italic' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--link)' },
  { tag: tags.typeName, color: 'var(--link)' },
]);

/** The editor. Tab is left to the browser, so that a keyboard is never caught in it. */
export function createSqlEditor(options: EditorOptions): SqlEditor {
  const language = new Compartment();
  const run = (view: EditorView) => {
    closeCompletion(view);
    options.onrun();
    return true;
  };
  const view = new EditorView({
    parent: options.parent,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        lineNumbers(),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        autocompletion({ icons: false }),
        highlightActiveLine(),
        mark,
        language.of(sql({ dialect, upperCaseKeywords: true })),
        syntaxHighlighting(colours),
        theme,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': options.label, 'aria-describedby': options.describedBy }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) options.onchange(update.state.doc.toString());
        }),
        keymap.of([
          // Before the default keys, in which it begins a new line.
          { key: 'Mod-Enter', run, preventDefault: true },
          ...closeBracketsKeymap,
          ...completionKeymap,
          ...defaultKeymap,
          ...historyKeymap,
        ]),
      ],
    }),
  });
  return {
    set(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, selection: { anchor: 0 } });
    },
    insert(text) {
      view.dispatch(view.state.replaceSelection(text));
      view.focus();
    },
    mark(line) {
      view.dispatch({ effects: setMark.of(line) });
      const at = line !== null && line <= view.state.doc.lines ? view.state.doc.line(line).from : null;
      if (at !== null) view.dispatch({ effects: EditorView.scrollIntoView(at) });
    },
    complete(marts) {
      const schema = completionsOf(marts);
      const extension = [
        sql({ dialect, schema, upperCaseKeywords: true }),
        dialect.language.data.of({ autocomplete: columnsOf(marts) }),
      ];
      view.dispatch({ effects: language.reconfigure(extension) });
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}

/** Columns of the tables the query names, wherever a bare name can stand. */
function columnsOf(marts: FileList['marts']) {
  const names = new Set(Object.keys(marts));
  return (context: CompletionContext): CompletionResult | null => {
    const word = context.matchBefore(/[\w.]*/);
    if (!word || word.text.includes('.') || (word.text === '' && !context.explicit)) return null;
    const tables = tablesIn(context.state.doc.toString(), names);
    const options = new Map(
      tables.flatMap((table) => (own(marts, table)?.columns ?? []).map((each) => [each.name, each])),
    );
    return { from: word.from, options: [...options.values()].map(completionOf), validFor: /^\w*$/ };
  };
}

function completionOf({ name, type, meaning }: MartEntry['columns'][number]): Completion {
  return { label: name, type: 'property', detail: type.toLowerCase(), ...(meaning ? { info: meaning } : {}) };
}

/** Tables with their grain, columns with type and meaning. */
function completionsOf(marts: FileList['marts']): SQLNamespace {
  const tables = Object.entries(marts).filter(([, entry]) => entry.missing.length === 0);
  return Object.fromEntries(
    tables.map(([name, { grain, columns }]) => {
      const self: Completion = { label: name, type: 'type', info: grain };
      return [name, { self, children: columns.map(completionOf) }];
    }),
  );
}
