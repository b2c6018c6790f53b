import { ascending, groups } from 'd3-array';
import { numberOrNull, type RawRow } from '../../engine/engine.ts';
import { agencyPart } from './stock-sql.ts';
import { aheadColumns, aheadMonths, ofScope, projectedScopes, type ExpectedAhead } from './projection-rows.ts';
import { question } from '../question.ts';
import { inScope, sql, statement } from '../sql.ts';

/** What is expected of one institution within two years. */
export interface ProjectedInstitution extends ExpectedAhead {
  group: string;
  people: number;
  /** Rated, on the day two years ahead; null where none is recorded. */
  capacity: number | null;
  /** Chance of more people than the capacity at the end of the 12th month, and at the end of at least one of 24. */
  probability_over12: number | null;
  probability_passed: number | null;
  /** First month end at which more than the capacity is more likely than not; null where none is. */
  likely_from: string | null;
  /** Chance that the average of the twelve months to the 12th month ahead is above the guideline, and of those to the 24th. */
  guideline12: number | null;
  guideline24: number | null;
}

export const projectionInstitutions = question({
  id: 'population/projection-institutions',
  title: 'The projection by institution',
  description:
    'Every institution with a projection: people now and in 6, 12 and 24 months with their 80 % band, its rated capacity, the chance of being above it in a year and of passing it at least once in two, the first month that is more likely than not, and the chance that the average of twelve months is above the guideline for an assistant coordinator. The likeliest to pass first. Without a scenario.',
  columns: [
    { name: 'group', kind: 'text', meaning: 'Institution' },
    { name: 'people', kind: 'count', meaning: 'People on the as-of date' },
    ...aheadColumns,
    { name: 'capacity', kind: 'count', meaning: 'Rated capacity' },
    {
      name: 'probability_over12',
      kind: 'share',
      meaning: 'Chance of more people than that at the end of the 12th month',
    },
    {
      name: 'probability_passed',
      kind: 'share',
      meaning: 'Chance of more people than that at the end of at least one of the next 24 months',
    },
    { name: 'likely_from', kind: 'date', meaning: 'First month end at which that is more likely than not' },
    {
      name: 'guideline12',
      kind: 'share',
      meaning: 'Chance that the average of the next 12 months is above the guideline for an assistant coordinator',
    },
    { name: 'guideline24', kind: 'share', meaning: 'The same of the 12 months after them' },
  ],
  parameters: [],
  by: [],
  scopes: projectedScopes,
  needs: () => agencyPart('projection_ahead'),
  statements: (request) => [
    statement(sql`
        SELECT facility_id, ahead, CAST(date AS VARCHAR) AS date, today, projected, lower80, upper80, capacity, above, passed, year_over
        FROM projection_ahead
        WHERE facility_id IS NOT NULL AND ${inScope(request)}
        ORDER BY facility_id, ahead`),
  ],
  rows([found = []]): ProjectedInstitution[] {
    return groups(found, (row) => String(row.facility_id))
      .flatMap(([group, months]) => institutionOf(group, months) ?? [])
      .sort(
        (a, b) =>
          (b.probability_passed ?? -1) - (a.probability_passed ?? -1) ||
          (b.probability_over12 ?? -1) - (a.probability_over12 ?? -1) ||
          ascending(a.group, b.group),
      );
  },
});

function institutionOf(group: string, months: readonly RawRow[]): ProjectedInstitution | null {
  const at = (ahead: number) => months.find((row) => Number(row.ahead) === ahead);
  const [six, twelve, last] = aheadMonths.map(at);
  if (!six || !twelve || !last) return null;
  const figures = (row: RawRow) => [Number(row.projected), Number(row.lower80), Number(row.upper80)] as const;
  const [[projected6, lower6, upper6], [projected12, lower12, upper12], [projected24, lower24, upper24]] = [
    figures(six),
    figures(twelve),
    figures(last),
  ];
  return {
    group,
    people: Number(last.today),
    ...{ projected6, lower6, upper6, projected12, lower12, upper12, projected24, lower24, upper24 },
    capacity: numberOrNull(last.capacity ?? twelve.capacity),
    probability_over12: numberOrNull(twelve.above),
    probability_passed: numberOrNull(last.passed),
    likely_from: (months.find((row) => (numberOrNull(row.above) ?? 0) > 0.5)?.date as string | undefined) ?? null,
    guideline12: numberOrNull(twelve.year_over),
    guideline24: numberOrNull(last.year_over),
  };
}

/** A month of the projection as the overview draws it. */
export interface ShortMonth {
  date: string;
  projected: number;
  lower80: number;
  upper80: number;
}

export const projectionShort = question({
  id: 'population/projection-short',
  title: 'Population expected within two years',
  description: 'People expected at the end of each of the next 24 months, with the 80 % band, without a scenario.',
  columns: [
    { name: 'date', kind: 'date', meaning: 'Day projected' },
    { name: 'projected', kind: 'number', meaning: 'People expected at the end of that day' },
    { name: 'lower80', kind: 'number', meaning: 'Lower limit of the 80 % band' },
    { name: 'upper80', kind: 'number', meaning: 'Upper limit of the 80 % band' },
  ],
  parameters: [],
  by: [],
  scopes: projectedScopes,
  needs: () => agencyPart('projection_ahead'),
  statements: (request) => [
    statement(sql`
        SELECT CAST(date AS VARCHAR) AS date, projected, lower80, upper80
        FROM projection_ahead WHERE ${ofScope(request)} ORDER BY ahead`),
  ],
  rows: ([found = []]): ShortMonth[] =>
    found.map((row) => ({
      date: String(row.date),
      projected: Number(row.projected),
      lower80: Number(row.lower80),
      upper80: Number(row.upper80),
    })),
});
