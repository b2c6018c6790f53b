import { compareUnits, sameExpectation, type FunnelPosition } from '$lib/analysis/funnel.ts';
import type { CoordinatorQuestions, DutyKey } from '$lib/pages/coordinator.ts';
import { formatNumber } from '$lib/format/number.ts';
import type { View } from '$lib/pages/page.ts';
import type { RowOf } from '$lib/questions/index.ts';
import { facilitiesOf } from '$lib/questions/scope.ts';
import type { DutyRows } from '$lib/summaries/coordinator.ts';
import { acceptedItems } from '$lib/summaries/review-duties.ts';
import { participation } from './release.ts';
import type { Tally } from '$lib/summaries/duty.ts';

/** A column of the matrix of institutions. */
export interface MatrixColumn {
  key: string;
  label: string;
  /** Duty its measure belongs to. */
  panel: PlaceKey;
  /** Whether the counts are parts of a whole that can be compared by limits. */
  share: boolean;
}

export interface MatrixCell extends Tally {
  /** Against the limits round the rate of all institutions shown; null where too few were due to compare. */
  signal: FunnelPosition | null;
}

export interface MatrixRow {
  id: string;
  name: string;
  cells: Readonly<Record<string, MatrixCell>>;
}

interface Definition extends MatrixColumn {
  read(panels: DutyRows): Map<string | null, Tally>;
}

type PlacesOf<Key extends PlaceKey> = RowOf<CoordinatorQuestions[`${Key}:places`]>;

/** A duty that is counted by institution. */
type PlaceKey = {
  [Key in DutyKey]: `${Key}:places` extends keyof CoordinatorQuestions ? Key : never;
}[DutyKey];

function of<Key extends PlaceKey>(
  panel: Key,
  tally: (row: PlacesOf<Key>) => Tally,
  pick: (row: PlacesOf<Key>) => boolean = () => true,
): Pick<Definition, 'panel' | 'read'> {
  return {
    panel,
    read: (panels) => {
      const rows = panels.rows(`${panel}:places`) as readonly (PlacesOf<Key> & { group: string | null })[];
      return new Map(rows.filter(pick).map((row) => [row.group, tally(row)]));
    },
  };
}

const definitions: readonly Definition[] = [
  {
    key: 'meetings',
    label: 'Meetings with case managers held',
    share: true,
    ...of(
      'meetings',
      ({ held, due }) => ({ count: held, of: due }),
      ({ meeting_type }) => meeting_type === 'case_managers',
    ),
  },
  {
    key: 'minutes',
    label: 'Minutes sent in time',
    share: true,
    ...of('minutes', (row) => ({ count: row.on_time, of: row.due })),
  },
  {
    key: 'teams',
    label: 'Teams observed in six months',
    share: true,
    ...of('teams', ({ observed, units }) => ({ count: observed, of: units })),
  },
  {
    key: 'closures',
    label: 'Findings closed on time',
    share: true,
    ...of('closures', (row) => ({ count: row.on_time, of: row.due })),
  },
  {
    key: 'correspondence',
    label: 'Correspondence accepted',
    share: true,
    ...of('correspondence', acceptedItems),
  },
  {
    key: 'victims',
    label: 'Victim/Witness on time',
    share: true,
    ...of('victims', (row) => ({ count: row.on_time, of: row.due })),
  },
  {
    key: 'financial',
    label: 'Financial Resp. participating',
    share: true,
    ...of('financial', participation),
  },
  {
    key: 'referrals',
    label: 'Referrals on time',
    share: true,
    ...of('referrals', (row) => ({ count: row.on_time, of: row.due })),
  },
  {
    key: 'staffing',
    label: 'Case managers filled',
    share: false,
    ...of('staffing', ({ filled, authorized }) => ({ count: filled, of: authorized })),
  },
  {
    key: 'position',
    label: 'People per filled position',
    share: false,
    ...of('position', ({ people_per_filled }) => ({ count: people_per_filled, of: null })),
  },
  {
    key: 'population',
    label: 'Average daily population',
    share: false,
    ...of('population', ({ average }) => ({ count: average, of: null })),
  },
];

/** The columns some institution has figures for. */
export function matrixColumns(panels: DutyRows): MatrixColumn[] {
  return definitions.filter(({ panel }) => panels.rows(`${panel}:places`).length > 0);
}

/** The institutions of a scope by name, each duty as n of d with its place among the limits. */
export function matrixRows(panels: DutyRows, { scope, dataset }: Pick<View, 'scope' | 'dataset'>): MatrixRow[] {
  const inside = new Set(facilitiesOf(scope, dataset));
  const columns = definitions.map((column) => {
    const tallies = column.read(panels);
    return { key: column.key, tallies, signals: column.share ? signalsOf(tallies) : new Map() };
  });
  const empty = { count: null, of: null };
  return dataset.scopes.facilities
    .filter(({ id }) => inside.has(id))
    .map(({ id, name }) => ({
      id,
      name,
      cells: Object.fromEntries(
        columns.map(({ key, tallies, signals }) => [
          key,
          { ...(tallies.get(id) ?? empty), signal: (signals.get(id) as FunnelPosition | undefined) ?? null },
        ]),
      ),
    }))
    .filter(({ cells }) => Object.values(cells).some(({ count }) => count !== null))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

/** Where each institution lies against the rate of all of them together. */
function signalsOf(tallies: ReadonlyMap<string | null, Tally>): Map<string, FunnelPosition> {
  const units = [...tallies].flatMap(([group, { count, of: due }]) =>
    group === null || count === null || due === null || due === 0 ? [] : [{ unit: group, due, onTime: count }],
  );
  const total = (name: 'due' | 'onTime') => units.reduce((sum, unit) => sum + unit[name], 0);
  const rate = total('due') === 0 ? 0 : total('onTime') / total('due');
  // Where everybody did everything, or nobody anything, there is nothing to compare.
  if (rate === 0 || rate === 1) return new Map();
  const compared = compareUnits(
    units.map((unit) => sameExpectation(unit, rate)),
    rate,
  );
  return new Map(compared.units.map(({ unit, position }) => [unit, position]));
}

/** '41 of 47', '3.5 of 4', '128', or that nothing was due or recorded. */
export function cellWords({ count, of: whole }: Tally): string {
  if (count === null) return 'no data';
  const digits = Number.isInteger(count) || count >= 20 ? 0 : 1;
  if (whole === null) return formatNumber(count, digits);
  return whole === 0
    ? 'none due'
    : `${formatNumber(count, digits)} of ${formatNumber(whole, Number.isInteger(whole) ? 0 : 1)}`;
}
