import { addDays } from '../../calendar/date.ts';
import {
  caseGroups,
  countedShare,
  eventWindow,
  grainParameter,
  groupColumn,
  groupedOf,
  groupedRows,
  monthColumn,
  monthOf,
  rated,
  ratedColumns,
  within,
  type Grouped,
  type Rated,
} from './case-counts.ts';
import type { DimensionId } from '../dimensions.ts';
import { compareGroups, facilityParts } from '../population/stock-sql.ts';
import { question, type Request } from '../question.ts';
import { chosenRows, grouped, sql, statement } from '../sql.ts';

export const staffDimensions = [...caseGroups, 'role'] as const satisfies readonly DimensionId[];

const place = (request: Request) => chosenRows(request, staffDimensions);

export interface Training extends Grouped {
  staff: number;
  /** Of those, members of staff who attended a course. */
  trained: number;
  /** Of those, members of staff who presented and attended none; null where nothing supplied says who presented. */
  presented_only: number | null;
  attended: number;
  hours: number;
  /** Null, as meetings, where nothing supplied says who presented. */
  presented: number | null;
  meetings_presented: number | null;
  /** Of both, what is recorded; null where neither is. */
  sessions_presented: number | null;
  /** Hours expected of one member of staff in the days of the row. */
  expected_per_staff: number;
}

/** Courses and meetings somebody presented in; null where nothing supplied says who did. */
export function sessionsPresented({
  presented,
  meetings_presented: meetings,
}: Pick<Training, 'presented' | 'meetings_presented'>): number | null {
  return presented === null && meetings === null ? null : (presented ?? 0) + (meetings ?? 0);
}

const daysPerYear = 365.25;

export const training = question({
  id: 'casework/training',
  title: 'Training and sessions presented',
  description:
    'Courses attended and presented, their hours, and meetings in which somebody presented, in the period, under the home institution and unit.',
  columns: [
    monthColumn,
    groupColumn,
    { name: 'staff', kind: 'count', meaning: 'Members of staff with any of these' },
    { name: 'trained', kind: 'count', meaning: 'Of those, who attended a course' },
    { name: 'presented_only', kind: 'count', meaning: 'Of those, who presented and attended none' },
    { name: 'attended', kind: 'count', meaning: 'Courses attended, counted per person' },
    { name: 'hours', kind: 'number', meaning: 'Hours of training, attended or presented' },
    { name: 'presented', kind: 'count', meaning: 'Courses presented' },
    { name: 'meetings_presented', kind: 'count', meaning: 'Meetings in which a member of staff presented' },
    { name: 'sessions_presented', kind: 'count', meaning: 'Courses and meetings presented, as far as recorded' },
    {
      name: 'expected_per_staff',
      kind: 'number',
      meaning: 'Hours of training expected of one member of staff in that time',
    },
  ],
  parameters: [grainParameter],
  by: staffDimensions,
  eachUnit: true,
  needs: (request) => facilityParts('expertise', request),
  statements: (request) => [
    statement(sql`
      SELECT ${monthOf('day', request)} AS month, ${grouped(request)}, count(DISTINCT staff_id)::INTEGER AS staff,
        (count(DISTINCT staff_id) FILTER (WHERE attended > 0))::INTEGER AS trained,
        sum(attended)::INTEGER AS attended, sum(hours) AS hours, sum(presented)::INTEGER AS presented,
        sum(meetings_presented)::INTEGER AS meetings_presented
      FROM expertise
      WHERE ${within('day', eventWindow(request))} AND ${place(request)}
      GROUP BY ALL`),
  ],
  rows([found = []], request): Training[] {
    const window = eventWindow(request);
    const yearly = request.dataset.settings.training_hours_a_year;
    return groupedRows(found, window, request, (row) => ({
      ...groupedOf(row),
      staff: Number(row.staff ?? 0),
      trained: Number(row.trained ?? 0),
      // Whoever is in the mart attended or presented.
      presented_only: Number(row.staff ?? 0) - Number(row.trained ?? 0),
      attended: Number(row.attended ?? 0),
      hours: Math.round(Number(row.hours ?? 0) * 100) / 100,
      presented: Number(row.presented ?? 0),
      meetings_presented: Number(row.meetings_presented ?? 0),
      sessions_presented: Number(row.presented ?? 0) + Number(row.meetings_presented ?? 0),
      expected_per_staff: row.month ? yearly / 12 : (yearly * window.days) / daysPerYear,
    }));
  },
});

