import { ascending } from 'd3-array';
import { wilsonRate } from '../../analysis/proportion.ts';
import type { IsoDate } from '../../calendar/date.ts';
import type { RawRow } from '../../engine/engine.ts';
import { grainParameter, groupedOf, monthColumn, monthOf } from '../casework/case-counts.ts';
import { agencyPart, compareGroups, facilityParts, groupsOf } from '../population/stock-sql.ts';
import { byWholeMonths, inPeriod, inPlace, ofCategory, ofProgram, programParameters } from './enrollments.ts';
import { question, type Request } from '../question.ts';
import { groupColumn } from '../recidivism/releases.ts';
import { and, raw, grouped, sql, statement, type Sql } from '../sql.ts';
import { programGroups } from '../dimensions.ts';
import { programScopes } from '../scope.ts';

export interface ProgramFunnel {
  group: string | null;
  /** Null where need is not told apart by the grouped column. */
  needed: number | null;
  referred: number;
  started: number;
  completed: number;
  withdrew: number;
  removed: number;
  transferred: number;
  released: number;
  in_progress: number;
  waiting: number;
  left_waiting: number;
}

const counted = (outcome: string): Sql =>
  raw(`(count(*) FILTER (started AND outcome = '${outcome}'))::INTEGER AS ${outcome}`);

const counts = sql`count(*)::INTEGER AS referred, (count(*) FILTER (started))::INTEGER AS started,
  ${counted('completed')}, ${counted('withdrew')}, ${counted('removed')}, ${counted('transferred')}, ${counted('released')},
  (count(*) FILTER (started AND outcome IS NULL))::INTEGER AS in_progress,
  (count(*) FILTER (NOT started AND outcome IS NULL AND end_date IS NULL))::INTEGER AS waiting,
  (count(*) FILTER (NOT started AND (outcome IS NOT NULL OR end_date IS NOT NULL)))::INTEGER AS left_waiting`;

/** A need is for a kind of program: for programs it is told through their kind. */
function needGroup(request: Request): Sql {
  return grouped({ by: request.by === 'program_id' ? 'program_category' : request.by });
}

export const programFunnel = question({
  id: 'programs/funnel',
  title: 'From need to completion',
  description: `Needs found in the period, referrals made in the period, and what has become of those referrals since. Started is completed, withdrew, removed, transferred, released and in progress together. A need is for a kind of program; beside a single program stands the need for its kind. ${byWholeMonths}`,
  columns: [
    groupColumn,
    { name: 'needed', kind: 'count', meaning: 'Stays in which a moderate or high need was first found in the period' },
    { name: 'referred', kind: 'count', meaning: 'Referrals made in the period' },
    { name: 'started', kind: 'count', meaning: 'Of those, begun' },
    { name: 'completed', kind: 'count', meaning: 'Of those begun, completed' },
    { name: 'withdrew', kind: 'count', meaning: 'Of those begun, withdrew' },
    { name: 'removed', kind: 'count', meaning: 'Of those begun, removed' },
    { name: 'transferred', kind: 'count', meaning: 'Of those begun, ended by a transfer' },
    { name: 'released', kind: 'count', meaning: 'Of those begun, ended by release' },
    { name: 'in_progress', kind: 'count', meaning: 'Of those begun, still in progress' },
    { name: 'waiting', kind: 'count', meaning: 'Referred and still waiting' },
    { name: 'left_waiting', kind: 'count', meaning: 'Referred, and ended without having begun' },
  ],
  parameters: programParameters,
  by: programGroups,
  scopes: programScopes,
  needs: (request) => [
    ...facilityParts('program_enrollment', request),
    ...facilityParts('program_need', request),
    ...agencyPart('program_name'),
  ],
  statements: (request) => [
    statement(sql`
      SELECT ${grouped(request)}, ${counts}
      FROM program_enrollment
      WHERE ${and(inPlace(request), ofProgram(request), inPeriod(request, raw('referral_date')))}
      GROUP BY 1`),
    statement(sql`
      SELECT ${needGroup(request)}, count(*)::INTEGER AS needed
      FROM program_need
      WHERE ${and(inPlace(request), ofCategory(request), inPeriod(request, raw('identified_date')))}
      GROUP BY 1`),
    statement(sql`SELECT program_id, program_category FROM program_name WHERE ${ofProgram(request)}`),
  ],
  rows([enrollments = [], needs = [], programs = []], request): ProgramFunnel[] {
    const category = new Map(programs.map((row) => [row.program_id, row.program_category]));
    const needed = new Map(needs.map((row) => [row.group, Number(row.needed)]));
    const byProgram = request.by === 'program_id';
    const groups = new Map(enrollments.map((row) => [row.group, row]));
    const names = new Set([...groups.keys(), ...(byProgram ? category.keys() : needed.keys())]) as Set<string | null>;
    if (request.by === null) names.add(null);
    const of = (row: RawRow | undefined, name: string) => Number(row?.[name] ?? 0);
    return [...names].sort(compareGroups(request)).map((group) => {
      const row = groups.get(group);
      return {
        group,
        needed: needed.get((byProgram ? category.get(group) : group) ?? null) ?? 0,
        referred: of(row, 'referred'),
        started: of(row, 'started'),
        completed: of(row, 'completed'),
        withdrew: of(row, 'withdrew'),
        removed: of(row, 'removed'),
        transferred: of(row, 'transferred'),
        released: of(row, 'released'),
        in_progress: of(row, 'in_progress'),
        waiting: of(row, 'waiting'),
        left_waiting: of(row, 'left_waiting'),
      };
    });
  },
});

