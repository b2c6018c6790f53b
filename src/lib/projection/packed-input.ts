import { inputRows, readInput, type InputRow, type PlaceInput } from './input.ts';

/**
 * Figures of one kind and group of people in one row: what a page fetches to simulate scenarios, without the names and
 * numbers every single figure carries in the mart.
 */
export interface PackedInput {
  /** Number of the group of people; −1 for figures of the place as a whole. */
  stratum: number;
  kind: string;
  /** Slot of the first value. */
  slot: number;
  name: string | null;
  detail: string | null;
  /** Values of this slot and those after it, with a space between; a dash where there is none. */
  figures: string;
}

/** A place's input as rows. Every digit is kept: the page and the command line must say the same. */
export function packInput(input: PlaceInput): PackedInput[] {
  const packed: PackedInput[] = [];
  const open = new Map<string, { row: PackedInput; values: string[] }>();
  for (const { stratum, kind, slot, name, detail, value } of inputRows(input)) {
    // What has a name of its own stands alone.
    const alone = name !== null || detail !== null;
    const key = `${stratum} ${kind}`;
    const known = alone ? undefined : open.get(key);
    if (known) {
      while (known.row.slot + known.values.length < slot) known.values.push('-');
      known.values.push(String(value));
      continue;
    }
    const row = { stratum, kind, slot, name, detail, figures: String(value) };
    packed.push(row);
    if (!alone) open.set(key, { row, values: [row.figures] });
  }
  for (const { row, values } of open.values()) row.figures = values.join(' ');
  return packed;
}

/** Reads the rows back; null without a place. */
export function unpackInput(packed: readonly PackedInput[]): PlaceInput | null {
  const rows: InputRow[] = [];
  for (const { figures, slot, ...rest } of packed) {
    figures
      .split(' ')
      .forEach((text, i) => text !== '-' && rows.push({ ...rest, slot: slot + i, value: Number(text) }));
  }
  return readInput(rows);
}
