import { group as gathered } from 'd3-array';
import { releaseGroups } from '../dimensions.ts';
import { groupsOf } from '../population/stock-sql.ts';
import { question, type Parameter, type Question, type Request } from '../question.ts';
import { releaseScopes } from '../scope.ts';
import {
  everyRelease,
  firstOutcomeRows,
  firstOutcomes,
  noCurve,
  releaseParameters,
  releaseParts,
  type FirstOutcome,
} from './releases.ts';

/** What tells one question about the days since release from another. */
interface ByDay<Row extends object, Id extends string> extends Pick<
  Question<Row, Id>,
  'id' | 'title' | 'description' | 'columns'
> {
  /** Its own, after those of all releases. */
  readonly parameters: readonly Parameter[];
  /** The rows of one group of releases. */
  group(group: string | null, rows: readonly FirstOutcome[], request: Request): Row[];
  /** Why there are no rows of so many releases that were followed; without it nothing is said. */
  readonly nothing?: (released: number) => string;
}

/** A question about what came first after release, day by day, group by group; no rows where there is no curve. */
export function byDay<const Id extends string, Row extends object>({
  parameters,
  group: rowsOf,
  nothing,
  ...texts
}: ByDay<Row, Id>): Question<Row, Id> {
  return question<Id, Row>({
    ...texts,
    parameters: [...releaseParameters, ...parameters],
    by: releaseGroups,
    scopes: releaseScopes,
    needs: releaseParts,
    long: true,
    statements: (request) => [firstOutcomes(request, { people: everyRelease(request) })],
    rows([found = []], request) {
      if (noCurve(found, request) !== null) return [];
      const groups = gathered(firstOutcomeRows(found, request), (row) => row.group);
      return groupsOf(groups.keys(), request).flatMap((group) => rowsOf(group, groups.get(group) ?? [], request));
    },
    note([found = []], request, rows) {
      const why = noCurve(found, request);
      if (why !== null || rows.length > 0 || !nothing) return why;
      return nothing(found.reduce((sum, row) => sum + Number(row.releases), 0));
    },
  });
}

/** Events after each reading day and up to the next, both in order of time. */
export function eventsUpTo(
  days: readonly number[],
  steps: readonly { readonly time: number; readonly events: number }[],
): number[] {
  let at = 0;
  return days.map((day) => {
    let events = 0;
    for (; at < steps.length && steps[at]!.time <= day; at += 1) events += steps[at]!.events;
    return events;
  });
}
