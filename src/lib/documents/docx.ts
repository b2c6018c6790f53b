import { xmlTexts } from '../ui/download/xml-text.ts';
import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  HeightRule,
  LevelFormat,
  Packer,
  PageNumber,
  Paragraph,
  SectionType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TabStopType,
  TextRun,
  WidthType,
  type ISectionOptions,
} from 'docx';
import type { MemoBlock, MemoCell, MemoColumn, MemoDocument, MemoTable } from './document.ts';

/** Twentieths of a point, in which Word measures a page: Letter, with the margins of the PDF. */
const inch = 1440;
const paper = { width: 8.5 * inch, height: 11 * inch };
const margin = { top: 0.8 * inch, bottom: 0.85 * inch, left: 0.85 * inch, right: 0.85 * inch };
const textWidth = paper.width - margin.left - margin.right;
const grey = '3D4551';
const font = 'Arial';
const bullets = 'points';

/** One or several memoranda as a Word document; each begins on a new page and counts its own pages. */
export function memoDocx(memos: readonly MemoDocument[]): Document {
  return new Document({
    title: memos.length === 1 ? (memos[0]?.title ?? '') : `${memos.length} memoranda`,
    creator: 'Caseboard',
    styles: {
      default: {
        document: { run: { font, size: 20 }, paragraph: { spacing: { after: 110, line: 264 } } },
        title: { run: { font, size: 32, bold: true }, paragraph: { spacing: { before: 60, after: 200 } } },
        heading1: {
          run: { font, size: 22, bold: true },
          paragraph: { spacing: { before: 280, after: 80 }, keepNext: true },
        },
        heading2: {
          run: { font, size: 20, bold: true },
          paragraph: { spacing: { before: 160, after: 60 }, keepNext: true },
        },
      },
    },
    numbering: {
      config: [
        {
          reference: bullets,
          levels: [
            {
              level: 0,
              format: LevelFormat.BULLET,
              text: '•',
              alignment: AlignmentType.LEFT,
              style: { paragraph: { indent: { left: 300, hanging: 200 }, spacing: { after: 40 } } },
            },
          ],
        },
      ],
    },
    sections: memos.map(section),
  });
}

/** The document as the bytes of a file, in the browser and in the scripts. */
export async function docxBytes(memos: readonly MemoDocument[]): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await Packer.toArrayBuffer(memoDocx(memos.map(xmlTexts))));
}

function section(memo: MemoDocument): ISectionOptions {
  const foot = { font, size: 15, color: grey };
  const marking = memo.marking === '' ? [] : [markingLine(memo.marking)];
  return {
    properties: {
      type: SectionType.NEXT_PAGE,
      page: { size: paper, margin: { ...margin, footer: 0.45 * inch }, pageNumbers: { start: 1 } },
    },
    footers: {
      default: new Footer({
        children: [
          new Paragraph({
            tabStops: [{ type: TabStopType.RIGHT, position: textWidth }],
            children: [
              new TextRun({ ...foot, text: memo.footer }),
              new TextRun({
                ...foot,
                children: ['\tPage ', PageNumber.CURRENT, ' of ', PageNumber.TOTAL_PAGES_IN_SECTION],
              }),
            ],
          }),
        ],
      }),
    },
    children: [...marking, ...memo.blocks.flatMap(block)],
  };
}

function markingLine(marking: string): Paragraph {
  const line = { style: BorderStyle.SINGLE, size: 6, color: grey, space: 3 };
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    border: { top: line, bottom: line, left: line, right: line },
    spacing: { after: 200 },
    children: [new TextRun({ text: marking, bold: true, size: 17 })],
  });
}

function block(item: MemoBlock): (Paragraph | Table)[] {
  switch (item.kind) {
    case 'letterhead':
      return [
        new Paragraph({ spacing: { after: 0 }, children: [new TextRun({ text: item.agency, bold: true, size: 21 })] }),
        new Paragraph({ children: [new TextRun({ text: item.place, size: 18, color: grey })] }),
        new Paragraph({ style: 'Title', text: item.title }),
      ];
    case 'fields':
      return [fields(item.fields), gap()];
    case 'heading':
      return [new Paragraph({ style: 'Heading1', text: item.text })];
    case 'attachment':
      return [new Paragraph({ style: 'Heading1', text: item.title, pageBreakBefore: true })];
    case 'subheading':
      return [new Paragraph({ style: 'Heading2', text: item.text })];
    case 'paragraph':
      return [new Paragraph(item.text)];
    case 'chart':
      return [new Paragraph(item.summary)];
    case 'note':
      return [new Paragraph({ children: [new TextRun({ text: item.text, size: 17, color: grey })] })];
    case 'list':
      return item.items.map(point);
    case 'words':
      return item.list ? item.lines.map(point) : item.lines.map((line) => new Paragraph(line));
    case 'table':
      return [table(item), gap()];
    case 'signatures':
      return [gap(600), signatures(item.lines), gap(200)];
    case 'comment':
      return [
        new Paragraph({ keepNext: true, children: [new TextRun({ text: item.label, bold: true })] }),
        ruled(item.lines),
        gap(),
      ];
    case 'box':
      return [new Paragraph(`☐  ${item.text}`)];
  }
}

