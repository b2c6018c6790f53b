/**
 * Strata merged until each is large enough for a rate of its own.
 *
 * The rule. Strata that agree in all keys but the last are looked at together. While one of them has fewer than 30 due,
 * the smallest is merged with its nearest neighbour along that key. When all of them together still have fewer than 30,
 * the key is dropped for them, and they are merged along the key before it, by the same rule: what is merged then
 * counts as one value of that key, and is divided along the later keys afresh. Along an ordered key (custody level,
 * months to release) the nearest neighbour is the smaller of the two beside it; along one without an order (task type)
 * it is the next smallest. Ties go to the one that comes first.
 */

export interface StrataOptions {
  /** Fewest due of a stratum. */
  readonly minimum?: number;
  /**
   * The order of the values of each key, null for a key without one. A value that is not named comes last. Left out,
   * no key has an order.
   */
  readonly orders?: readonly (readonly string[] | null)[];
}

export interface StratumRow {
  readonly stratum: readonly string[];
  readonly due: number;
  readonly onTime: number;
}

export interface Stratum {
  /** The strata merged in it, as given. */
  readonly members: readonly (readonly string[])[];
  readonly due: number;
  readonly onTime: number;
  /** onTime / due; null when nothing was due at all. */
  readonly rate: number | null;
}

export interface MergedStrata {
  readonly strata: readonly Stratum[];
  /** The merged stratum of one as given. Throws a RangeError for one that was not among the rows. */
  readonly find: (stratum: readonly string[]) => Stratum;
}

/** From this many due a stratum has a rate of its own. */
export const MINIMUM_STRATUM = 30;

/** What has, or has come to share, one value of a key. */
interface Branch {
  readonly cells: readonly StratumRow[];
  readonly due: number;
}

const nameOf = (stratum: readonly string[]): string => stratum.join('\u0000');
const dueOf = (cells: readonly StratumRow[]): number => cells.reduce((sum, { due }) => sum + due, 0);

/**
 * Merges strata by the rule above. Every stratum that comes out has at least `minimum` due (30 unless told), except
 * that there is always one. Throws a RangeError when `minimum` is not positive.
 */
export function mergeStrata(rows: readonly StratumRow[], options: StrataOptions = {}): MergedStrata {
  const { minimum = MINIMUM_STRATUM, orders = [] } = options;
  if (!(minimum > 0)) throw new RangeError(`fewest due of a stratum must be positive, not ${minimum}`);
  const cells = new Map<string, StratumRow>();
  for (const { stratum, due, onTime } of rows) {
    const name = nameOf(stratum);
    const cell = cells.get(name);
    cells.set(name, { stratum, due: due + (cell?.due ?? 0), onTime: onTime + (cell?.onTime ?? 0) });
  }
  const depth = rows[0]?.stratum.length ?? 0;
  const ranks = orders.map((order) => order && new Map(order.map((value, place) => [value, place])));

  /** Divides cells that agree in the first `key` keys. */
  function divide(all: readonly StratumRow[], key: number): StratumRow[][] {
    if (key === depth || dueOf(all) < minimum) return [[...all]];
    const rank = ranks[key] ?? null;
    const branches = branchesAlong(all, key, rank);
    while (branches.length > 1) {
      const at = smallest(branches);
      const branch = branches[at];
      if (!branch || branch.due >= minimum) break;
      const to = rank ? nearest(branches, at) : smallest(branches, at);
      const [first, second] = at < to ? [at, to] : [to, at];
      branches[first] = joined(branches[first], branches[second]);
      branches.splice(second, 1);
    }
    return branches.flatMap((branch) => divide(branch.cells, key + 1));
  }

  const place = new Map<string, Stratum>();
  const strata = (cells.size === 0 ? [] : divide([...cells.values()], 0)).map((members) => {
    const due = dueOf(members);
    const onTime = members.reduce((sum, cell) => sum + cell.onTime, 0);
    const stratum = {
      members: members.map((cell) => cell.stratum),
      due,
      onTime,
      rate: due === 0 ? null : onTime / due,
    };
    for (const cell of members) place.set(nameOf(cell.stratum), stratum);
    return stratum;
  });
  return {
    strata,
    find(stratum) {
      const found = place.get(nameOf(stratum));
      if (!found) throw new RangeError(`unknown stratum: ${stratum.join(', ')}`);
      return found;
    },
  };
}

/** Cells by their value of a key, in its order, else in alphabetical order. */
function branchesAlong(cells: readonly StratumRow[], key: number, rank: ReadonlyMap<string, number> | null): Branch[] {
  const groups = new Map<string, StratumRow[]>();
  for (const cell of cells) {
    const value = cell.stratum[key] ?? '';
    const group = groups.get(value);
    if (group) group.push(cell);
    else groups.set(value, [cell]);
  }
  const placeOf = (value: string): number => rank?.get(value) ?? Infinity;
  return [...groups]
    .sort(([a], [b]) => placeOf(a) - placeOf(b) || (a < b ? -1 : 1))
    .map(([, group]) => ({ cells: group, due: dueOf(group) }));
}

/** Index of the smallest, the first of equals, leaving one out. */
function smallest(branches: readonly Branch[], except = -1): number {
  let found = -1;
  branches.forEach(({ due }, index) => {
    if (index !== except && (found < 0 || due < (branches[found]?.due ?? 0))) found = index;
  });
  return found;
}

/** Index of the smaller one beside. */
function nearest(branches: readonly Branch[], at: number): number {
  const before = branches[at - 1];
  const after = branches[at + 1];
  if (!after) return at - 1;
  return before && before.due <= after.due ? at - 1 : at + 1;
}

function joined(first: Branch | undefined, second: Branch | undefined): Branch {
  if (!first || !second) throw new Error('nothing to merge');
  return { cells: [...first.cells, ...second.cells], due: first.due + second.due };
}
