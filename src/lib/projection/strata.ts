import { own } from '../analysis/own.ts';
import { valueLabel } from '../format/value.ts';

/** A kind of people in the most detail the source gives. Null where it was not recorded. */
export interface Cell {
  admission_type: string | null;
  offense_category: string | null;
  /** Where the offense is not recorded: the custody level people came in at. */
  custody_level: string | null;
  sex: string | null;
}

/** Cells projected as one. */
export interface StratumCells {
  label: string;
  cells: number[];
  /** Admission type, or null where several are joined. */
  type: string | null;
}

/** Fewest admissions a year of a stratum. */
export const minAdmissions = 30;

/**
 * Joins cells until each stratum has enough admissions: first the sexes of an offense (or custody level, where no
 * offense is recorded) and admission type, then the offenses and levels of a type, then the types. What is left over joins the smallest stratum of its type, so every cell is in
 * exactly one stratum.
 * @param yearly admissions a year of each cell
 */
export function joinCells(cells: readonly Cell[], yearly: readonly number[], fewest = minAdmissions): StratumCells[] {
  const all = cells.map((_, i) => i);
  const size = (members: readonly number[]) => members.reduce((total, i) => total + (yearly[i] ?? 0), 0);
  const types = groupBy(all, (i) => cells[i]?.admission_type ?? null);
  const joined: StratumCells[] = [];
  const small: number[] = [];
  for (const [type, ofType] of types) {
    if (size(ofType) < fewest) {
      small.push(...ofType);
      continue;
    }
    const rest: number[] = [];
    for (const [group, ofOffense] of groupBy(ofType, (i) => groupName(cells[i]))) {
      if (size(ofOffense) < fewest) {
        rest.push(...ofOffense);
        continue;
      }
      const sexes = [...groupBy(ofOffense, (i) => cells[i]?.sex ?? null)];
      const apart = sexes.length > 1 && sexes.every(([, ofSex]) => size(ofSex) >= fewest);
      const parts = apart ? sexes : [[null, ofOffense] as const];
      for (const [sex, members] of parts) joined.push({ label: labelOf(type, group, sex), cells: [...members], type });
    }
    placeRest(joined, rest, type, size, fewest);
  }
  placeRest(joined, small, null, size, fewest);
  return joined;
}

function placeRest(
  joined: StratumCells[],
  rest: readonly number[],
  type: string | null,
  size: (members: readonly number[]) => number,
  fewest: number,
): void {
  if (rest.length === 0) return;
  const own = type === null ? joined : joined.filter((stratum) => stratum.type === type);
  if (size(rest) >= fewest || own.length === 0) {
    joined.push({
      label:
        type === null ? 'All other admissions' : labelOf(type, own.length > 0 ? 'Other groups' : 'All groups', null),
      cells: [...rest],
      type,
    });
    return;
  }
  const smallest = own.reduce((least, stratum) => (size(stratum.cells) < size(least.cells) ? stratum : least));
  smallest.cells.push(...rest);
  smallest.label += ' and others';
  if (type === null) smallest.type = null;
}

/** Offense, or custody level where none is recorded, as readers see it. */
function groupName(cell: Cell | undefined): string {
  if (cell?.offense_category != null) return valueLabel(cell.offense_category);
  if (cell?.custody_level != null) return `${valueLabel(cell.custody_level)} custody, offense not recorded`;
  return 'Offense not recorded';
}

const sexes: Record<string, string> = { M: 'male', F: 'female' };

function labelOf(type: string | null, group: string, sex: string | null): string {
  const first =
    type === null ? 'Type not recorded' : type === 'moved_in' ? 'Moved in from elsewhere' : valueLabel(type);
  return [first, group, ...(sex === null ? [] : [own(sexes, sex) ?? valueLabel(sex)])].join(' · ');
}

function groupBy<Key>(items: readonly number[], key: (item: number) => Key): Map<Key, number[]> {
  const groups = new Map<Key, number[]>();
  for (const item of items) {
    const of = key(item);
    const group = groups.get(of);
    if (group) group.push(item);
    else groups.set(of, [item]);
  }
  return groups;
}
