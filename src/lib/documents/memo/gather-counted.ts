import type { IsoDate } from '../../calendar/date.ts';
import type { Period } from '../../calendar/period.ts';
import type { FigureRow } from '../../measures/measure-figure.ts';
import { shareLimits } from '../../measures/measure-figure.ts';
import { findMeasure } from '../../measures/measures.ts';
import { isIn, spanOf, type Asker } from '../asker.ts';
import { countedMeasures, type CountedMeasure } from '../../measures/figures.ts';
import { figureRequest } from '../../measures/request.ts';
import { summed } from '../../measures/measure-figure.ts';
import type { MemoDefinition, MemoFigure, MemoMeasure } from './input.ts';

/** A measure of everybody in an institution, from which each person's is taken. */
export type OfPerson = (person: { id: string; units: readonly string[] }) => Omit<MemoMeasure, 'minimum'>;

export interface Quarters {
  /** Oldest first; the last is the memorandum's. */
  periods: readonly Period[];
  labels: readonly string[];
}

/** A part of a whole, with its Wilson limits: the memorandum's own sum over months has the same ones as the question. */
export function shareOf(done: number, of: number): MemoFigure {
  return { kind: 'share', done, of, ...shareLimits(done, of) };
}

export function definitionOf(measure: string): MemoDefinition {
  const found = findMeasure(measure);
  if (!found) throw new Error(`there is no measure "${measure}"`);
  const { definition, numerator, denominator, exclusions, method } = found;
  return {
    definition,
    ...(numerator ? { numerator } : {}),
    ...(denominator ? { denominator } : {}),
    ...(exclusions ? { exclusions } : {}),
    ...(method ? { method } : {}),
  };
}

/** Every measure that counts a part of a whole, for everybody of the institution, in three questions each. */
export async function gatherCounted(asker: Asker, quarters: Quarters): Promise<OfPerson[]> {
  const found: OfPerson[] = [];
  for (const measure of countedMeasures) found.push(await gatherOne(asker, quarters, measure));
  return found;
}

async function gatherOne(asker: Asker, { periods, labels }: Quarters, spec: CountedMeasure): Promise<OfPerson> {
  const quarter = periods.at(-1);
  if (!quarter) throw new Error('a memorandum is of a quarter');
  const { question, part = [], whole = [], none = 'no data' } = spec.figure;
  const { params, filters } = figureRequest(spec.figure);
  const [people, units, place] = [
    await asker.figureRows(question, {
      period: spanOf(periods),
      by: 'staff_id',
      params: { ...params, grain: 'month' },
      filters,
    }),
    await asker.figureRows(question, { period: quarter, by: 'unit_id', params, filters }),
    await asker.figureRows(question, { period: quarter, params, filters }),
  ];
  const sum = (rows: readonly FigureRow[] | null, wanted: (row: FigureRow) => boolean): MemoFigure | null => {
    if (rows === null) return null;
    const counted = rows.filter(wanted);
    return shareOf(summed(part, counted) ?? 0, summed(whole, counted) ?? 0);
  };
  const found = findMeasure(spec.measure);
  const definition = definitionOf(spec.measure);
  return ({ id, units: theirs }) => {
    const inQuarter = (period: Period) =>
      sum(people, ({ group, month }) => group === id && isIn(month as IsoDate | null, period));
    return {
      id: spec.measure,
      label: spec.label ?? found?.label ?? spec.measure,
      element: spec.element,
      direction: found?.direction ?? 'neither',
      counts: spec.counts,
      none,
      figure: inQuarter(quarter),
      quarters: periods.map((period, index) => ({ label: labels[index] ?? period.id, figure: inQuarter(period) })),
      pooled: sum(people, ({ group }) => group === id),
      unit: theirs.length === 0 ? null : sum(units, ({ group }) => typeof group === 'string' && theirs.includes(group)),
      institution: sum(place, () => true),
      expected: null,
      limits: null,
      position: null,
      definition,
    };
  };
}
