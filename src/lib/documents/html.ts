import { formatPlain } from '../format/number.ts';
import { xmlText } from '../ui/download/xml-text.ts';
import { own } from '../analysis/own.ts';
import type { MemoBlock, MemoCell, MemoDocument, MemoTable } from './document.ts';
import { memoCss, pageCss } from './document-css.ts';

export interface HtmlOptions {
  paper?: 'Letter' | 'A4';
  /** Further style, such as a font as a data address. */
  css?: string;
}

/** A memorandum as a complete HTML document, for PDF and for whoever saves it. Needs nothing but itself. */
export function memoHtml(memo: MemoDocument, { paper = 'Letter', css = '' }: HtmlOptions = {}): string {
  return `<!doctype html>
<html lang="en-US">
<head>
<meta charset="utf-8">
<title>${text(memo.title)}</title>
<style>${css}
body { margin: 0; }
@media screen { body { max-width: 6.8in; margin: 0.8in auto; } }
${memoCss}
${pageCss(memo.footer, { paper })}
</style>
</head>
<body>
<main>
${memoSheets(memo)
  .map((sheet) => `<div class="memo">\n${sheet}\n</div>`)
  .join('\n')}
</main>
</body>
</html>
`;
}

/**
 * What stands inside elements of class `memo`, sheet by sheet: the memorandum, then each attachment. Every text of the
 * document is escaped.
 * @param level of the memorandum's own heading, where it stands inside another page
 */
export function memoSheets(memo: MemoDocument, level: 1 | 2 | 3 = 1): string[] {
  const marking = memo.marking === '' ? '' : `<p class="marking">${text(memo.marking)}</p>\n`;
  const sheets: string[][] = [[]];
  for (const item of memo.blocks) {
    if (item.kind === 'attachment') sheets.push([]);
    sheets.at(-1)?.push(block(item, level));
  }
  return sheets.map((lines, index) => (index === 0 ? marking : '') + lines.join('\n'));
}

function block(item: MemoBlock, level: number): string {
  switch (item.kind) {
    case 'letterhead':
      return `<p class="letterhead"><b>${text(item.agency)}</b>${text(item.place)}</p>\n${heading(level, 'title', item.title)}`;
    case 'fields':
      return `<dl>${item.fields.map(field).join('')}</dl>`;
    case 'heading':
      return heading(level + 1, 'part', item.text);
    case 'subheading':
      return heading(level + 2, 'half', item.text);
    case 'attachment':
      return heading(level + 1, 'part', item.title);
    case 'paragraph':
      return `<p>${text(item.text)}</p>`;
    case 'note':
      return `<p class="note">${text(item.text)}</p>`;
    case 'list':
      return list(item.items);
    case 'words':
      return item.list
        ? list(item.lines)
        : `<div class="words">${item.lines.map((line) => `<p>${text(line)}</p>`).join('')}</div>`;
    case 'table':
      return table(item);
    case 'chart':
      return `<figure role="img" aria-label="${text(item.summary)}">${item.svg}</figure>`;
    case 'signatures':
      return `<div class="signatures">${item.lines.map(({ label, name }) => `<div><b>${text(name)}</b>${text(label)}</div>`).join('')}</div>`;
    case 'comment':
      return `<div class="comment"><p>${text(item.label)}</p>${'<div></div>'.repeat(item.lines)}</div>`;
    case 'box':
      return `<p class="box"><i></i>${text(item.text)}</p>`;
  }
}

function heading(level: number, name: string, title: string): string {
  return `<h${level} class="${name}">${text(title)}</h${level}>`;
}

function field({ label, value }: { label: string; value: string }): string {
  const blank = value === '' ? ' class="blank"' : '';
  return `<div><dt>${text(label)}</dt><dd${blank}>${text(value)}</dd></div>`;
}

function list(items: readonly string[]): string {
  return `<ul>${items.map((item) => `<li>${text(item)}</li>`).join('')}</ul>`;
}

function table({ caption, columns, rows }: MemoTable): string {
  const end = (index: number) => (columns[index]?.end ? ' class="end"' : '');
  const columnsOf = columns.map(({ width }) => `<col style="width:${formatPlain(width, 1)}%">`).join('');
  const head = columns.map(({ label }, index) => `<th scope="col"${end(index)}>${text(label)}</th>`).join('');
  const body = rows.map(
    (row) =>
      `<tr>${row.map((cell, index) => (index === 0 ? `<th scope="row">${inside(cell)}</th>` : `<td${end(index)}>${inside(cell)}</td>`)).join('')}</tr>`,
  );
  return `<table aria-label="${text(caption)}"><colgroup>${columnsOf}</colgroup><thead><tr>${head}</tr></thead><tbody>${body.join('\n')}</tbody></table>`;
}

function inside({ text: main, note }: MemoCell): string {
  return note ? `${text(main)}<small>${text(note)}</small>` : text(main);
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** A text of the data as it may stand in HTML and SVG. */
export function text(raw: string): string {
  return xmlText(raw).replace(/[&<>"']/g, (character) => own(escapes, character) ?? character);
}