export interface ProgramCompletion {
  /** First day of the month; null for the whole period. */
  month: IsoDate | null;
  group: string | null;
  ended: number;
  completed: number;
  withdrew: number;
  removed: number;
  transferred: number;
  released: number;
  /** Completed of those who completed, withdrew or were removed. */
  rate: number | null;
  lower: number | null;
  upper: number | null;
}

export const programCompletion = question({
  id: 'programs/completion',
  title: 'How programs ended',
  description: `Of the people whose part in a program ended in the period, how it ended. The rate is completed of completed, withdrew and removed: transfers and releases are nobody’s failure and stand apart. ${byWholeMonths}`,
  columns: [
    monthColumn,
    groupColumn,
    { name: 'ended', kind: 'count', meaning: 'Begun, and ended in the period' },
    { name: 'completed', kind: 'count', meaning: 'Completed' },
    { name: 'withdrew', kind: 'count', meaning: 'Withdrew' },
    { name: 'removed', kind: 'count', meaning: 'Removed' },
    { name: 'transferred', kind: 'count', meaning: 'Ended by a transfer' },
    { name: 'released', kind: 'count', meaning: 'Ended by release' },
    { name: 'rate', kind: 'share', meaning: 'Completed of completed, withdrew and removed' },
    { name: 'lower', kind: 'share', meaning: 'Lower 95 % limit (Wilson)' },
    { name: 'upper', kind: 'share', meaning: 'Upper 95 % limit (Wilson)' },
  ],
  parameters: [...programParameters, grainParameter],
  by: programGroups,
  scopes: programScopes,
  needs: (request) => facilityParts('program_enrollment', request),
  statements: (request) => [
    statement(sql`
      SELECT ${monthOf('end_date', request)} AS month, ${grouped(request)}, count(*)::INTEGER AS ended, ${counted('completed')}, ${counted('withdrew')},
        ${counted('removed')}, ${counted('transferred')}, ${counted('released')}
      FROM program_enrollment
      WHERE started AND outcome IS NOT NULL
        AND ${and(inPlace(request), ofProgram(request), inPeriod(request, raw('end_date')))}
      GROUP BY ALL`),
  ],
  rows([found = []], request): ProgramCompletion[] {
    const compare = compareGroups(request);
    return found
      .map((row) => {
        const [completed, withdrew, removed] = [row.completed, row.withdrew, row.removed].map(Number) as [
          number,
          number,
          number,
        ];
        const stayed = completed + withdrew + removed;
        return {
          ...groupedOf(row),
          ended: Number(row.ended),
          completed,
          withdrew,
          removed,
          transferred: Number(row.transferred),
          released: Number(row.released),
          ...wilsonRate(completed, stayed),
        };
      })
      .sort((a, b) => ascending(a.month ?? '', b.month ?? '') || compare(a.group, b.group));
  },
});

export interface UnmetNeed {
  month: IsoDate | null;
  group: string | null;
  needed: number;
  completed: number;
  started: number;
  referred: number;
  none: number;
  /** Share without any program begun. */
  rate: number | null;
  lower: number | null;
  upper: number | null;
}

export const unmetNeed = question({
  id: 'programs/unmet',
  title: 'Unmet need at release',
  description: `Of the needs of people released to the community in the period (moderate or high, once for each kind of program), how many left without a program of that kind begun. ${byWholeMonths}`,
  columns: [
    monthColumn,
    groupColumn,
    { name: 'needed', kind: 'count', meaning: 'Needs of people released in the period' },
    { name: 'completed', kind: 'count', meaning: 'With a program of the kind completed in the stay' },
    { name: 'started', kind: 'count', meaning: 'With one begun, not completed' },
    { name: 'referred', kind: 'count', meaning: 'With a referral only' },
    { name: 'none', kind: 'count', meaning: 'Without any' },
    { name: 'rate', kind: 'share', meaning: 'Share without a program begun' },
    { name: 'lower', kind: 'share', meaning: 'Lower 95 % limit (Wilson)' },
    { name: 'upper', kind: 'share', meaning: 'Upper 95 % limit (Wilson)' },
  ],
  parameters: [...programParameters, grainParameter],
  by: programGroups.filter((id) => id !== 'program_id'),
  scopes: programScopes,
  needs: (request) => [...facilityParts('program_need', request), ...agencyPart('program_name')],
  statements: (request) => [
    statement(sql`
      SELECT ${monthOf('release_date', request)} AS month, ${grouped(request)}, met, count(*)::INTEGER AS needs
      FROM program_need
      WHERE ${and(inPlace(request), ofCategory(request), inPeriod(request, raw('release_date')))}
      GROUP BY ALL`),
  ],
  rows([found = []], request): UnmetNeed[] {
    const months = [...new Set(found.map((row) => groupedOf(row).month))].sort((a, b) => ascending(a ?? '', b ?? ''));
    return months.flatMap((month) => {
      const own = found.filter((row) => groupedOf(row).month === month);
      return groupsOf(
        own.map((row) => row.group as string | null),
        request,
      ).map((group) => unmetRow(month, group, own));
    });
  },
});

function unmetRow(month: IsoDate | null, group: string | null, rows: readonly RawRow[]): UnmetNeed {
  const of = (met: string) =>
    rows.filter((row) => row.group === group && row.met === met).reduce((sum, row) => sum + Number(row.needs), 0);
  const [completed, started, referred, none] = [of('completed'), of('started'), of('referred'), of('none')];
  const needed = completed + started + referred + none;
  return { month, group, needed, completed, started, referred, none, ...wilsonRate(referred + none, needed) };
}
