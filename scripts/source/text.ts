/**
 * What text of a source becomes before anybody judges it: no character that cannot be seen, no white space but single
 * spaces between words, Unicode NFC. Written once for the engine and once for this process, from the same ranges.
 */

type Ranges = readonly (readonly [from: number, to: number])[];

/** Every kind of white space: tab, line ends, no-break, thin and ideographic spaces, separators of lines and fields. */
const white: Ranges = [
  [0x09, 0x0d],
  [0x1c, 0x20],
  [0x85, 0x85],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
];

/** What cannot be seen, turns the direction of what follows, or is no character at all. */
const invisible: Ranges = [
  // Controls.
  [0x00, 0x08],
  [0x0e, 0x1b],
  [0x7f, 0x84],
  [0x86, 0x9f],
  // Soft hyphen, joiners, fillers, variation selectors, marks and embeddings of direction.
  [0xad, 0xad],
  [0x034f, 0x034f],
  [0x061c, 0x061c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0x2800, 0x2800],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff0, 0xfffb],
  [0x1bca0, 0x1bca3],
  [0x1d173, 0x1d17a],
  [0xe0000, 0xe0fff],
  // Code points that are no characters; a Word or Excel file with one does not open.
  [0xfdd0, 0xfdef],
  ...Array.from({ length: 17 }, (_, plane) => [plane * 0x10000 + 0xfffe, plane * 0x10000 + 0xffff] as const),
];

const hex = (code: number) => code.toString(16);
const forEngine = (ranges: Ranges) => ranges.map(([from, to]) => `\\x{${hex(from)}}-\\x{${hex(to)}}`).join('');
const forProcess = (ranges: Ranges) => ranges.map(([from, to]) => `\\u{${hex(from)}}-\\u{${hex(to)}}`).join('');

const whiteRun = new RegExp(`[${forProcess(white)}]+`, 'gu');
const invisibleRun = new RegExp(`[${forProcess(invisible)}]+`, 'gu');
const notPlain = new RegExp(`[${forProcess(white)}${forProcess(invisible)}]`, 'gu');

/** Text as every table and file holds it. Changes nothing when it is done twice. */
export function normalText(text: string): string {
  // A half of a surrogate pair, which JSON can carry, is no character.
  return text.toWellFormed().replace(invisibleRun, '').replace(whiteRun, ' ').replace(/^ | $/g, '').normalize('NFC');
}

/** SQL of the same: text, or NULL where nothing is left. `sql` must be text. */
export function normalTextSql(sql: string): string {
  const seen = `regexp_replace(${sql}, '[${forEngine(invisible)}]+', '', 'g')`;
  return `nullif(nfc_normalize(trim(regexp_replace(${seen}, '[${forEngine(white)}]+', ' ', 'g'))), '')`;
}

const plainWhite = forEngine(
  white.flatMap(([from, to]) => (to === 0x20 ? [[from, to - 1] as const] : [[from, to] as const])),
);

/** SQL that says what of a text would be changed, each as a condition. */
export const untidySql = {
  /** White space at an end, twice in a row, or of another kind than a space. */
  space: (sql: string) => `regexp_matches(${sql}, '^ | $|  |[${plainWhite}]')`,
  invisible: (sql: string) => `regexp_matches(${sql}, '[${forEngine(invisible)}]')`,
  any: (sql: string) =>
    `(regexp_matches(${sql}, '^ | $|  |[${plainWhite}${forEngine(invisible)}]') OR ${sql} <> nfc_normalize(${sql}))`,
} as const;

/** The head of a column as the contract writes names: `Region Name` with a no-break space behind it is region_name. */
export const tidyName = (head: string) => normalText(head).replaceAll(' ', '_').toLowerCase();

const code = (character: string) =>
  `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`;

/** Text for people to look at, what cannot be seen written out: `parole<U+0009>`. Plain spaces stay, except at an end. */
export function visibleText(text: string): string {
  return text
    .toWellFormed()
    .replace(/^ +| +$/g, (spaces) => '<U+0020>'.repeat(spaces.length))
    .replace(notPlain, (character) => (character === ' ' ? ' ' : code(character)));
}

/** How a value is written, without what it says: `99/99/9999` for a day. A value may be a person's. */
export function formOf(value: string): string {
  return visibleText(
    value
      .replace(/\p{Nd}/gu, '9')
      .replace(/(?!(?<=9)T(?=9))\p{L}/gu, 'A')
      .slice(0, 40),
  );
}

/** The same for what fills a terminal: lines stay lines. */
export function visibleLines(text: string): string {
  return text
    .replace(/\r\n/g, '\n')
    .toWellFormed()
    .replace(notPlain, (character) => (/[ \n]/.test(character) ? character : code(character)));
}

/** SQL of `visibleText`, cut after so many characters. */
export function visibleTextSql(sql: string, longest: number): string {
  const shown = `array_to_string(list_transform(string_split(left(${sql}, ${longest}), ''), lambda letter:
    CASE WHEN regexp_matches(letter, '[${plainWhite}${forEngine(invisible)}]') THEN printf('<U+%04X>', unicode(letter)) ELSE letter END), '')`;
  const cut = `CASE WHEN length(${sql}) > ${longest} THEN '…' ELSE '' END`;
  return `CASE WHEN regexp_matches(${sql}, '[${plainWhite}${forEngine(invisible)}]') OR length(${sql}) > ${longest}
    THEN ${shown} || ${cut} ELSE ${sql} END`;
}
