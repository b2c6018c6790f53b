import { describe, expect, it } from 'vitest';
import type { ExpectedOutcome } from '../../questions/expected.ts';
import type { MemoBlock } from '../document.ts';
import { buildPacket } from './build.ts';
import { onTime, packetFixture } from './fixture.ts';
import type { PacketInput } from './input.ts';

const blocksOf = (changes: Partial<PacketInput> = {}) => buildPacket(packetFixture(changes)).blocks;
const text = (blocks: readonly MemoBlock[]) => JSON.stringify(blocks).replaceAll('\u202f', ' ');
const summaries = (blocks: readonly MemoBlock[]) =>
  blocks.flatMap((block) => (block.kind === 'chart' ? [block.summary] : []));

describe('the first page', () => {
  const expected = (group: string, ratio: number): ExpectedOutcome => ({
    ...{ group, people: 900, events: Math.round(200 * ratio), rate: 0.2, expected: 200, ratio },
    ...{ lower: ratio - 0.1, upper: ratio + 0.1, adjusted_rate: 0.2, shrunk_rate: 0.2, own_share: 0.4 },
    ...{ verdict: ratio > 1.1 ? 'higher' : 'as', verdict_narrow: 'as', position: 'within', p: 0.4 },
    ...{ reach: 0.05, reach_wide: 0.07, ratio_without_risk: null, elsewhere: 0, agency_rate: 0.2 },
    ...{ agency_people: 2700, agency_events: 600, comparisons: 2, tau2: 0, concordance: 0.6, calibration: 0 },
    missing: null,
  });
  /** What comes before the tables. */
  const glance = (changes: Partial<PacketInput> = {}) => {
    const blocks = blocksOf(changes);
    return blocks.slice(
      0,
      blocks.findIndex(({ kind }) => kind === 'attachment'),
    );
  };

  it('draws population, work on time and returns, says what changed, and has no table', () => {
    const page = glance({ expectedReturns: [expected('R1', 1.2), expected('R2', 0.95)] });
    expect(page.some(({ kind }) => kind === 'table' || kind === 'heading')).toBe(false);
    const [people, work, returned] = summaries(page);
    expect(people).toMatch(/^People in custody/);
    expect(work).toMatch(
      /^Casework on time by institution: Ash 96\u202f% \(96 of 100\); Birch 54\u202f% \(54 of 100\)\.$/,
    );
    expect(returned).toMatch(/East: 1\.20 times/);
    // 150 of 200 on time against 160 of 200 a year before is within usual variation.
    expect(text(page)).toContain(
      'None of 1 shares and rates of the region differs from the year before by more than chance.',
    );
    // The likely passing of Ash's capacity, and Birch far below its limits.
    expect(text(page)).toMatch(/What needs attention.*Ash.*Casework on time, Birch: 54 % \(54 of 100\), below/);
  });

  it('says what is not known, and reassures of nothing that is not', () => {
    const unknown = text(glance({ institutions: null, places: new Map(), wholeBefore: new Map(), gaps: [] }));
    expect(unknown).toContain(
      'Nothing could be compared among institutions. Whether a capacity will be passed is not known',
    );
    expect(unknown).toContain('No share or rate of the region could be compared with the year before.');
    // Likelier than not at some month end, though never in one month alone.
    const [ash, ...others] = packetFixture().institutions!;
    const institutions = [{ ...ash!, likely_from: null, probability_passed: 0.7 }, ...others];
    expect(text(glance({ institutions }))).toContain('Ash the likeliest (70 %)');
  });

  it('puts what is worse under what needs attention, and keeps a line for what is missing', () => {
    const page = text(glance()).split('What needs attention')[1]!;
    // Ash lies above its limits, which is what is wished for; Birch below.
    expect(page).toContain('Casework on time, Birch');
    expect(page).not.toContain('Casework on time, Ash');
    expect(page).toContain('1 not answered, such as Staffing: the agency has not supplied the table position.');
  });

  it('names what changed by more than chance', () => {
    const wholeBefore = new Map([['timeliness', [onTime(null, 100, 200)]]]);
    expect(text(glance({ wholeBefore }))).toMatch(
      /What changed since FY 2025 Q3.*Casework on time: 75\.0 % \(150 of 200\), \+25\.0 points/,
    );
  });

  it('places every dot between the ends of its interval, and the tick where the whole is', () => {
    const chart = glance().filter((block) => block.kind === 'chart')[1];
    const dots = [...(chart?.svg ?? '').matchAll(/<circle cx="([\d.]+)"/g)].map(([, x]) => Number(x));
    const lines = [...(chart?.svg ?? '').matchAll(/x1="([\d.]+)" x2="([\d.]+)"[^>]*stroke-width="2"/g)];
    expect(dots).toHaveLength(2);
    lines.forEach(([, from, to], at) => {
      expect(Number(from)).toBeLessThan(dots[at]!);
      expect(Number(to)).toBeGreaterThan(dots[at]!);
    });
    // 96 % lies right of the 80 % expected, 54 % left of it: the ticks stand between.
    const ticks = [...(chart?.svg ?? '').matchAll(/x1="([\d.]+)"[^>]*stroke-width="1\.6"/g)].map(([, x]) => Number(x));
    expect(new Set(ticks).size).toBe(1);
    expect(ticks[0]!).toBeLessThan(dots[0]!);
    expect(ticks[0]!).toBeGreaterThan(dots[1]!);
  });
});
