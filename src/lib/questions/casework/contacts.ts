import { enoughForRate } from '../../format/rate.ts';
import { observedToExpected } from '../../analysis/observed-expected.ts';
import { addMonths, daysPerMonth, monthsBetween, type IsoDate } from '../../calendar/date.ts';
import type { RawRow } from '../../engine/engine.ts';
import {
  caseGroups,
  caseMart,
  grainParameter,
  groupColumn,
  groupedOf,
  groupedRows,
  monthColumn,
  monthOf,
  within,
  type Grouped,
} from './case-counts.ts';
import type { DimensionId } from '../dimensions.ts';
import { agencyPart, coveredWindow, facilityParts, type Window } from '../population/stock-sql.ts';
import { question, type Request } from '../question.ts';
import { chosenRows, raw, grouped, sql, statement, type Sql } from '../sql.ts';

export interface Contacts extends Grouped {
  contacts: number;
  /** Months in custody, or for a case manager months assigned, of the same place and time. */
  person_months: number;
  /** Null where there are too few person-months for a rate. */
  per_100: number | null;
  lower: number | null;
  upper: number | null;
}

const contactDimensions = [...caseGroups, 'contact_type'] as const satisfies readonly DimensionId[];

/** The kind of a contact says nothing of how long somebody was there: every kind has the same person-months. */
const exposureBy = ({ by }: Request): DimensionId | null => (by === 'contact_type' ? null : by);

export const contacts = question({
  id: 'casework/contacts',
  title: 'Contacts per 100 person-months',
  description:
    'Contacts of the period per 100 person-months of the people held there or, for a case manager, assigned. A contact belongs to whoever is recorded as having made it, else to the case manager assigned that day.',
  columns: [
    monthColumn,
    groupColumn,
    { name: 'contacts', kind: 'count', meaning: 'Contacts' },
    { name: 'person_months', kind: 'number', meaning: 'Days in custody, or assigned, divided by 30.4375' },
    { name: 'per_100', kind: 'number', meaning: 'Contacts per 100 person-months; null where there are too few' },
    { name: 'lower', kind: 'number', meaning: 'Lower 95 % limit (exact Poisson)' },
    { name: 'upper', kind: 'number', meaning: 'Upper 95 % limit (exact Poisson)' },
  ],
  parameters: [grainParameter],
  by: contactDimensions,
  eachUnit: true,
  needs(request) {
    const { name, parts } = caseMart('contact_made', coveredWindow(request), request);
    return [
      ...parts,
      ...(name === 'contact_made' ? facilityParts('case_span', request) : agencyPart('facility_month')),
    ];
  },
  statements(request) {
    const window = coveredWindow(request);
    const { name } = caseMart('contact_made', window, request);
    return [
      statement(sql`
        SELECT ${monthOf('contact_date', request)} AS month, ${grouped(request)}, sum(contacts)::INTEGER AS contacts
        FROM ${raw(name)}
        WHERE ${within('contact_date', window)} AND ${chosenRows(request, contactDimensions)}
        GROUP BY ALL`),
      statement(name === 'contact_made' ? exactExposure(window, request) : monthlyExposure(window, request)),
    ];
  },
  rows([found = [], exposures = []], request): Contacts[] {
    const days = new Map(exposures.map((row) => [keyOf(groupedOf(row), request), Number(row.days ?? 0)]));
    // People nobody had a contact with count as much as the others.
    const silent = exposureBy(request) === request.by ? exposures : [];
    const rows = new Map<string, RawRow>();
    for (const row of [...silent.map((row): RawRow => ({ ...row, contacts: 0 })), ...found]) {
      rows.set(`${row.month}\t${row.group}`, row);
    }
    return groupedRows([...rows.values()], coveredWindow(request), request, (row) => {
      const months = (days.get(keyOf(groupedOf(row), request)) ?? 0) / daysPerMonth;
      return { ...groupedOf(row), ...perHundred(Number(row.contacts ?? 0), months, request) };
    });
  },
});

const keyOf = ({ month, group }: Grouped, request: Request) => `${month}\t${exposureBy(request) ? group : null}`;

/** Overlaps of everybody's days with the window, or with each of its months. */
function exactExposure(window: Window, request: Request): Sql {
  const slices =
    request.params.grain === 'month'
      ? monthsBetween(window.from, window.to).map((month) => slice(month, window))
      : [sql`(CAST(NULL AS VARCHAR), CAST(${window.from} AS DATE), CAST(${window.to} AS DATE))`];
  const list = slices.length > 0 ? slices.reduce((all, next) => sql`${all}, ${next}`) : slice(window.from, window);
  return sql`
        SELECT slice.month, ${grouped({ ...request, by: exposureBy(request) })},
          sum(people * (least(end_date, slice.until) - greatest(start_date, slice.since)))::DOUBLE AS days
        FROM case_span JOIN (VALUES ${list}) AS slice(month, since, until) ON start_date < slice.until AND end_date > slice.since
        WHERE ${chosenRows(request, caseGroups)}
        GROUP BY ALL`;
}

function slice(month: IsoDate, { from, to }: Window): Sql {
  const next = addMonths(month, 1);
  return sql`(${month}, CAST(${month > from ? month : from} AS DATE), CAST(${next < to ? next : to} AS DATE))`;
}

function monthlyExposure(window: Window, request: Request): Sql {
  return sql`
        SELECT ${monthOf('month', request)} AS month, ${grouped({ ...request, by: exposureBy(request) })}, sum(person_days) AS days
        FROM facility_month
        WHERE ${within('month', window)} AND ${chosenRows(request, caseGroups)}
        GROUP BY ALL`;
}

function perHundred(count: number, months: number, request: Request): Omit<Contacts, keyof Grouped> {
  const ratio = enoughForRate(months, request.dataset.settings.minimum_for_rate)
    ? observedToExpected(count, months)
    : null;
  const scaled = (value: number | undefined) => (value === undefined ? null : value * 100);
  return {
    contacts: count,
    person_months: months,
    per_100: scaled(ratio?.ratio),
    lower: scaled(ratio?.lower),
    upper: scaled(ratio?.upper),
  };
}
