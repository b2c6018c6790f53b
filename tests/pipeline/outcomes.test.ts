import { describe, expect, it } from 'vitest';
import { pages } from '../../src/lib/pages/index.ts';
import { programPage, programsPage, recidivismPage } from '../../src/lib/pages/outcomes.ts';
import { readRequest } from '../../src/lib/questions/read-request.ts';
import { questionOf, questions } from '../../src/lib/questions/index.ts';
import type { CompetingCurve } from '../../src/lib/questions/recidivism/competing.ts';
import type { ReturnCurve } from '../../src/lib/questions/recidivism/curve.ts';
import type { ReturnRate } from '../../src/lib/questions/recidivism/rate.ts';
import { askingTiny } from './exported.ts';
import { smallAgency } from './small-agency.ts';
import type { Row } from './source-folder.ts';

/** As of 2026-06-30: everybody released in 2021 has five years and the record lag but for some days. */
const settings = { history_from: '2020-01-01' };

function stay(id: string, released: string | null = '2021-01-01', admitted = '2020-05-01'): Row {
  return {
    stay_id: id,
    person_id: `person of ${id}`,
    admission_date: admitted,
    admission_type: 'new_commitment',
    release_date: released,
    release_type: released === null ? null : 'parole',
  };
}

const event = (of: string, event_date: string, event_type: string): Row => ({
  person_id: `person of ${of}`,
  event_date,
  event_type,
});

const agencyOf = (stays: Row[], events: Row[] = []) =>
  askingTiny(
    {
      agency: smallAgency().agency ?? [],
      person: [...new Set(stays.map((row) => row.person_id))].map((person_id) => ({ person_id: person_id ?? null })),
      stay: stays,
      ...(events.length > 0 ? { outcome_event: events } : {}),
    },
    settings,
  );

describe('outcome events counted by hand', () => {
  const stays = ['A', 'B', 'C', 'D', 'E'].map((id) => stay(id));
  const events = [
    event('A', '2021-02-10', 'arrest'),
    event('A', '2021-03-12', 'return_new_sentence'),
    event('B', '2021-01-31', 'return_technical'),
    event('C', '2021-02-20', 'death'),
    event('D', '2021-04-11', 'return_new_sentence'),
    // Before the release: of another time.
    event('E', '2020-03-01', 'arrest'),
  ];

  it('are what returns and arrests come from, each with its own clock', async () => {
    const asking = await agencyOf(stays, events);
    const days = async (name: string) =>
      (await asking.rows<ReturnCurve>('recidivism/curve', { values: { event: name } }))
        .filter((row) => row.events > 0)
        .map((row) => [row.day, row.at_risk, row.events]);
    expect(await days('return')).toEqual([
      [30, 5, 1],
      [70, 3, 1],
      [100, 2, 1],
    ]);
    // Whoever returned on a violation has returned: no new sentence can come first.
    expect(await days('return_new_sentence')).toEqual([
      [70, 3, 1],
      [100, 2, 1],
    ]);
    expect(await days('arrest')).toEqual([[40, 5, 1]]);
    expect(await days('any')).toEqual([
      [30, 5, 1],
      [40, 4, 1],
      [100, 2, 1],
    ]);
    const [rate] = await asking.rows<ReturnRate>('recidivism/rate', { values: { horizon: '365' } });
    expect(rate).toMatchObject({ released: 5, returned: 3, rate: 0.6 });
    asking.close();
  });

  it('count the dead as dead: with everybody followed the shares are plain ones', async () => {
    const asking = await agencyOf(stays, events);
    const rows = await asking.rows<CompetingCurve>('recidivism/competing');
    const last = (cause: string) => rows.filter((row) => row.cause === cause).at(-1);
    expect(last('death')).toMatchObject({ day: 50, at_risk: 4, events: 1 });
    expect(last('death')?.cumulative).toBeCloseTo(1 / 5, 12);
    expect(last('return_technical')?.cumulative).toBeCloseTo(1 / 5, 12);
    expect(last('return_new_sentence')?.cumulative).toBeCloseTo(2 / 5, 12);
    // As if nobody had died, more than the three of five who returned would have: 1 − 4/5 · 2/3 · 1/2.
    const curve = await asking.rows<ReturnCurve>('recidivism/curve');
    expect(curve.at(-1)?.cumulative).toBeCloseTo(1 - (4 / 5) * (2 / 3) * (1 / 2), 12);
    expect(curve.at(-1)?.incidence).toBeCloseTo(3 / 5, 12);
    const ofKind = await asking.rows<ReturnCurve>('recidivism/curve', { values: { event: 'return_new_sentence' } });
    expect(ofKind.at(-1)?.cumulative).toBeCloseTo((4 / 5) * (1 / 3) + (4 / 5) * (2 / 3) * (1 / 2), 12);
    expect(ofKind.at(-1)?.incidence).toBeCloseTo(2 / 5, 12);
    asking.close();
  });

  it('leave returns to later stays where the events hold none', async () => {
    const asking = await agencyOf(
      [...stays, { ...stay('A2', null, '2021-01-31'), person_id: 'person of A' }],
      [event('C', '2021-02-20', 'death')],
    );
    const curve = await asking.rows<ReturnCurve>('recidivism/curve');
    expect(curve.filter((row) => row.events > 0).map((row) => [row.day, row.at_risk, row.events])).toEqual([
      [30, 5, 1],
    ]);
    asking.close();
  });
});

