import type { Measure } from './measure.ts';
import type { FigureSpec } from './figure.ts';

/** A measure a reader can choose, without its definition: the whole glossary would weigh on the page. */
export interface MeasureChoice {
  readonly id: string;
  readonly label: string;
  /** Words before the label in a list of many. */
  readonly section: string;
}

const sections: readonly (readonly [string, string])[] = [
  ['population/', 'Population'],
  ['recidivism/', 'Return'],
  ['programs/', 'Programs'],
  ['coordinator/', 'Coordinator'],
  ['casework/', 'Casework'],
];

/** Every measure with a single figure, by section and name; kinds of task after the others. */
export function measureChoices(
  measures: readonly Measure[],
  wanted: (spec: FigureSpec) => boolean = () => true,
): MeasureChoice[] {
  const order = [...sections.map(([, section]) => section), 'Kinds of task'];
  return measures
    .flatMap(({ id, label: whole, question, figure }): MeasureChoice[] => {
      if (!figure || !wanted(figure)) return [];
      const label = figure.label ?? whole;
      const known = sections.find(([prefix]) => question.startsWith(prefix))?.[1] ?? 'Casework';
      return [
        { id, label, section: figure.params?.['type'] && question === 'casework/timeliness' ? 'Kinds of task' : known },
      ];
    })
    .sort((a, b) => order.indexOf(a.section) - order.indexOf(b.section) || a.label.localeCompare(b.label, 'en'));
}
