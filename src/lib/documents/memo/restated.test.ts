import { describe, expect, it } from 'vitest';
import { measure, share } from './fixture.ts';
import type { CountedRow, MemoFigure, MemoMeasure } from './input.ts';
import { compareSealed, numbersOf } from './restated.ts';
import type { SealedFigure, SealedRow } from './sealed.ts';

const asOf = '2026-07-01';
/** What a row adds to n and d, by how it was counted. */
const adds: Record<string, [n: number, d: number]> = {
  on_time: [1, 1],
  late: [0, 1],
  open_overdue: [0, 1],
  set_aside_grace: [0, 0],
};

const before = (key: string, state: string): SealedRow => {
  const [n = 0, d = 0] = adds[state] ?? [];
  return [key, state, n, d];
};
const now = (key: string, state: string, days: Partial<Pick<CountedRow, 'date' | 'done'>> = {}): CountedRow => {
  const [n = 0, d = 0] = adds[state] ?? [];
  return { key, state, n, d, case: `case of ${key}`, date: '2026-05-04', done: '2026-05-04', ...days };
};

/** 69 reviews, 61 on time: the ones named here, and as many others as it takes. */
const others = (onTime: number, late: number) => ({
  before: [
    ...Array.from({ length: onTime }, (_, index) => before(`a${index}`, 'on_time')),
    ...Array.from({ length: late }, (_, index) => before(`b${index}`, 'late')),
  ],
  now: [
    ...Array.from({ length: onTime }, (_, index) => now(`a${index}`, 'on_time')),
    ...Array.from({ length: late }, (_, index) => now(`b${index}`, 'late')),
  ],
});

interface Signed {
  rows: readonly SealedRow[] | null;
  figure: MemoFigure | null;
  position?: MemoMeasure['position'];
  definition?: string;
}

/** One figure as it was signed beside what it is today. */
function compared(
  { rows, figure, position = null, definition = 'same' }: Signed,
  today: { rows: readonly CountedRow[] | null; figure: MemoFigure | null; position?: MemoMeasure['position'] } | null,
) {
  const sealed: SealedFigure = {
    measure: 'program_review',
    label: 'Program review',
    text: figure?.kind === 'share' ? `${figure.done} of ${figure.of}` : 'as signed',
    ...numbersOf(figure),
    position,
    definition,
    rows,
  };
  const input = today && {
    measures: [
      measure({
        id: 'program_review',
        label: 'Program review',
        figure: today.figure,
        position: today.position ?? null,
      }),
    ],
    rows: today.rows && [{ measure: 'program_review', rows: today.rows }],
  };
  return compareSealed({ figures: [sealed], as_of: asOf }, input, new Map([['program_review', 'same']]));
}

const said = (found: ReturnType<typeof compared>) => ({
  restated: found.restated.map(({ was, now: is, why }) => `${was} → ${is}: ${why}`),
  wentOn: found.wentOn.map(({ was, now: is, why }) => `${was} → ${is}: ${why}`),
});

