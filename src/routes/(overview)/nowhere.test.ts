import { expect, it } from 'vitest';
import { nowhereWords } from './nowhere.ts';

it('says who is in custody without a recorded place, and that no row counts them', () => {
  expect(nowhereWords({ average: 0.04, population: 0 }, 'institution')).toBe(
    'Without a recorded institution: an average daily population of less than 0.1, 0 people on the last day. ' +
      'The totals count them; no row above does.',
  );
  expect(nowhereWords({ average: 12.4, population: 1 }, 'unit', { on_time: 4, due: 7 })).toBe(
    'Without a recorded unit: an average daily population of 12, 1 person on the last day; ' +
      'program reviews on time: 4 of 7. The totals count them; no row above does.',
  );
});
