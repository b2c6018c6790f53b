import type { MartPart, RawRow } from '../../engine/engine.ts';
import type { InputRow, PlaceInput } from '../../projection/input.ts';
import { readInput } from '../../projection/input.ts';
import { aheadMonths } from './ahead.ts';
import type { Parameter, Request, Statement } from '../question.ts';
import { inScope, raw, sql, statement, type Sql } from '../sql.ts';

/** Scopes a projection is made for. */
export const projectedScopes = ['agency', 'region', 'facility'] as const;

export const aheadColumns = aheadMonths.flatMap(
  (months) =>
    [
      { name: `projected${months}`, kind: 'number', meaning: `People expected in ${months} months` },
      { name: `lower${months}`, kind: 'number', meaning: `Lower limit of the 80 % band in ${months} months` },
      { name: `upper${months}`, kind: 'number', meaning: `Upper limit of the 80 % band in ${months} months` },
    ] as const,
);

/** Figures that are only drawn, by the hundred: more digits would weigh on the page and show nothing. */
export const toTenth = (people: number): number => Math.round(people * 10) / 10;

const martOf = (name: string, { scope }: Request) => (scope.kind === 'facility' ? `${name}_facility` : name);

/** The file a request needs of one of the projection's marts. */
export function projectionPart(name: 'projection_input' | 'projection_past', request: Request): MartPart {
  const part = request.scope.kind === 'facility' ? request.scope.id : 'agency';
  return { mart: martOf(name, request), part };
}

/** Rows of the scope itself: the agency's have neither region nor institution. */
export function ofScope({ scope }: Request): Sql {
  switch (scope.kind) {
    case 'agency':
      return sql`region_id IS NULL AND facility_id IS NULL`;
    case 'region':
      return sql`region_id = ${scope.id} AND facility_id IS NULL`;
    default:
      return sql`facility_id = ${scope.kind === 'facility' ? scope.id : ''}`;
  }
}

/**
 * What a projection of the scope is made from.
 * @param part the past population alone
 */
export function inputStatement(request: Request, part: 'everything' | 'population' = 'everything'): Statement {
  const wanted = raw(part === 'everything' ? 'true' : "kind IN ('first', 'last', 'population')");
  return statement(sql`
    SELECT stratum, kind, slot, name, detail, value
    FROM ${raw(martOf('projection_input', request))}
    WHERE ${ofScope(request)} AND ${wanted}
    ORDER BY stratum, kind, slot`);
}

/** The same of every institution of the scope. */
export function partsStatement(request: Request): Statement {
  return statement(sql`
    SELECT facility_id, stratum, kind, slot, name, detail, value
    FROM projection_input_facility
    WHERE ${inScope(request)}
    ORDER BY facility_id, stratum, kind, slot`);
}

/** Its past projections and what came of them. */
export function pastStatement(request: Request): Statement {
  return statement(sql`
    SELECT origin, months, projected, actual, width80, width95, last_value, damped, score, last_score
    FROM ${raw(martOf('projection_past', request))}
    WHERE ${ofScope(request)}
    ORDER BY origin, months`);
}

export function inputOf(found: readonly RawRow[]): PlaceInput | null {
  return readInput(
    found.map((row): InputRow => ({
      stratum: Number(row.stratum),
      kind: String(row.kind),
      slot: Number(row.slot),
      name: row.name === null ? null : String(row.name),
      detail: row.detail === null ? null : String(row.detail),
      value: Number(row.value),
    })),
  );
}

/** The levers of a scenario, as parameters. */
export const scenarioParameterList: readonly Parameter[] = [
  {
    name: 'admissions',
    kind: 'text',
    meaning: 'Change of admissions by type, percent: all:10 or new_commitment:-5,technical_violation:10',
  },
  { name: 'returns', kind: 'text', meaning: 'Change of returns of released people, percent' },
  { name: 'stays', kind: 'text', meaning: 'Change of length of stay by offense, percent: all:-10 or drug:-20' },
  { name: 'staymonths', kind: 'text', meaning: 'Months every stay becomes longer, or shorter where negative' },
  { name: 'start', kind: 'integer', meaning: 'Month ahead from which the changes hold; 1 without it' },
  {
    name: 'retroactive',
    kind: 'choice',
    choices: ['yes', 'no'],
    meaning: 'Whether changed stays are those of people already in custody too',
  },
];
