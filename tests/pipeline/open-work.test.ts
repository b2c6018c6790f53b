import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { CaseworkNow } from '../../src/lib/questions/casework/now.ts';
import type { WorklistRow } from '../../src/lib/questions/casework/worklist.ts';
import { askingOf, type Asking } from './asking.ts';
import { openDemo } from '../../scripts/demo/fixture.ts';

/** Nothing open is on no list: every open task of the demonstration agency is in one bucket, and the buckets add up. */

let asking: Asking;
let openInSource: number;
beforeAll(async () => {
  asking = await askingOf(join(inject('demo'), 'out'), { copied: true });
  const source = await openDemo(join(inject('demo'), 'source'));
  // Read off the agency's own rows; tasks of a stay that is not there are loaded without it.
  openInSource = await source.number('SELECT count(*) FROM task WHERE completed_date IS NULL');
  source.close();
});
afterAll(() => asking.close());

const buckets = [
  'to_do',
  'no_holder',
  'set_aside',
  'due_60',
  'later',
  'not_running',
  'not_datable',
  'past_use',
] as const;
const sumOf = (row: CaseworkNow) => buckets.reduce((sum, name) => sum + row[name], 0);

describe('open work', () => {
  it('is all of the open tasks of the source', async () => {
    const [agency] = await asking.rows<CaseworkNow>('casework/now');
    expect(agency?.open_tasks).toBe(openInSource);
    expect(openInSource).toBeGreaterThan(500);
  });

  it('is in one bucket each, at every place, and places add up to the agency', async () => {
    const [agency] = await asking.rows<CaseworkNow>('casework/now');
    if (!agency) throw new Error('no agency');
    expect(sumOf(agency)).toBe(agency.open_tasks);
    expect(agency.overdue).toBe(agency.to_do + agency.no_holder);
    for (const by of ['region', 'facility', 'unit']) {
      const places = await asking.rows<CaseworkNow>('casework/now', { by });
      for (const place of places) expect(sumOf(place), place.group ?? 'nowhere').toBe(place.open_tasks);
      for (const name of [...buckets, 'open_tasks', 'elsewhere', 'inherited'] as const) {
        const sum = places.reduce((total, place) => total + Number(place[name]), 0);
        expect(sum, `${name} by ${by}`).toBe(agency[name]);
      }
    }
  });

  it('is listed once, with its holder or nobody, as often as it is counted', async () => {
    const lists: [status: string, column: keyof CaseworkNow][] = [
      ['to_do', 'to_do'],
      ['no_holder', 'no_holder'],
      ['grace', 'set_aside'],
      ['due', 'due_60'],
      ['past_use', 'past_use'],
      ['problems', 'not_datable'],
      ['elsewhere', 'elsewhere'],
    ];
    const [unlisted] = await asking.engine.query(
      `SELECT count(*)::INTEGER AS tasks FROM open_task WHERE task_type IN ('central_monitoring_review', 'victim_witness_notification')`,
    );
    expect(unlisted?.tasks).toBe(0);
    const seen = new Map<string, string>();
    for (const [status, column] of lists) {
      const all = await asking.rows<WorklistRow>('casework/worklist', { values: { status } });
      const holders = new Map<string | null, number>();
      for (const { holder_id: holder } of all) holders.set(holder, (holders.get(holder) ?? 0) + 1);
      expect([...holders.values()].reduce((a, b) => a + b, 0)).toBe(all.length);
      let atPlaces = 0;
      for (const { id } of asking.manifest.scopes.facilities) {
        const [now] = await asking.rows<CaseworkNow>('casework/now', { scope: `facility=${id}` });
        const rows = await asking.rows<WorklistRow>('casework/worklist', {
          scope: `facility=${id}`,
          values: { status },
        });
        // Counted and never listed is the difference, which is nobody's name.
        expect(rows.length, `${status} at ${id}`).toBeLessThanOrEqual(Number(now?.[column]));
        atPlaces += rows.length;
      }
      expect(atPlaces, status).toBe(all.filter(({ facility_id }) => facility_id !== null).length);
      if (status === 'elsewhere') continue;
      for (const { task_id: id } of all) {
        expect(seen.get(id ?? ''), `${id} is on ${seen.get(id ?? '')} and ${status}`).toBeUndefined();
        seen.set(id ?? '', status);
      }
    }
    expect(seen.size).toBeGreaterThan(500);
  });

  it('of a case manager is what the case manager can act on', async () => {
    const all = await asking.rows<WorklistRow>('casework/worklist', { values: { status: 'to_do' } });
    const [first] = all.filter(({ inherited }) => inherited);
    const own = await asking.rows<WorklistRow>('casework/worklist', {
      scope: `staff=${first?.holder_id}`,
      values: { status: 'to_do' },
    });
    expect(own.map(({ task_id }) => task_id)).toContain(first?.task_id);
    for (const { holder_id } of own) expect(holder_id).toBe(first?.holder_id);
  });

  it('leads to a timeline from every list', async () => {
    const [lost] = await asking.engine.query(
      `SELECT count(*)::INTEGER AS rows FROM open_task WHERE stay_key IS NOT NULL
         AND (stay_key, case_facility_id) NOT IN (SELECT (stay_key, facility_id) FROM case_event)`,
    );
    expect(lost?.rows).toBe(0);
    const [unread] = await asking.engine.query(
      `SELECT count(*)::INTEGER AS rows FROM due_row WHERE stay_key IS NOT NULL
         AND (stay_key, case_facility_id) NOT IN (SELECT (stay_key, facility_id) FROM case_event)`,
    );
    expect(unread?.rows).toBe(0);
  });
});
