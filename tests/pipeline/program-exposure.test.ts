import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ComparisonRow } from '../../src/lib/questions/programs/comparison.ts';
import answers from '../reference/program_comparison.json';
import { readCompared } from '../reference/reference.ts';
import type { Asking } from './asking.ts';
import { runHere } from './command-line.ts';
import { askingTiny } from './exported.ts';
import { temporaryFolder, writeSource, type Row } from './source-folder.ts';

/** The releases R compared, as a ready-made file: followed for 500 days, or until the event. */
function cohort(form: Form): Row[] {
  const years: Record<string, number> = { a: 22, b: 30, c: 61 };
  return readCompared().map((release, at) => {
    const of = (name: string) => release.get(name) ?? '';
    const tookPart = of('took_part') === '1';
    const day = of('returned') === '1' ? 20 + (at % 300) : null;
    return {
      release_id: `R${at}`,
      person_id: `P${of('person')}`,
      cohort_year: of('year'),
      // Three years apart within a band.
      age_at_release: (years[of('age')] ?? 0) + (at % 3),
      risk_level: of('risk') === 'NA' ? null : of('risk'),
      prior_stays: of('prior'),
      days_followed: form === 'survival' && day !== null ? day : 500,
      event_type: day === null ? null : 'return_new_sentence',
      days_to_event: day,
      program_id: tookPart ? 'P' : null,
      program_status: tookPart ? 'started' : null,
    };
  });
}

type Form = 'followed' | 'survival';
const agency = [{ agency_name: 'Department of Small Numbers', as_of: '2022-12-31' }];

function exportOf(form: Form, settings: Record<string, unknown>): Promise<Asking> {
  const program = [{ program_id: 'P', program_name: 'Reading', category: 'education' }];
  return askingTiny({ agency, program, release_cohort: cohort(form) }, settings);
}

/** The exports the tests ask: nothing said of participation, and declared to have ended before release. */
let undeclared: Asking;
let declared: Record<Form, Asking>;

beforeAll(async () => {
  const before = { program_exposure: 'before_release' };
  undeclared = await exportOf('followed', {});
  declared = { followed: await exportOf('followed', before), survival: await exportOf('survival', before) };
  return () => [undeclared, ...Object.values(declared)].forEach((asking) => asking.close());
});

async function compare(asking: Asking, values: Record<string, string> = {}) {
  const asked = { program: 'P', event: 'return', horizon: '365', draws: '50', unit: 'release', ...values };
  const rows = await asking.rows<ComparisonRow>('programs/comparison', { values: asked });
  const line = rows.filter((row) => row.line === 'started');
  return { gates: line.slice(0, -1), result: line.at(-1)! };
}

describe('participation of a ready-made file, which has no dates', () => {
  it('is not compared unless the source declares that it ended before release', async () => {
    const { gates, result } = await compare(undeclared);
    expect(gates[0]).toMatchObject({ gate: 'exposure_before_release', passed: false, value: null });
    expect(result).toMatchObject({
      verdict: 'not_comparable',
      exposed_undated: result.exposed,
      treated_rate: null,
      difference: null,
      robust_difference: null,
      e_value: null,
    });
    expect(result.words).toMatch(/^Not comparable\. The file does not say when people took part/);
  });

  it('is compared as R compares it where the source does, with ages in bands and aliased columns left out', async () => {
    const { gates, result } = await compare(declared.followed);
    expect(gates.every(({ passed }) => passed)).toBe(true);
    const r = answers.comparisons[1]!;
    expect(r.aliased).toBeGreaterThan(0);
    expect(result.treated_rate).toBeCloseTo(r.treated, 9);
    expect(result.comparison_rate).toBeCloseTo(r.comparison, 9);
    expect(result.effective_comparison! / r.ess).toBeCloseTo(1, 9);
    expect(result.robust_difference).toBeCloseTo(r.robust, 9);
    // Of several releases a person the errors are those of people.
    expect((result.robust_upper! - result.robust_lower!) / (2 * 1.959963984540054)).toBeCloseTo(r.error_by_person, 9);
    expect(result.exposed_undated).toBe(0);
    expect(result.e_value).toBeGreaterThan(1);
  });

  it('is the same with follow-up to the event or the end of observation', async () => {
    const [followed, survival] = [await compare(declared.followed), await compare(declared.survival)];
    expect(survival).toEqual(followed);
    expect((await compare(declared.survival, { unit: 'person' })).result).toEqual(
      (await compare(declared.followed, { unit: 'person' })).result,
    );
  });

  it('is declared in one way only', async () => {
    const { path } = writeSource(join(temporaryFolder(), 'wrong'), { agency }, { program_exposure: 'always' });
    const { code, stderr } = await runHere(['check', path]);
    expect(code).not.toBe(0);
    expect(stderr).toContain('program_exposure is not right: it can only be "before_release", or be left out');
  });
});
