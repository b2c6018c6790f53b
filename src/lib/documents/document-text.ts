import type { MemoBlock, MemoDocument } from './document.ts';

/** Every text of a memorandum in reading order, for tests of what it says and of what its renderers keep. */
export function documentTexts({ marking, footer, blocks }: MemoDocument): string[] {
  return [marking, ...blocks.flatMap(textsOf), footer].filter((text) => text !== '');
}

function textsOf(block: MemoBlock): string[] {
  switch (block.kind) {
    case 'letterhead':
      return [block.agency, block.place, block.title];
    case 'fields':
      return block.fields.flatMap(({ label, value }) => [label, value]);
    case 'list':
      return [...block.items];
    case 'words':
      return [...block.lines];
    case 'table':
      return [
        ...block.columns.map(({ label }) => label),
        ...block.rows.flat().flatMap(({ text, note }) => [text, note ?? '']),
      ];
    case 'signatures':
      return block.lines.flatMap(({ label, name }) => [name, label]);
    case 'comment':
      return [block.label];
    case 'attachment':
      return [block.title];
    case 'chart':
      return [block.summary];
    case 'heading':
    case 'subheading':
    case 'paragraph':
    case 'note':
    case 'box':
      return [block.text];
  }
}
