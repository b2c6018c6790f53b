import type { MemoBlock, MemoDocument } from './document.ts';

/** Every text of a memorandum in reading order, for tests of what it says and of what its renderers keep. */
export function documentTexts({ marking, footer, blocks }: MemoDocument): string[] {
  return [marking, ...blocks.flatMap(textsOf), footer].flatMap((text) => text || []);
}

/** The texts of a block in reading order, as every renderer has them; null where something may be written in by hand. */
export function textsOf(block: MemoBlock): (string | null)[] {
  switch (block.kind) {
    case 'letterhead':
      return [block.agency, block.place, block.title];
    case 'fields':
      return block.fields.flatMap(({ label, value }) => [label, value || null]);
    case 'list':
      return [...block.items];
    case 'words':
      return [...block.lines];
    case 'table':
      return [
        ...block.columns.map(({ label }) => label),
        ...block.rows.flat().flatMap(({ text, note }) => (note === undefined ? [text] : [text, note])),
      ];
    case 'signatures':
      return block.lines.flatMap(({ label, name }) => [name || null, label]);
    case 'comment':
      return [block.label, null];
    case 'attachment':
      return [block.title];
    case 'chart':
      return [block.summary];
    case 'heading':
    case 'subheading':
    case 'paragraph':
    case 'note':
      return [block.text];
    case 'box':
      return [null, block.text, null];
  }
}
