/**
 * Fair comparison on whole demonstration agencies, from the source folder through checks and marts: with the same true
 * rate for everybody the limits are passed as often as they say, and those who truly differ are found.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { generateDemo } from '../../scripts/demo/generate.ts';
import { compareUnits } from '../../src/lib/analysis/funnel.ts';
import { iqrRule } from '../../src/lib/analysis/iqr-rule.ts';
import { MINIMUM_COMPARED } from '../../src/lib/analysis/minimum-counts.ts';
import { expectedCounts } from '../../src/lib/analysis/standardisation.ts';
import type { TimelinessOfType } from '../../src/lib/questions/casework/timeliness-types.ts';
import { askingOf } from './asking.ts';
import { dueCounts, type DueCount } from './due-counts.ts';
import { temporaryFolder } from './source-folder.ts';

const SEEDS = Array.from({ length: 10 }, (_, index) => index + 1);
const SEEDS_WITH_SLOWER = SEEDS.slice(0, 3);
/** The first quarters of the history still fill up. */
const FROM = '2023-07-01';
const LAST_YEAR = '2025-07-01';
const ORDERS = [
  null,
  ['minimum', 'low', 'medium', 'high'],
  ['under 6', '6 to 12', '12 to 24', '24 and more', 'no date'],
] as const;
/** Some 15 s by themselves; other work may be going on. */
const PATIENCE = 300_000;

interface Agency {
  seed: number;
  counts: DueCount[];
  slower: string[];
}

async function agencyOf(seed: number, equalCaseManagers: boolean): Promise<Agency> {
  const folder = temporaryFolder();
  const out = join(folder, 'source');
  await generateDemo({ size: 'small', seed, out, equalCaseManagers });
  const agency = { seed, counts: await dueCounts(out, FROM), slower: slowerOf(out) };
  rmSync(folder, { recursive: true });
  return agency;
}

function slowerOf(source: string): string[] {
  const truth = JSON.parse(readFileSync(join(source, 'truth.json'), 'utf8')) as {
    on_time: { slow_case_managers: { staff_id: string }[] };
  };
  return truth.on_time.slow_case_managers.map(({ staff_id }) => staff_id);
}

function expectedOf(counts: readonly DueCount[]) {
  const rows = counts.map((count) => ({
    unit: count.staff_id,
    stratum: [count.task_type, count.custody_level ?? 'none', count.months_to_release ?? 'none'],
    due: count.due,
    onTime: count.on_time,
  }));
  return expectedCounts(rows, { orders: ORDERS });
}

function compare(counts: readonly DueCount[]) {
  const { units, rate } = expectedOf(counts);
  const { units: signals } = compareUnits(units, rate ?? NaN);
  return { signals, flagged: iqrRule(units.filter(({ due }) => due >= MINIMUM_COMPARED)).flagged };
}

function byQuarter(agency: Agency) {
  const quarters = [...new Set(agency.counts.map(({ quarter }) => quarter))];
  return quarters.map((quarter) => compare(agency.counts.filter((count) => count.quarter === quarter)));
}

async function agencies(seeds: readonly number[], equal: boolean): Promise<Agency[]> {
  const made: Agency[] = [];
  for (const seed of seeds) made.push(await agencyOf(seed, equal));
  return made;
}

describe('the same true rate for every case manager', () => {
  let comparisons: ReturnType<typeof compare>[];
  beforeAll(async () => {
    const all = await agencies(SEEDS, true);
    expect(all.flatMap(({ slower }) => slower)).toEqual([]);
    comparisons = all.flatMap(byQuarter);
  }, PATIENCE);

  it('lies beyond the 95 % limits in 3 to 7 % and beyond the 99.8 % limits in under 0.5 % of the quarters', () => {
    const signals = comparisons.flatMap((comparison) => comparison.signals);
    expect(signals.length).toBeGreaterThan(1000);
    const beyond = signals.filter(({ position }) => position !== 'within').length / signals.length;
    expect(beyond).toBeGreaterThan(0.03);
    expect(beyond).toBeLessThan(0.07);
    expect(signals.filter(({ position }) => position.startsWith('far')).length / signals.length).toBeLessThan(0.005);
  });

  it('is called a signal in at most one in twenty of the comparisons made at once', () => {
    const withSignal = comparisons.filter(({ signals }) => signals.some(({ signal }) => signal));
    expect(withSignal.length / comparisons.length).toBeLessThan(0.05);
  });

  it('is flagged by the interquartile rule in about 10 %', () => {
    const units = comparisons.reduce((sum, { signals }) => sum + signals.length, 0);
    const flagged = comparisons.reduce((sum, comparison) => sum + comparison.flagged.length, 0);
    expect(flagged / units).toBeGreaterThan(0.08);
    expect(flagged / units).toBeLessThan(0.13);
  });
});

describe('planted slower case managers', () => {
  let all: Agency[];
  beforeAll(async () => {
    all = await agencies(SEEDS_WITH_SLOWER, false);
  }, PATIENCE);

  it('are found in the last year, and nobody else is below', () => {
    for (const { seed, counts, slower } of all) {
      expect(slower, `seed ${seed}`).toHaveLength(1);
      const { signals } = compare(counts.filter(({ quarter }) => quarter >= LAST_YEAR));
      const below = signals.filter(({ signal, position }) => signal && position === 'far-below');
      expect(
        below.map(({ unit }) => unit),
        `seed ${seed}`,
      ).toEqual(slower);
    }
  });

  it('are found in most single quarters with enough due', () => {
    const quarters = all.flatMap((agency) =>
      byQuarter(agency).flatMap(({ signals }) => signals.filter(({ unit }) => agency.slower.includes(unit))),
    );
    const found = quarters.filter(({ position }) => position.endsWith('below'));
    expect(found.length / quarters.length).toBeGreaterThan(0.8);
  });
});

describe('the question the pages and the memo ask', () => {
  it('has the same expectations, and finds the same', async () => {
    const source = join(inject('demo'), 'source');
    const counts = (await dueCounts(source, LAST_YEAR)).filter(({ quarter }) => quarter >= LAST_YEAR);
    const { units, rate } = expectedOf(counts);
    const asking = await askingOf(join(inject('demo'), 'out'));
    const answered = await asking.rows<TimelinessOfType>('casework/timeliness-types', {
      by: 'staff_id',
      values: { from: LAST_YEAR, to: asking.manifest.as_of },
    });
    asking.close();
    const known = answered.filter(({ group, task_type }) => group !== null && task_type === null);
    const withWork = known.filter(({ due }) => due > 0);
    expect(withWork.map(({ group }) => group).sort()).toEqual(units.map(({ unit }) => unit).sort());
    for (const { unit, due, onTime, expected, variance, ownShare } of units) {
      const answer = withWork.find(({ group }) => group === unit);
      expect(answer).toMatchObject({ due, on_time: onTime });
      expect(answer?.expected).toBeCloseTo(expected, 8);
      expect(answer?.variance).toBeCloseTo(variance, 8);
      expect(answer?.own_share).toBeCloseTo(ownShare, 8);
      expect(answer?.agency_rate).toBeCloseTo(rate ?? NaN, 12);
    }
    const compared = withWork.flatMap(({ group, due, on_time, expected, variance, own_share }) =>
      group === null || expected === null || variance === null
        ? []
        : [{ unit: group, due, onTime: on_time, expected, variance, ownShare: own_share ?? 0 }],
    );
    const below = compareUnits(compared, rate ?? NaN).units.filter(({ position }) => position === 'far-below');
    expect(below.map(({ unit }) => unit)).toEqual(slowerOf(source));
  });
});
