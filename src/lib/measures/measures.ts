import { caseworkMeasures } from './casework.ts';
import { coordinatorMeasures } from './coordinator.ts';
import { deadlineMeasures, taskMeasures } from './deadlines.ts';
import { expectedMeasures } from './expected.ts';
import { firstDefinition, type Measure } from './measure.ts';
import { outcomeMeasures } from './outcomes.ts';
import { populationMeasures } from './population.ts';
import { projectionMeasures } from './projection.ts';
import { noFigure } from './reasons.ts';

const definitions = [
  ...populationMeasures,
  ...projectionMeasures,
  ...deadlineMeasures,
  ...taskMeasures,
  ...caseworkMeasures,
  ...coordinatorMeasures,
  ...outcomeMeasures,
  ...expectedMeasures,
  {
    id: 'completeness',
    label: 'Completeness',
    definition: 'Rows of a table in a month in which an optional field is filled.',
    numerator: 'Rows with a value in the field.',
    denominator: 'Rows of the table in the month.',
    unit: 'share',
    direction: 'higher',
    tables: [['agency']],
    question: 'data/completeness',
    history: firstDefinition,
    noFigure: noFigure.list,
  },
] as const satisfies readonly Measure[];

/** Every definition as it is written, for the compiler. */
export type MeasureDefinition = (typeof definitions)[number];

export type MeasureId = MeasureDefinition['id'];

/** Every measure, in the order of the glossary. */
export const measures: readonly Measure[] = definitions;

const byId = new Map(measures.map((measure) => [measure.id, measure]));

/** The measure of an id named in code. */
export function measureOf(id: MeasureId): Measure {
  const found = byId.get(id);
  if (!found) throw new Error(`there is no measure "${id}"`);
  return found;
}

/** The measure of an id; undefined where there is none. */
export function findMeasure(id: string): Measure | undefined {
  return byId.get(id);
}