describe('the ends of what can be counted', () => {
  const curve = async (stays: Row[], events: Row[] = []) => {
    const asking = await agencyOf(stays, events);
    const rows = await asking.rows<ReturnCurve>('recidivism/curve');
    const [rate] = await asking.rows<ReturnRate>('recidivism/rate', { values: { horizon: '365' } });
    const tests = await asking.rows('recidivism/test', { by: 'release_type' });
    asking.close();
    return { rows, rate, tests };
  };

  it('nobody returned: 0 %, with an upper limit', async () => {
    const { rows, rate, tests } = await curve(['A', 'B', 'C'].map((id) => stay(id)));
    expect(rows.every(({ cumulative, upper }) => cumulative === 0 && upper > 0.5)).toBe(true);
    expect(rate).toMatchObject({ released: 3, returned: 0, rate: 0 });
    expect(rate?.upper).toBeGreaterThan(0.5);
    expect(tests).toEqual([]);
  });

  it('one person, and everybody at once', async () => {
    for (const ids of [['A'], ['A', 'B', 'C', 'D']]) {
      const { rows, rate } = await curve(
        ids.map((id) => stay(id)),
        ids.map((id) => event(id, '2021-01-08', 'return_technical')),
      );
      expect(rows).toMatchObject([{ day: 7, at_risk: ids.length, events: ids.length, cumulative: 1, upper: 1 }]);
      expect(rate).toMatchObject({ returned: ids.length, rate: 1 });
    }
  });

  it('followed too short a time: no rate, and a curve that ends where they were last seen', async () => {
    const { rows, rate } = await curve(['A', 'B'].map((id) => stay(id, '2026-01-01')));
    expect(rate).toMatchObject({ released: 2, returned: null, rate: null, missing: 'follow_up' });
    // 180 days to the as-of date less 90 of record lag.
    expect(rows).toMatchObject([{ day: 90, at_risk: 2, events: 0, cumulative: 0 }]);
  });

  it('nobody released at all', async () => {
    const { rows, rate } = await curve([stay('A', null)]);
    expect(rows).toEqual([]);
    expect(rate).toBeUndefined();
  });
});

describe('what is never shown', () => {
  it('is any outcome by case manager or unit', async () => {
    const asking = await agencyOf([stay('A')]);
    const about = Object.keys(questions).filter((id) => /^(recidivism|programs)\//.test(id));
    expect(about.length).toBeGreaterThan(10);
    for (const id of about) {
      const question = questionOf(id);
      expect(question.by).not.toContain('staff_id');
      expect(question.by).not.toContain('unit_id');
      expect(question.filters ?? question.by).not.toEqual(expect.arrayContaining(['staff_id']));
      expect(question.filters ?? question.by).not.toEqual(expect.arrayContaining(['unit_id']));
      for (const scope of ['staff=S1', 'unit=U1'])
        expect(readRequest(question, { scope }, asking.manifest), `${id} ${scope}`).toHaveProperty('error');
      expect(readRequest(question, { values: { staff_id: 'S1' } }, asking.manifest), id).toHaveProperty('error');
      expect(question.scopes).toEqual(['agency', 'region', 'facility']);
      expect(readRequest(question, { by: 'staff' }, asking.manifest)).toHaveProperty('error');
    }
    asking.close();
  });

  it('nor does any page of theirs take one', () => {
    for (const page of [recidivismPage, programsPage, programPage]) {
      expect(page.scopes).toEqual(['agency', 'region', 'facility']);
      expect(page.filters).not.toContain('staff_id');
      expect(page.about).toBeUndefined();
    }
    // And no page about case managers, or about one, asks for an outcome.
    const others = pages.filter(({ scopes, about }) => scopes.includes('unit') || about !== undefined);
    const asked = others.flatMap(({ id, panels, about }) =>
      panels.flatMap((panel) => (/^(recidivism|programs)\//.test(panel.question) ? [{ id, about, panel }] : [])),
    );
    for (const { id, about, panel } of asked) {
      expect(about, id).toBeUndefined();
      expect(panel.scopes ?? [], `${id} ${panel.key}`).not.toContain('unit');
      expect(panel.scopes ?? [], `${id} ${panel.key}`).not.toContain('staff');
    }
  });
});
