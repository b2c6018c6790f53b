import { ascending, descending, group, sum } from 'd3-array';
import { addDays, addMonths, daysBetween, type IsoDate } from '../../calendar/date.ts';
import { quarterOf } from '../../calendar/period.ts';
import type { RawRow } from '../../engine/engine.ts';
import { calendarOf } from '../../export/calendar.ts';
import {
  eventWindow,
  groupColumn,
  placeGroups,
  placeScopes,
  rated,
  ratedColumns,
  within,
} from '../casework/case-counts.ts';
import type { Rated } from '../casework/case-counts.ts';
import type { DimensionId } from '../dimensions.ts';
import { agencyPart, compareGroups, type Window } from '../population/stock-sql.ts';
import { question, type Request } from '../question.ts';
import { chosenRows, sql, statement } from '../sql.ts';

/** Quarters looked back over, the one under way included: two years. */
export const quartersBack = 8;

export const findingPlaces = [...placeGroups, 'unit_id'] as const satisfies readonly DimensionId[];

/** What was found on a subject: of the agency, a place or a unit, over the quarters looked back over. */
export interface RecurringFindings extends Rated {
  group: string | null;
  subject: string;
  findings: number;
  /** Of those, findings in a unit in which the subject was found in an earlier of the quarters. */
  again: number;
  units: number;
  /** Units in which it came again. */
  units_again: number;
  /** Findings not closed on the as-of date; null where nothing supplied says so. */
  open: number | null;
  last_found: IsoDate;
  /** The unit in which it was found in most quarters, and in how many; a review of a whole institution has no unit. */
  most_facility_id: string | null;
  most_unit_id: string | null;
  most_quarters: number;
}

/** The days of the last eight fiscal quarters, the one of the last covered day of the period included. */
export function lookedBack(request: Request): Window {
  const { to, days } = eventWindow(request);
  if (days === 0) return { from: to, to, days };
  const last = quarterOf(addDays(to, -1), calendarOf(request.dataset));
  const from = addMonths(last.from, -3 * (quartersBack - 1));
  return { from, to, days: daysBetween(from, to) };
}

/** Findings of a day on one subject in one unit. */
export interface Finding {
  region: string | null;
  facility: string | null;
  unit: string | null;
  subject: string;
  day: IsoDate;
  closed: IsoDate | null;
  findings: number;
  /** First day of its fiscal quarter. */
  quarter: IsoDate;
  /** The subject was found in the same unit in an earlier of the quarters. */
  again: boolean;
}

/** The findings of the result of the statement below, each with whether its subject came again. */
export function findingsOf([found = []]: readonly (readonly RawRow[])[], request: Request): Finding[] {
  const calendar = calendarOf(request.dataset);
  const findings = found.map((row) => {
    const day = row.checked_date as IsoDate;
    return {
      region: row.region_id as string | null,
      facility: row.facility_id as string | null,
      unit: row.unit_id as string | null,
      subject: String(row.subject),
      day,
      closed: row.closed_date as IsoDate | null,
      findings: Number(row.findings),
      quarter: quarterOf(day, calendar).from,
    };
  });
  const first = new Map<string, IsoDate>();
  for (const finding of findings) {
    const [key, known] = [placeKey(finding), first.get(placeKey(finding))];
    if (known === undefined || finding.quarter < known) first.set(key, finding.quarter);
  }
  return findings.map((finding) => ({ ...finding, again: finding.quarter > (first.get(placeKey(finding)) ?? '') }));
}

/** One subject in one unit; what names no unit is of the institution itself. */
const placeKey = ({ facility, unit, subject }: Pick<Finding, 'facility' | 'unit' | 'subject'>) =>
  JSON.stringify([facility, unit, subject]);

function groupOf({ region, facility, unit }: Finding, { by }: Request): string | null {
  return by === 'region_id' ? region : by === 'facility_id' ? facility : by === 'unit_id' ? unit : null;
}

export const recurringFindings = question({
  id: 'coordinator/recurring-findings',
  title: 'Findings by subject, and those that came again',
  description:
    'Findings of checks, audits and reviews with a subject, over eight fiscal quarters up to the end of the period. A finding came again where its subject was found in the same unit in an earlier of those quarters.',
  columns: [
    groupColumn,
    { name: 'subject', kind: 'text', meaning: 'Subject, as recorded' },
    { name: 'findings', kind: 'count', meaning: 'Checks, audits and reviews with a finding on it' },
    { name: 'again', kind: 'count', meaning: 'Of those, in a unit where it was found in an earlier quarter' },
    { name: 'units', kind: 'count', meaning: 'Units in which it was found' },
    { name: 'units_again', kind: 'count', meaning: 'Of those, units in which it came again' },
    { name: 'open', kind: 'count', meaning: 'Findings not closed on the as-of date' },
    { name: 'last_found', kind: 'date', meaning: 'Day it was last found' },
    {
      name: 'most_facility_id',
      kind: 'text',
      meaning: 'Institution of the unit in which it was found in most quarters',
    },
    { name: 'most_unit_id', kind: 'text', meaning: 'That unit; null where the institution as a whole was looked at' },
    { name: 'most_quarters', kind: 'count', meaning: 'Quarters of the eight in which it was found there' },
    ...ratedColumns('Found again as a share of findings'),
  ],
  parameters: [],
  by: findingPlaces,
  scopes: [...placeScopes, 'unit'],
  needs: () => agencyPart('finding_subject'),
  statements: (request) => [
    statement(sql`
      SELECT region_id, facility_id, unit_id, subject, CAST(checked_date AS VARCHAR) AS checked_date, CAST(closed_date AS VARCHAR) AS closed_date,
        sum(findings)::INTEGER AS findings
      FROM finding_subject
      WHERE ${within('checked_date', lookedBack(request))} AND ${chosenRows(request, findingPlaces)}
      GROUP BY ALL
      ORDER BY ALL`),
  ],
  rows(results, request): RecurringFindings[] {
    const compare = compareGroups(request);
    const bySubject = group(
      findingsOf(results, request),
      (finding) => groupOf(finding, request),
      ({ subject }) => subject,
    );
    return [...bySubject]
      .sort(([a], [b]) => compare(a, b))
      .flatMap(([place, subjects]) =>
        [...subjects]
          .map(([subject, findings]) => ({ group: place, ...told(subject, findings, request) }))
          // What comes again most often first.
          .sort(
            (a, b) =>
              descending(a.again, b.again) || descending(a.findings, b.findings) || ascending(a.subject, b.subject),
          ),
      );
  },
});

function told(subject: string, findings: readonly Finding[], request: Request): Omit<RecurringFindings, 'group'> {
  const count = (of: (finding: Finding) => boolean) => sum(findings.filter(of), (finding) => finding.findings);
  const units = [...group(findings, placeKey).values()].map((own) => ({
    own,
    quarters: new Set(own.map(({ quarter }) => quarter)).size,
  }));
  const most = units.reduce((a, b) => (b.quarters > a.quarters ? b : a));
  const again = count((finding) => finding.again);
  const all = count(() => true);
  return {
    subject,
    findings: all,
    again,
    units: units.length,
    units_again: units.filter(({ quarters }) => quarters > 1).length,
    open: count(({ closed }) => closed === null),
    last_found: findings.map(({ day }) => day).reduce((a, b) => (a > b ? a : b)),
    most_facility_id: most.own[0]?.facility ?? null,
    most_unit_id: most.own[0]?.unit ?? null,
    most_quarters: most.quarters,
    ...rated(again, all, request),
  };
}
