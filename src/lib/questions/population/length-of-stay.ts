import { daysPerMonth } from '../../calendar/date.ts';
import { kaplanMeier, survivalAt } from '../../analysis/survival.ts';
import { rowsFromMargins } from '../../analysis/survival-margins.ts';
import type { RawRow } from '../../engine/engine.ts';
import { populationDimensions } from '../dimensions.ts';
import { coveredWindow, facilityParts, groupsOf, monthsBegunIn } from './stock-sql.ts';
import { question } from '../question.ts';
import { chosenRows, grouped, sql, statement } from '../sql.ts';

export interface LengthOfStay {
  group: string | null;
  months: number;
  /** Stays still open, and seen, just before this length. */
  at_risk: number;
  /** Share of stays that last at least this long. */
  remaining: number;
  lower: number;
  upper: number;
}

const longest = 480;

const stayDimensions = ['admission_type', ...populationDimensions] as const;

export const lengthOfStay = question({
  id: 'population/length-of-stay',
  title: 'Length of stay',
  description:
    'Share of stays that last at least a number of months: Kaplan–Meier over every stay inside the months that begin in the period, those that began before entering late, open ones censored at the end.',
  columns: [
    { name: 'group', kind: 'text', meaning: 'Value of the grouped column; null where it was not recorded' },
    { name: 'months', kind: 'count', meaning: 'Months since admission, of 30.4375 days' },
    { name: 'at_risk', kind: 'count', meaning: 'Stays open and seen just before this length' },
    { name: 'remaining', kind: 'share', meaning: 'Share of stays that last longer' },
    { name: 'lower', kind: 'share', meaning: 'Lower 95 % limit (log–log)' },
    { name: 'upper', kind: 'share', meaning: 'Upper 95 % limit (log–log)' },
  ],
  parameters: [],
  by: ['region_id', 'facility_id', 'unit_id', ...stayDimensions],
  eachUnit: true,
  long: true,
  needs: (request) => [...facilityParts('stay_span', request), ...facilityParts('stay_length', request)],
  statements(request) {
    const { from, to } = monthsBegunIn(coveredWindow(request), request);
    const group = grouped(request);
    const chosen = chosenRows(request, stayDimensions);
    // The window's last day is the last on which anybody is seen, so that is where open stays are censored.
    const last = sql`CAST(${to} AS DATE) - 1`;
    return [
      // Whoever was in custody the evening before the window is seen from that length on.
      statement(sql`
        SELECT ${group},
          CASE WHEN admission_date < CAST(${from} AS DATE) THEN CAST(${from} AS DATE) - 1 - admission_date END AS entry, count(*)::INTEGER AS stays
        FROM stay_span
        WHERE admission_date <= ${last} AND (release_month IS NULL OR release_month >= CAST(${from} AS DATE)) AND ${chosen}
        GROUP BY ALL`),
      statement(sql`
        SELECT ${group}, days AS exit, true AS released, count(*)::INTEGER AS stays
        FROM stay_length
        WHERE release_month >= CAST(${from} AS DATE) AND release_month <= ${last} AND ${chosen}
        GROUP BY ALL`),
      statement(sql`
        SELECT ${group}, ${last} - admission_date AS exit, false AS released, count(*)::INTEGER AS stays
        FROM stay_span
        WHERE admission_date <= ${last} AND (release_month IS NULL OR release_month > ${last}) AND ${chosen}
        GROUP BY ALL`),
    ];
  },
  rows([entries = [], ended = [], open = []], request): LengthOfStay[] {
    if (monthsBegunIn(coveredWindow(request), request).days === 0) return [];
    const exits = [...ended, ...open];
    return groupsOf(
      exits.map((row) => row.group as string | null),
      request,
    ).flatMap((group) =>
      curveOf(
        group,
        entries.filter((row) => row.group === group),
        exits.filter((row) => row.group === group),
      ),
    );
  },
});

function curveOf(group: string | null, entries: RawRow[], exits: RawRow[]): LengthOfStay[] {
  const late = entries.filter((row) => row.entry !== null);
  const fromStart = entries.filter((row) => row.entry === null).reduce((sum, row) => sum + Number(row.stays), 0);
  const rows = rowsFromMargins(
    fromStart,
    late.map((row) => ({ time: Number(row.entry), count: Number(row.stays) })),
    exits.map((row) => ({ time: Number(row.exit), event: row.released === true, count: Number(row.stays) })),
  );
  const curve = kaplanMeier(rows);
  const lengths: LengthOfStay[] = [];
  for (let months = 0; months <= longest; months += 1) {
    const day = months * daysPerMonth;
    const at = survivalAt(curve, day);
    if (!at) break;
    const { atRisk, survival, lower, upper } = at;
    lengths.push({ group, months, at_risk: atRisk, remaining: survival, lower, upper });
    if (survival === 0) break;
  }
  return lengths;
}
