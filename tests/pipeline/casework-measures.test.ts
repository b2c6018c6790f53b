import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { readExport } from '../../src/lib/export/read-export.server.ts';
import { nativeEngine } from '../../scripts/engine/native.ts';
import { wilson } from '../../src/lib/analysis/proportion.ts';
import { ask, askEach } from '../../src/lib/questions/ask.ts';
import { questions } from '../../src/lib/questions/index.ts';
import { readRequest } from '../../src/lib/questions/read-request.ts';
import { type Asking } from './asking.ts';
import { addedUp, anything, randomRequests } from './casework-requests.ts';
import { shares } from './casework-shares.ts';
import { type CaseworkSource } from './casework-source.ts';
import { chance } from './chance.ts';
import { openCasework } from './open-casework.ts';

let asking: Asking;
let source: CaseworkSource;

beforeAll(async () => {
  ({ asking, source } = await openCasework(inject('demo')));
  return () => asking.close();
});

const random = chance(31);

describe('shares of casework equal a count of the source rows, one by one', () => {
  it.each(shares)('$question', async ({ question, by: groups, scopes, cut, share: [part, whole], events }) => {
    const all = events(source);
    const minimum = asking.manifest.settings.minimum_for_rate;
    let rows = 0;
    let rates = 0;
    for (const asked of randomRequests(random, asking.manifest, {
      by: groups,
      count: 40,
      ...(scopes ? { scopes } : {}),
    })) {
      const values = { ...asked.text.values, ...(asked.grain ? { grain: asked.grain } : {}) };
      const answer = await asking.rows<Record<string, string | number | null>>(question, { ...asked.text, values });
      const from = cut && asked.from < source.historyFrom ? source.historyFrom : asked.from;
      const expected = addedUp(all, asked, from);
      const names = Object.keys(all[0]?.counts ?? {});
      const found = new Map(
        answer.map((row) => [
          `${row.month} ${row.group}`,
          Object.fromEntries(names.map((name) => [name, Number(row[name])])),
        ]),
      );
      expect(anything(found), JSON.stringify(asked)).toEqual(anything(expected));
      for (const row of answer) {
        const [x, n] = [Number(row[part]), Number(row[whole])];
        const interval = n < minimum ? null : wilson(x, n);
        expect([row.rate, row.lower, row.upper]).toEqual([
          interval && x / n,
          interval?.lower ?? null,
          interval?.upper ?? null,
        ]);
        rows += 1;
        rates += interval === null ? 0 : 1;
      }
    }
    expect(rows).toBeGreaterThan(20);
    // The small agency has too few reviews for a rate.
    if (question !== 'coordinator/reviews') expect(rates).toBeGreaterThan(0);
    expect(all.filter(({ counts }) => (counts[part] ?? 0) > 0).length, 'something to count').toBeGreaterThan(0);
  });
});

/** The same with broken numbers to ten digits: sums of a unit's rows and of all rows come in another order. */
function rounded(answer: unknown): unknown {
  const text = JSON.stringify(answer, (_name, value: unknown) =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(10)) : value,
  );
  return JSON.parse(text);
}

describe('the demonstration agency', () => {
  it('answers for all units at once what it answers for each', async () => {
    const { manifest, files, folder } = await readExport(join(inject('demo'), 'out'));
    const engine = await nativeEngine(folder, files);
    const facility = manifest.scopes.facilities[0]?.id ?? '';
    const units = manifest.scopes.units.filter(({ facility_id }) => facility_id === facility);
    const mine = [...questions.values()].filter(({ id, eachUnit }) => /^(casework|coordinator)\//.test(id) && eachUnit);
    expect(mine.length).toBeGreaterThan(15);
    for (const question of mine) {
      const requests = units.map(({ id }) => {
        const request = readRequest(question, { scope: `unit=${id}` }, manifest);
        if ('error' in request) throw new Error(`${question.id}: ${request.error}`);
        return request;
      });
      const together = await askEach(engine, question, requests, facility);
      for (const [index, request] of requests.entries()) {
        const alone = await ask(engine, files.marts, question, request);
        expect(rounded(together[index]), question.id).toEqual(rounded(alone));
      }
    }
    engine.close();
  });

  it('exports no text that people wrote', async () => {
    const { files } = await readExport(join(inject('demo'), 'out'));
    const columns = Object.values(files.marts).flatMap((mart) => mart.columns.map(({ name }) => name));
    expect(columns).not.toContain('text');
    expect(columns).not.toContain('topics');
    expect(columns).not.toContain('presenter_staff_id');
  });
});