/** Two tables in a row would be one to Word, and a table sticks to the text after it. */
function gap(after = 0): Paragraph {
  return new Paragraph({ spacing: { after, line: 120 }, children: [] });
}

function point(text: string): Paragraph {
  return new Paragraph({ text, numbering: { reference: bullets, level: 0 } });
}

const none = { style: BorderStyle.NONE, size: 0, color: 'auto' };
const noBorders = { top: none, bottom: none, left: none, right: none, insideHorizontal: none, insideVertical: none };
const thin = { style: BorderStyle.SINGLE, size: 4, color: 'C4C8CD' };
const strong = { style: BorderStyle.SINGLE, size: 8, color: '1B1B1B' };
const small = { top: 40, bottom: 40, left: 0, right: 100 };

function fields(rows: readonly { label: string; value: string }[]): Table {
  const widths = [1900, textWidth - 1900];
  return new Table({
    width: { size: textWidth, type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    borders: { ...noBorders, bottom: strong },
    rows: rows.map(
      ({ label, value }) =>
        new TableRow({
          cantSplit: true,
          children: [
            cell([new TextRun({ text: label, bold: true, size: 18 })], { width: widths[0] ?? 0 }),
            cell([new TextRun({ text: value === '' ? '_'.repeat(30) : value })], { width: widths[1] ?? 0 }),
          ],
        }),
    ),
  });
}

function table({ columns, rows }: MemoTable): Table {
  const widths = columns.map(({ width }) => Math.round((textWidth * width) / 100));
  const side = (index: number) => ({ width: widths[index] ?? 0, end: columns[index]?.end ?? false });
  const head = (column: MemoColumn, index: number) =>
    cell([new TextRun({ text: column.label, bold: true, size: 16, color: grey })], {
      ...side(index),
      border: strong,
    });
  const body = ({ text, note }: MemoCell, index: number) =>
    cell([new TextRun({ text, size: 17 })], {
      ...side(index),
      ...(note ? { note: new TextRun({ text: note, size: 15, color: grey }) } : {}),
    });
  return new Table({
    width: { size: textWidth, type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    borders: { ...noBorders, bottom: thin, insideHorizontal: thin },
    rows: [
      new TableRow({ tableHeader: true, cantSplit: true, children: columns.map(head) }),
      ...rows.map((row) => new TableRow({ cantSplit: true, children: row.map(body) })),
    ],
  });
}

interface CellOptions {
  width: number;
  end?: boolean;
  note?: TextRun;
  border?: typeof strong;
}

function cell(children: TextRun[], { width, end, note, border }: CellOptions): TableCell {
  const shared = {
    spacing: { after: 0, line: 240 },
    alignment: end ? AlignmentType.RIGHT : AlignmentType.LEFT,
  };
  return new TableCell({
    width: { size: width, type: WidthType.DXA },
    margins: small,
    ...(border ? { borders: { bottom: border } } : {}),
    children: [
      new Paragraph({ ...shared, children }),
      ...(note ? [new Paragraph({ ...shared, children: [note] })] : []),
    ],
  });
}

function signatures(lines: readonly { label: string; name: string }[]): Table {
  const width = Math.round(textWidth / 2);
  const pairs = Array.from({ length: Math.ceil(lines.length / 2) }, (_, row) => lines.slice(2 * row, 2 * row + 2));
  return new Table({
    width: { size: textWidth, type: WidthType.DXA },
    columnWidths: [width, width],
    layout: TableLayoutType.FIXED,
    borders: noBorders,
    rows: pairs.map(
      (pair) =>
        new TableRow({
          cantSplit: true,
          height: { value: 900, rule: HeightRule.ATLEAST },
          children: pair.map(
            ({ label, name }) =>
              new TableCell({
                width: { size: width, type: WidthType.DXA },
                margins: { ...small, right: 300 },
                children: [
                  new Paragraph({
                    spacing: { after: 0 },
                    border: { top: { style: BorderStyle.SINGLE, size: 6, color: '1B1B1B', space: 2 } },
                    children: [new TextRun({ text: name, bold: true, size: 18 })],
                  }),
                  new Paragraph({
                    spacing: { after: 0 },
                    children: [new TextRun({ text: label, size: 17, color: grey })],
                  }),
                ],
              }),
          ),
        }),
    ),
  });
}

function ruled(lines: number): Table {
  return new Table({
    width: { size: textWidth, type: WidthType.DXA },
    columnWidths: [textWidth],
    layout: TableLayoutType.FIXED,
    borders: { ...noBorders, bottom: thin, insideHorizontal: thin },
    rows: Array.from(
      { length: lines },
      () =>
        new TableRow({
          cantSplit: true,
          height: { value: 400, rule: HeightRule.EXACT },
          children: [new TableCell({ children: [new Paragraph('')] })],
        }),
    ),
  });
}
