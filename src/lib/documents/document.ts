/**
 * A memorandum as a document: what is said, in order, without saying how it is drawn. Page, print, PDF and Word are
 * renderers of these blocks and add no figure of their own.
 */
export interface MemoDocument {
  /** Title of the file and of its window. */
  title: string;
  /** Printed at the foot of every page, beside the page number. */
  footer: string;
  /** 'Demonstration data…' or the agency's marking; empty for none. */
  marking: string;
  blocks: readonly MemoBlock[];
}

export type MemoBlock =
  | { kind: 'letterhead'; agency: string; place: string; title: string }
  | { kind: 'fields'; fields: readonly { label: string; value: string }[] }
  | { kind: 'heading'; text: string }
  | { kind: 'subheading'; text: string }
  | { kind: 'paragraph'; text: string }
  /** The coordinator's own words, or the text that stands in for them. */
  | { kind: 'words'; lines: readonly string[]; list: boolean }
  | { kind: 'note'; text: string }
  | { kind: 'list'; items: readonly string[] }
  | MemoTable
  | MemoChart
  | { kind: 'signatures'; lines: readonly { label: string; name: string }[] }
  | { kind: 'comment'; label: string; lines: number }
  | { kind: 'box'; text: string }
  /** Begins a new page. */
  | { kind: 'attachment'; title: string };

/** A drawing in black on white, made of numbers alone; where pictures are not drawn its summary stands in for it. */
export interface MemoChart {
  kind: 'chart';
  /** The chart in a sentence. */
  summary: string;
  /** SVG. Whoever makes it escapes the texts in it. */
  svg: string;
}

export interface MemoTable {
  kind: 'table';
  /** What the table holds, for its caption. */
  caption: string;
  columns: readonly MemoColumn[];
  rows: readonly (readonly MemoCell[])[];
}

export interface MemoColumn {
  label: string;
  /** Share of the width, in percent. */
  width: number;
  end?: boolean;
}

export interface MemoCell {
  text: string;
  /** Smaller, on a line of its own. */
  note?: string;
}
