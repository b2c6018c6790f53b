import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ComparisonRow } from '../../src/lib/questions/programs/comparison.ts';
import answers from '../reference/program_comparison.json';
import { caseboard, repository } from './command-line.ts';
import { askingTiny } from './exported.ts';
import { temporaryFolder, writeSource, type Row } from './source-folder.ts';

/** The releases R compared, as a ready-made file: followed for 500 days, or until the event. */
function cohort(form: 'followed' | 'survival'): Row[] {
  const file = readFileSync(join(repository, 'tests/reference/releases_compared.csv'), 'utf8');
  const [, ...lines] = file.trim().split('\n');
  const years: Record<string, number> = { a: 22, b: 30, c: 61 };
  return lines.map((line, at) => {
    const [person = '', year = '', prior = '', age = '', risk = '', , , tookPart, returned] = line.split(',');
    const day = returned === '1' ? 20 + (at % 300) : null;
    return {
      release_id: `R${at}`,
      person_id: `P${person}`,
      cohort_year: year,
      // Three years apart within a band.
      age_at_release: (years[age] ?? 0) + (at % 3),
      risk_level: risk === 'NA' ? null : risk,
      prior_stays: prior,
      days_followed: form === 'survival' && day !== null ? day : 500,
      event_type: day === null ? null : 'return_new_sentence',
      days_to_event: day,
      program_id: tookPart === '1' ? 'P' : null,
      program_status: tookPart === '1' ? 'started' : null,
    };
  });
}

async function compare(form: 'followed' | 'survival', declared: boolean, values: Record<string, string> = {}) {
  const asking = await askingTiny(
    {
      agency: [{ agency_name: 'Department of Small Numbers', as_of: '2022-12-31' }],
      program: [{ program_id: 'P', program_name: 'Reading', category: 'education' }],
      release_cohort: cohort(form),
    },
    declared ? { program_exposure: 'before_release' } : {},
  );
  try {
    const asked = { program: 'P', event: 'return', horizon: '365', draws: '50', unit: 'release', ...values };
    const rows = await asking.rows<ComparisonRow>('programs/comparison', { values: asked });
    const line = rows.filter((row) => row.line === 'started');
    return { gates: line.slice(0, -1), result: line.at(-1)! };
  } finally {
    asking.close();
  }
}

describe('participation of a ready-made file, which has no dates', () => {
  it('is not compared unless the source declares that it ended before release', async () => {
    const { gates, result } = await compare('followed', false);
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
    const { gates, result } = await compare('followed', true);
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
    const [followed, survival] = [await compare('followed', true), await compare('survival', true)];
    expect(survival).toEqual(followed);
    expect((await compare('survival', true, { unit: 'person' })).result).toEqual(
      (await compare('followed', true, { unit: 'person' })).result,
    );
  });

  it('is declared in one way only', async () => {
    const agency = [{ agency_name: 'Department of Small Numbers', as_of: '2022-12-31' }];
    const { path } = writeSource(join(temporaryFolder(), 'wrong'), { agency }, { program_exposure: 'always' });
    const { code, stderr } = await caseboard(['check', path]);
    expect(code).not.toBe(0);
    expect(stderr).toContain('program_exposure is not right: it can only be "before_release", or be left out');
  });
});
