import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { parsePeriod } from '../../src/lib/calendar/period.ts';
import { rowsFrom } from '../../src/lib/calendar/rows-from.ts';
import { memoInputs } from '../../src/lib/documents/memo/gather.ts';
import { calendarOf } from '../../src/lib/export/calendar.ts';
import { tallied, type FigureRow } from '../../src/lib/measures/measure-figure.ts';
import { measures } from '../../src/lib/measures/measures.ts';
import { canSpeakOf, figureRequest, rowsRequest } from '../../src/lib/measures/request.ts';
import { ask } from '../../src/lib/questions/ask.ts';
import { questionOf } from '../../src/lib/questions/index.ts';
import type { Request } from '../../src/lib/questions/question.ts';
import { rowLists } from '../../src/lib/questions/rows/lists.ts';
import { rowWords } from '../../src/lib/questions/rows/words.ts';
import type { Timeliness } from '../../src/lib/questions/casework/timeliness.ts';
import type { CountedItem } from '../../src/lib/questions/rows/row.ts';
import { askingOf, type Asking } from './asking.ts';
import { drawn } from './draws.ts';

/** The rows behind figures of the demonstration agency, at random places and periods. */

let asking: Asking;
const withRows = measures.flatMap(({ id, rows, figure }) => (rows && figure ? [{ id, rows, figure }] : []));

beforeAll(async () => {
  asking = await askingOf(join(inject('demo'), 'out'), { copied: true });
});
afterAll(() => asking.close());

const answered = async (question: string, asked: Omit<Request, 'dataset' | 'by'>) =>
  (await ask(asking.engine, asking.files.marts, questionOf(question), { ...asked, by: null, dataset: asking.manifest }))
    .rows;

const sum = (rows: readonly CountedItem[], name: 'numerator' | 'denominator') =>
  rows.reduce((total, row) => total + row[name], 0);

describe('the rows behind a figure', () => {
  it.each(withRows)('of $id add up to its numerator and denominator', async ({ rows, figure }) => {
    let compared = 0;
    let items = 0;
    for (const { scope, period } of drawn(asking.manifest, 45, 1603)) {
      if (!canSpeakOf(figure, scope) || period.from < rowsFrom(asking.manifest.as_of, asking.manifest.settings))
        continue;
      // A person is looked at among the institution's rows, as the pages do.
      const staff = scope.kind === 'staff' ? scope.id : null;
      const home = asking.manifest.scopes.staff.find(({ id }) => id === staff)?.facility_id;
      if (staff !== null && !home) continue;
      const where = staff === null ? scope : { kind: 'facility' as const, id: home ?? '' };
      const who = staff === null ? {} : { staff_id: [staff] };
      const own = figureRequest(figure);
      const filters = { ...own.filters, ...who };
      const figureRows = await answered(figure.question, { scope: where, period, params: own.params, filters });
      const picked = (figureRows as FigureRow[]).filter((row) =>
        Object.entries(figure.rows ?? {}).every(([column, value]) => row[column] === value),
      );
      const asked = rowsRequest(rows, figure);
      const found = (await answered('casework/rows', {
        scope: where,
        period,
        params: asked.params,
        filters: { ...asked.filters, ...who },
      })) as CountedItem[];
      const tally = tallied({ ...figure, zero: true }, picked);
      const at = JSON.stringify([where, period.id, staff]);
      expect(sum(found, 'numerator'), at).toBeCloseTo(figure.part ? (tally.n ?? 0) : (tally.value ?? 0), 6);
      expect(sum(found, 'denominator'), at).toBe(tally.d ?? 0);
      for (const { state } of found) expect(rowWords[rows].states).toHaveProperty(state);
      compared += 1;
      items += found.length;
    }
    expect(compared).toBeGreaterThan(5);
    expect(items).toBeGreaterThan(0);
  });

  it('of a quarter that were not on time are the memorandum’s attachment', async () => {
    const { manifest: dataset, files, engine } = asking;
    const quarter = parsePeriod(dataset.default_period, calendarOf(dataset));
    if ('error' in quarter) throw new Error(quarter.error);
    let listed = 0;
    for (const { id } of dataset.scopes.facilities) {
      const scope = { kind: 'facility' as const, id };
      const asked = { scope, period: quarter, by: 'staff_id' as const, params: {}, filters: {}, dataset };
      const types = await ask(engine, files.marts, questionOf('casework/timeliness'), asked);
      for (const input of await memoInputs({ engine, marts: files.marts, dataset }, { facility: id }, quarter)) {
        const own = (types.rows as Timeliness[]).find(({ group }) => group === input.person.id);
        const { items = [], unlisted = 0 } = input.notOnTime ?? {};
        expect(items.length + unlisted, input.person.name).toBe((own?.due ?? 0) - (own?.on_time ?? 0));
        listed += items.length;
      }
    }
    expect(listed).toBeGreaterThan(50);
  });

  it('names nobody in central monitoring and victim/witness work, which is counted all the same', async () => {
    const period = parsePeriod(asking.manifest.default_period, calendarOf(asking.manifest));
    if ('error' in period) throw new Error(period.error);
    const found = (await answered('casework/rows', {
      scope: { kind: 'agency' },
      period,
      params: { list: 'due' },
      filters: {},
    })) as CountedItem[];
    const counted = found.filter(({ what }) => /^(central_monitoring|victim_witness)/.test(what ?? ''));
    expect(counted.length).toBeGreaterThan(0);
    for (const { stay_id, task_id, date } of counted)
      expect([stay_id, task_id, date?.slice(8)]).toEqual([null, null, '01']);
  });

  it('is a list or a reason for every figure that is so many of so many', () => {
    for (const { id, figure, rows, noRows } of measures) {
      if (figure === undefined || !['share', 'rate', 'expected'].includes(figure.kind)) continue;
      expect(
        [rows, noRows].filter((said) => said !== undefined),
        id,
      ).toHaveLength(1);
    }
  });

  it('counts what a list is made from with the question its figure asks', () => {
    for (const { id, rows, figure } of withRows) expect(rowLists[rows].question, id).toBe(figure.question);
  });
});
