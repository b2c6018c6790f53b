import { group as gathered } from 'd3-array';
import type { CoxRow } from '../../analysis/cox.ts';
import type { RawRow } from '../../engine/engine.ts';
import { releaseGroups } from '../dimensions.ts';
import { groupLabel } from '../labels.ts';
import { groupsOf } from '../population/stock-sql.ts';
import type { Request } from '../question.ts';
import {
  everyRelease,
  firstOutcomeRows,
  firstOutcomes,
  followed,
  isClustered,
  type FirstOutcome,
  type Followed,
} from './releases.ts';
import { raw } from '../sql.ts';

/** The column within whose values groups are compared. */
export const strataParameter = {
  name: 'strata',
  kind: 'choice',
  choices: releaseGroups,
  meaning: 'Column within whose values the groups are compared (stratified log-rank and Cox)',
} as const;

/** What tests and hazard ratios are worked out of. */
export function testedRows(request: Request) {
  const { strata } = request.params;
  return firstOutcomes(request, {
    stratum: raw(strata === undefined ? 'NULL' : String(strata)),
    people: isClustered(request),
  });
}

/** A group as readers see it. */
export function labelOf(name: string, { by, dataset }: Request): string {
  const group = groupOfName(name);
  return by === null ? 'All' : groupLabel(group, by, dataset);
}

/** Why errors are by person. */
export function byPerson(rows: readonly FirstOutcome[], request: Request): string {
  const several = new Set(rows.flatMap(({ person }) => person ?? [])).size;
  const alone = rows.reduce((sum, { person, count }) => sum + (person === null ? count : 0), 0);
  const where = everyRelease(request) ? '' : ', who may stand in several groups';
  return `Errors allow for several releases of one person: ${peopleOf(rows)} releases of ${alone + several} people${where}.`;
}

/** Releases of rows together. */
export const peopleOf = (rows: readonly { readonly count: number }[]): number =>
  rows.reduce((sum, row) => sum + row.count, 0);

const nameOf = (value: RawRow[string] | undefined): string => JSON.stringify(value ?? null);
export const groupOfName = (name: string): string | null => JSON.parse(name) as string | null;

/** Groups and strata by names that tell a missing value from a text. */
export interface Named extends FirstOutcome {
  group: string;
  stratum: string;
}

export function named(found: readonly RawRow[], request: Request): Named[] {
  return firstOutcomeRows(found, request).map((row) => ({
    ...row,
    group: nameOf(row.group),
    stratum: nameOf(row.stratum),
  }));
}

type NamedFollowed = Followed & { group: string; stratum: string };

export const followedNamed = (rows: readonly Named[], request: Request) => followed(rows, request) as NamedFollowed[];

export type CoxDesignRow = CoxRow & { readonly person: number | null };

/**
 * The rows of Cox's regression: the largest group with an event is the reference, the others have a column each. A
 * group without an event has a hazard ratio of zero whose limits cannot be told, and is left out.
 */
export function coxDesign(all: readonly Named[], request: Request) {
  const rows = followedNamed(all, request);
  const sizes = new Map(
    [...gathered(rows, ({ group }) => group)].map(([name, own]) => [
      name,
      { people: peopleOf(own), events: peopleOf(own.filter(({ event }) => event)) },
    ]),
  );
  const names = groupNames(all, request);
  const having = names.filter((name) => (sizes.get(name)?.events ?? 0) > 0);
  const left = names.filter((name) => !having.includes(name));
  const reference = having.reduce<string | null>(
    (largest, name) => (largest !== null && sizes.get(largest)!.people >= sizes.get(name)!.people ? largest : name),
    null,
  );
  const compared = having.filter((name) => name !== reference);
  const kept = rows.filter(({ group }) => having.includes(group));
  return { design: indicators(kept, compared), compared, reference, left: having.length === 0 ? [] : left };
}

export function indicators<R extends { readonly group: string }>(
  rows: readonly R[],
  groups: readonly string[],
): (R & { x: number[] })[] {
  return rows.map((row) => ({ ...row, x: groups.map((group) => Number(row.group === group)) }));
}

export function groupNames(rows: readonly Named[], request: Request): string[] {
  return groupsOf(
    rows.map(({ group }) => groupOfName(group)),
    request,
  ).map(nameOf);
}
