import { describe, expect, it } from 'vitest';
import { ask, noteOf } from '../../src/lib/questions/ask.ts';
import { questionOf } from '../../src/lib/questions/index.ts';
import { readRequest, type RequestText } from '../../src/lib/questions/read-request.ts';
import type { ReturnRate } from '../../src/lib/questions/recidivism/rate.ts';
import { askingTiny } from './exported.ts';
import type { Asking } from './asking.ts';
import type { Row } from './source-folder.ts';

/** Ready-made research files that leave something out which other columns, or other tables, tell or do not tell. */
const places = {
  agency: [{ agency_name: 'Department of Small Numbers', as_of: '2026-06-30' }],
  region: [
    { region_id: 'E', region_name: 'East' },
    { region_id: 'W', region_name: 'West' },
  ],
  facility: ['E', 'W'].map((region_id) => ({ facility_id: `${region_id}1`, facility_name: region_id, region_id })),
};

/** A hundred releases of a year, alternately from E1 and W1; every fifth came back after as many days as its number. */
const releases = Array.from({ length: 100 }, (_, at): Row => ({
  release_id: `R${at}`,
  cohort_year: 2020,
  facility_id: at % 2 === 0 ? 'E1' : 'W1',
  days_followed: 1200,
  event_type: at % 5 === 0 ? 'return_technical' : null,
  days_to_event: at % 5 === 0 ? 1 + at : null,
}));
const without = (rows: readonly Row[], name: string): Row[] => rows.map(({ [name]: _left, ...row }) => row);
const asked = (rows: Row[]) => askingTiny({ ...places, release_cohort: rows });

async function noteTo(asking: Asking, id: string, text: RequestText = {}): Promise<string | undefined> {
  const question = questionOf(id);
  const request = readRequest(question, text, asking.manifest);
  if ('error' in request) throw new Error(request.error);
  return noteOf(await ask(asking.engine, asking.files.marts, question, request));
}

describe('a research file', () => {
  it('that names institutions is counted by their regions too', async () => {
    const asking = await asked(releases);
    // 50 of E1, of whom those numbered 0, 10, 20, … came back; as many of W1.
    const byRegion = await asking.rows<ReturnRate>('recidivism/rate', { by: 'region_id' });
    expect(byRegion.map(({ group, released, returned }) => [group, released, returned])).toEqual([
      ['E', 50, 10],
      ['W', 50, 10],
    ]);
    const east = await asking.rows<ReturnRate>('recidivism/rate', { scope: 'region=E', values: { horizon: '365' } });
    expect(east).toMatchObject([{ released: 50, returned: 10 }]);
    await asking.close();
  });

  it('that records no event at all says nothing of how many came back', async () => {
    const asking = await asked(without(without(releases, 'event_type'), 'days_to_event'));
    for (const id of ['recidivism/rate', 'recidivism/rates', 'recidivism/curve', 'recidivism/expected'])
      await expect(asking.rows(id), id).rejects.toThrow('needs the column release_cohort.event_type');
    await asking.close();
  });

  it('that says whether, but not when, counts at the end of its follow-up and nowhere before', async () => {
    const asking = await asked(without(releases, 'days_to_event'));
    const rates = await asking.rows<ReturnRate>('recidivism/rates');
    expect(rates.map(({ returned, missing }) => [returned, missing])).toEqual([
      [null, 'days'],
      [null, 'days'],
      [null, 'days'],
      [null, 'follow_up'],
    ]);
    const whole = { values: { horizon: '1200' } };
    expect(await asking.rows('recidivism/rate', whole)).toMatchObject([{ released: 100, returned: 20 }]);
    // Nor are 20 who came back on an unknown day held to be nobody within a year.
    expect(await asking.rows('recidivism/expected')).toEqual([]);
    expect(await noteTo(asking, 'recidivism/expected')).toMatch(/^Nothing is expected: there is no year of release/);
    expect(await asking.rows('recidivism/expected', whole)).toMatchObject([{ people: 100, events: 20 }]);
    await asking.close();
  });
});
