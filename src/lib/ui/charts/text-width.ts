/**
 * Widths of printable ASCII in Public Sans with tabular figures, in hundredths of the font size, measured in Chromium.
 * A chart must know how long a label is before it is drawn (and while prerendering there is nothing to measure with).
 */
const REGULAR = [
  24, 25, 43, 60, 70, 90, 71, 25, 30, 31, 39, 55, 30, 38, 30, 35, 70, 70, 70, 70, 70, 70, 70, 70, 70, 70, 23, 24, 55,
  55, 55, 52, 83, 72, 68, 69, 69, 63, 59, 73, 77, 28, 39, 68, 58, 89, 75, 73, 64, 74, 68, 68, 62, 70, 68, 96, 73, 65,
  65, 30, 35, 30, 47, 56, 22, 55, 60, 54, 60, 57, 37, 61, 58, 25, 26, 56, 29, 87, 58, 57, 60, 60, 39, 50, 34, 58, 51,
  79, 56, 54, 49, 33, 26, 33, 57,
];
/** Semibold and the system fonts shown until Public Sans has loaded run a little wider. */
const ALLOWANCE = 1.05;

/** Upper estimate of the width of `text` in px. */
export function textWidth(text: string, size = 12): number {
  let hundredths = 0;
  for (const char of text) hundredths += REGULAR[(char.codePointAt(0) ?? 0) - 32] ?? 75;
  return (hundredths / 100) * size * ALLOWANCE;
}

/** Breaks `text` at spaces into lines no wider than `width` px; a single longer word keeps its own line. */
export function wrapText(text: string, width: number, size = 12): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && textWidth(`${last} ${word}`, size) <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
