import { describe, expect, it } from 'vitest';
import table from './signal-simulation.json';
import {
  changedSeries,
  countSignals,
  simulatedDue,
  simulatedShares,
  unchangedOthers,
  unchangedShares,
} from './signal-simulation.ts';

const SERIES = 200;
/** Of 200 series with a chance of 5 %, more than this carry a signal once in 2,000 times. */
const MOST = 21;
/** A busy machine takes several times the usual seconds. */
const PATIENCE = 120_000;

describe('series without a change', { timeout: PATIENCE }, () => {
  const cells = [
    [0.5, 5],
    [0.5, 500],
    [0.9, 20],
    [0.98, 10],
    [0.98, 100],
    [0.99, 10],
    [0.995, 20],
    [0.999, 5],
    [0.999, 500],
  ] as const;

  it.each(cells)('%d on time, %d due a month', (share, due) => {
    expect(countSignals(unchangedShares(share, due), SERIES).any).toBeLessThanOrEqual(MOST);
  });

  it.each(unchangedOthers.filter((_kind, at) => at % 4 === 0).map((kind) => [kind.name, kind] as const))(
    '%s',
    (_name, kind) => {
      expect(countSignals(kind, SERIES).any).toBeLessThanOrEqual(MOST);
    },
  );
});

describe('series with a change', { timeout: PATIENCE }, () => {
  it('from 95 to 80 % with 40 due for six months is found nearly always', () => {
    for (const kind of changedSeries.filter(({ name }) => /95 % to 80 %.*40 due/.test(name))) {
      expect(countSignals(kind, SERIES).any).toBeGreaterThan(0.9 * SERIES);
    }
  });

  it('in a single month is found by its limits', () => {
    const month = changedSeries.find(({ name }) => name.includes('single month'));
    expect(month && countSignals(month, SERIES).point).toBeGreaterThan(0.8 * SERIES);
  });
});

describe('the table of the methods page', { timeout: PATIENCE }, () => {
  it('has every kind, 1,000 series each, and at most 5 % of them carry a signal', () => {
    expect(table.series).toBe(1000);
    expect(table.due).toEqual(simulatedDue);
    expect(table.shares.map(({ share }) => share)).toEqual(simulatedShares);
    for (const { signals } of table.shares) {
      expect(signals).toHaveLength(simulatedDue.length);
      expect(Math.max(...signals)).toBeLessThanOrEqual(50);
    }
    expect(table.others.map(({ name }) => name)).toEqual(unchangedOthers.map(({ name }) => name));
    expect(Math.max(...table.others.map(({ signals }) => signals))).toBeLessThanOrEqual(50);
    expect(table.changed.map(({ name }) => name)).toEqual(changedSeries.map(({ name }) => name));
  });

  it('is what the code gives', () => {
    const at = [simulatedShares.indexOf(0.98), simulatedDue.indexOf(10)] as const;
    expect(table.shares[at[0]]?.signals[at[1]]).toBe(countSignals(unchangedShares(0.98, 10), table.series).any);
    const counts = unchangedOthers.findIndex(({ name }) => name.startsWith('Counts of 2'));
    expect(table.others[counts]?.signals).toBe(countSignals(unchangedOthers[counts]!, table.series).any);
  });
});
