import { describe, expectTypeOf, it } from 'vitest';
import { figure } from '../measures/figure.ts';
import { noMonths } from '../measures/reasons.ts';
import type { overview } from '../pages/overview.ts';
import type { PopulationAverage } from '../questions/population/average.ts';
import type { PopulationFlow } from '../questions/population/flows.ts';
import type { Asker } from '../documents/asker.ts';
import type { PanelsOf } from './panels.svelte.ts';

/** Read by the compiler: what it would let through again makes `svelte-check` fail. */
describe('the road from a question to a page', () => {
  it('gives the rows of a panel the columns of its question', () => {
    const now = (panels: PanelsOf<typeof overview>) => panels.rows('now');
    const flows = (panels: PanelsOf<typeof overview>) => panels.rows('flows');
    expectTypeOf(now).returns.toEqualTypeOf<PopulationAverage[]>();
    expectTypeOf(flows).returns.toEqualTypeOf<PopulationFlow[]>();
  });

  it('refuses a panel the page does not have, and a column its question does not give', () => {
    const wrong = (panels: PanelsOf<typeof overview>) => {
      // @ts-expect-error -- there is no panel "nwo"
      panels.rows('nwo');
      // @ts-expect-error -- flows by month have admissions and releases, and no average
      return panels.rows('flows')[0]?.average;
    };
    expectTypeOf(wrong).toBeFunction();
  });

  it('refuses the same of a document and of the figure of a measure', () => {
    const wrong = async (asker: Asker, asked: Parameters<Asker['rows']>[1]) => {
      // @ts-expect-error -- there is no question "casework/caselaod"
      await asker.rows('casework/caselaod', asked);
      // @ts-expect-error -- a caseload has an average, and no mean
      return (await asker.rows('casework/caseload', asked))?.[0]?.mean;
    };
    expectTypeOf(wrong).toBeFunction();
    const typo = () =>
      figure({
        question: 'casework/caseload',
        kind: 'number',
        // @ts-expect-error -- the column is "average"
        value: 'averge',
        finest: 'staff',
        noMonths: noMonths.wholePeriod,
      });
    expectTypeOf(typo).toBeFunction();
  });
});
