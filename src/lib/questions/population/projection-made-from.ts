import { meanStay } from '../../projection/life-table.ts';
import { packInput, type PackedInput } from '../../projection/packed-input.ts';
import { refusal } from '../../projection/place.ts';
import { fitStockFlow } from '../../projection/snapshot.ts';
import { projectStockFlow } from '../../projection/stock-flow.ts';
import { isClosed } from './projection.ts';
import { inputOf, inputStatement, projectedScopes, projectionPart } from './projection-rows.ts';
import { question } from '../question.ts';

/** A group of people projected together. */
export interface ProjectedStratum {
  group: string;
  people: number;
  admissions: number;
  mean_stay: number;
  projected12: number;
  projected36: number;
  projected60: number;
}

export const projectionStrata = question({
  id: 'population/projection-strata',
  title: 'The projection by group',
  description:
    'The groups the projection is made from (admission type, offense or, where none is recorded, custody level, and sex; joined until each has 30 admissions a year): people now, admissions, mean stay, and people expected after one, three and five years. They add up to the projection.',
  columns: [
    { name: 'group', kind: 'text', meaning: 'Admission type, offense or custody level, and sex where told apart' },
    { name: 'people', kind: 'count', meaning: 'People of the group on the as-of date' },
    { name: 'admissions', kind: 'number', meaning: 'Arrivals a month, as of the last year' },
    { name: 'mean_stay', kind: 'number', meaning: 'Mean stay of new admissions, months' },
    { name: 'projected12', kind: 'number', meaning: 'People expected in 12 months' },
    { name: 'projected36', kind: 'number', meaning: 'People expected in 36 months' },
    { name: 'projected60', kind: 'number', meaning: 'People expected in 60 months' },
  ],
  parameters: [],
  by: [],
  scopes: projectedScopes,
  needs: (request) => [projectionPart('projection_input', request)],
  statements: (request) => [inputStatement(request)],
  rows([found = []], request): ProjectedStratum[] {
    const input = inputOf(found);
    if (!input?.snapshot || isClosed(request) || refusal(input) !== null) return [];
    const model = fitStockFlow(input.snapshot);
    if (!model) return [];
    const { strata, population } = projectStockFlow(model, 60);
    // The place is made to add up with others; its groups follow it in proportion.
    const part = (h: number) => (population[h]! > 0 ? (input.baseline[h] ?? population[h]!) / population[h]! : 1);
    return model.strata
      .map(({ label, table, flow, share }, g) => {
        const people = strata[g]!;
        return {
          group: label,
          people: Math.round(people[0]!),
          admissions: (model.flows[flow]?.level ?? 0) * share,
          mean_stay: meanStay(table),
          projected12: people[12]! * part(12),
          projected36: people[36]! * part(36),
          projected60: people[60]! * part(60),
        };
      })
      .sort((a, b) => b.people - a.people || (a.group < b.group ? -1 : 1));
  },
});

export const projectionInput = question({
  id: 'population/projection-input',
  title: 'What the projection is made from',
  description:
    'People in custody, at risk, leaving and admitted, by group and by age or month, what is expected without a scenario, and what past projections were wrong by: everything a scenario is simulated from.',
  columns: [
    { name: 'stratum', kind: 'number', meaning: 'Number of the group; −1 for figures of the place as a whole' },
    { name: 'kind', kind: 'text', meaning: 'What the figures are' },
    {
      name: 'slot',
      kind: 'number',
      meaning: 'Age or month of the first figure; months ahead of what is expected and of past errors',
    },
    { name: 'name', kind: 'text', meaning: 'Name of the group, or admission type' },
    { name: 'detail', kind: 'text', meaning: 'Offense' },
    { name: 'figures', kind: 'text', meaning: 'The figures from that slot on, with a space between; a dash for none' },
  ],
  parameters: [],
  by: [],
  scopes: projectedScopes,
  needs: (request) => [projectionPart('projection_input', request)],
  statements: (request) => [inputStatement(request)],
  rows([found = []], request): PackedInput[] {
    const input = inputOf(found);
    // Only stays can be simulated.
    return input?.snapshot && !isClosed(request) ? packInput(input) : [];
  },
});