describe('a signed figure', () => {
  const whole = others(61, 8);
  const signed = { rows: whole.before, figure: share(61, 69) };

  it('that is the same is said nowhere', () => {
    expect(compared(signed, { rows: whole.now, figure: share(61, 69) })).toEqual({ restated: [], wentOn: [] });
  });

  it('names rows that were recorded late: their keys were not among those sealed', () => {
    const today = { rows: [...whole.now, now('new1', 'on_time'), now('new2', 'on_time')], figure: share(63, 71) };
    expect(said(compared(signed, today)).restated).toEqual(['61 of 69 → 63 of 71: 2 items were recorded late']);
  });

  it('names a completion that was recorded late as counted otherwise, from its state then and now', () => {
    const rows = [...others(61, 6).before, before('x', 'open_overdue'), before('y', 'open_overdue')];
    const today = [...others(61, 6).now, now('x', 'on_time'), now('y', 'on_time')];
    expect(said(compared({ rows, figure: share(61, 69) }, { rows: today, figure: share(63, 69) })).restated).toEqual([
      '61 of 69 → 63 of 69: 2 items are counted otherwise (not done → on time)',
    ]);
  });

  it('takes the steps in one order: withdrawn, corrected, late', () => {
    // 41 of 47 → withdrawn 40 of 46 → corrected 41 of 46 → four late, two of them on time: 43 of 50.
    const rest = others(40, 5);
    const rows = [...rest.before, before('gone', 'on_time'), before('fixed', 'late')];
    const today = [
      ...rest.now,
      now('fixed', 'on_time'),
      now('n1', 'on_time'),
      now('n2', 'on_time'),
      now('n3', 'late'),
      now('n4', 'late'),
    ];
    expect(said(compared({ rows, figure: share(41, 47) }, { rows: today, figure: share(43, 50) })).restated).toEqual([
      '41 of 47 → 43 of 50: 1 item was withdrawn, 1 item is counted otherwise (done late → on time) and 4 items were recorded late',
    ]);
  });

  it('is restated where other rows make the same figure', () => {
    const today = { rows: [...others(60, 8).now, now('new', 'on_time')], figure: share(61, 69) };
    expect(said(compared(signed, today)).restated).toEqual([
      '61 of 69 → 61 of 69: 1 item was withdrawn and 1 item was recorded late',
    ]);
  });

  it('does not move by rows that are set aside, nor by work done late after it was signed', () => {
    const rows = [...whole.before.slice(1), before('x', 'open_overdue')];
    const today = [...whole.now.slice(1), now('x', 'late', { done: '2026-07-20' }), now('s', 'set_aside_grace')];
    expect(compared({ rows, figure: share(60, 69) }, { rows: today, figure: share(60, 69) })).toEqual({
      restated: [],
      wentOn: [],
    });
  });

  it('is not restated by what came after the day of its data', () => {
    const rows = [...others(3, 0).before, before('x', 'open_overdue')];
    const today = [
      ...others(3, 0).now,
      now('x', 'on_time', { done: '2026-07-02' }),
      now('later', 'late', { date: '2026-07-15', done: null }),
    ];
    expect(said(compared({ rows, figure: share(3, 4) }, { rows: today, figure: share(4, 5) }))).toEqual({
      restated: [],
      wentOn: ['3 of 4 → 4 of 5: 1 item was due after Jul 1, 2026 and 1 item was done after Jul 1, 2026'],
    });
  });

  it('on the day of its data itself is still of the signed time', () => {
    const rows = [...others(3, 0).before, before('x', 'open_overdue')];
    const today = [...others(3, 0).now, now('x', 'on_time', { done: asOf })];
    expect(said(compared({ rows, figure: share(3, 4) }, { rows: today, figure: share(4, 4) })).restated).toHaveLength(
      1,
    );
  });

  it('sets work that is never listed side by side by its counts', () => {
    const unlisted = { case: null, date: null, done: null, key: 'unlisted', state: 'unlisted' };
    const rows: SealedRow[] = [...others(3, 0).before, ['unlisted', 'unlisted', 4, 5]];
    const today = [...others(3, 0).now, { ...unlisted, n: 5, d: 6 }];
    expect(said(compared({ rows, figure: share(7, 8) }, { rows: today, figure: share(8, 9) })).restated).toEqual([
      '7 of 8 → 8 of 9: work that is never listed is 5 of 6, after 4 of 5',
    ]);
  });

  it('says that its definition changed, and does not blame the rows', () => {
    const other = compared({ ...signed, definition: 'another' }, { rows: whole.now, figure: share(61, 69) });
    expect(said(other).restated).toEqual(['61 of 69 → 61 of 69: its definition changed']);
  });

  it('says what its position is now', () => {
    const today = { rows: [...whole.now, now('n', 'late')], figure: share(61, 70), position: 'below' as const };
    expect(said(compared({ ...signed, position: 'within' }, today)).restated[0]?.replaceAll('\u202f', ' ')).toBe(
      '61 of 69 → 61 of 70, now below the 95 % limit: 1 item was recorded late',
    );
  });

  it('without rows says that nothing tells why', () => {
    const hours = (value: number): MemoFigure => ({ kind: 'amount', value, target: null });
    expect(said(compared({ rows: null, figure: hours(12) }, { rows: [], figure: hours(14) })).restated).toEqual([
      'as signed → 14 on time: no rows of it are told, so nothing says why',
    ]);
    expect(said(compared(signed, { rows: null, figure: share(62, 69) })).restated).toEqual([
      '61 of 69 → 62 of 69: the rows of so old a quarter are no longer kept',
    ]);
  });

  it('that is gone from the data is said to be', () => {
    expect(said(compared(signed, null)).restated).toEqual(['61 of 69 → no figure: the data no longer give it']);
  });

  it('of a certification that was renewed is not restated; one that was shortened is', () => {
    const until = (date: string): MemoFigure => ({ kind: 'date', date, ended: false });
    const renewed = compared({ rows: null, figure: until('2026-09-30') }, { rows: null, figure: until('2027-09-30') });
    expect([renewed.restated.length, renewed.wentOn.length]).toEqual([0, 1]);
    const shorter = compared({ rows: null, figure: until('2026-09-30') }, { rows: null, figure: until('2026-08-31') });
    expect([shorter.restated.length, shorter.wentOn.length]).toEqual([1, 0]);
  });
});