export interface Certification extends Rated {
  group: string | null;
  staff: number;
  certified: number;
  /** Of the certified, those whose certification ends within the warning time. */
  expiring: number;
  lapsed: number;
  not_recorded: number;
  first_expiry: string | null;
}

export const certification = question({
  id: 'casework/certification',
  title: 'Certification',
  description:
    'Members of staff in their role on the as-of date by the state of their certification. Only the present certification is recorded, so there is no earlier day to ask about.',
  columns: [
    groupColumn,
    { name: 'staff', kind: 'count', meaning: 'Members of staff in their role' },
    { name: 'certified', kind: 'count', meaning: 'Of those, certified on the as-of date' },
    {
      name: 'expiring',
      kind: 'count',
      meaning: 'Of the certified, those whose certification ends within the warning time',
    },
    { name: 'lapsed', kind: 'count', meaning: 'Certification ended before the as-of date' },
    { name: 'not_recorded', kind: 'count', meaning: 'No certification recorded' },
    { name: 'first_expiry', kind: 'date', meaning: 'Earliest last day of a certification; for one person, theirs' },
    ...ratedColumns('Certified as a share of staff'),
  ],
  parameters: [],
  by: staffDimensions,
  eachUnit: true,
  needs: (request) => facilityParts('certificate', request),
  statements(request) {
    const { as_of, settings } = request.dataset;
    return [
      statement(sql`
        SELECT ${grouped(request)}, count(*)::INTEGER AS staff,
          (count(*) FILTER (WHERE certified_until >= CAST(${as_of} AS DATE)))::INTEGER AS certified,
          (count(*) FILTER (WHERE certified_until BETWEEN CAST(${as_of} AS DATE) AND CAST(${addDays(as_of, settings.certification_warning_days)} AS DATE)))::INTEGER AS expiring,
          (count(*) FILTER (WHERE certified_until < CAST(${as_of} AS DATE)))::INTEGER AS lapsed,
          (count(*) FILTER (WHERE certified_until IS NULL))::INTEGER AS not_recorded,
          CAST(min(certified_until) AS VARCHAR) AS first_expiry
        FROM certificate
        WHERE ${place(request)}
        GROUP BY ALL`),
    ];
  },
  rows([found = []], request): Certification[] {
    const compare = compareGroups(request);
    return found
      .map((row) => {
        const staff = Number(row.staff);
        const certified = Number(row.certified);
        return {
          group: row.group as string | null,
          staff,
          certified,
          expiring: Number(row.expiring),
          lapsed: Number(row.lapsed),
          not_recorded: Number(row.not_recorded),
          first_expiry: row.first_expiry as string | null,
          ...rated(certified, staff, request),
        };
      })
      .sort((a, b) => compare(a.group, b.group));
  },
});

/** Entries on performance: whether they were discussed, and disputed. Their text never leaves the agency. */
export const performanceNotes = countedShare({
  id: 'casework/performance-notes',
  title: 'Performance entries discussed and disputed',
  description:
    'Performance entries made in the period, those discussed with the employee by the as-of date, and those disputed.',
  mart: 'performance_entry',
  part: 'cases',
  date: 'note_date',
  window: eventWindow,
  counts: {
    entries: { of: 'entries', meaning: 'Entries' },
    discussed: { of: 'discussed', meaning: 'Of those, discussed with the employee' },
    disputed: { of: 'disputed', meaning: 'Of those, disputed' },
  },
  share: { part: 'discussed', whole: 'entries', meaning: 'Discussed as a share of entries' },
  by: [...caseGroups, 'element'],
});
