import { join } from 'node:path';
import { expect } from 'vitest';
import { askingOf } from './asking.ts';
import type { Attempt } from './attempt.ts';
import { runHere, type Outcome } from './command-line.ts';
import { readManifest } from './export-folder.ts';
import { readRejects, type Reject } from './rejects-file.ts';
import { asOf } from './small-agency.ts';
import { writeSource, type Row, type SourceFolder } from './source-folder.ts';

export interface IntakeSource extends SourceFolder {
  /** Where its export goes. */
  out: string;
}

let number = 0;

/** A source of its own below `home`, with an agency and whatever tables it is given. */
export function intakeSource(
  home: string,
  tables: Record<string, Row[]>,
  settings: Record<string, unknown> = {},
): IntakeSource {
  const path = join(home, `source-${(number += 1)}`);
  const agency = [{ agency_name: `Department ${number}`, as_of: asOf }];
  return {
    ...writeSource(path, { agency, ...tables }, { history_from: '2021-01-01', ...settings }),
    out: `${path}-out`,
  };
}

/** Checks a source: what its rows are judged to be, without the files of an export. */
export async function check(
  { path, out }: IntakeSource,
  options: string[] = [],
): Promise<Outcome & { rejects: Reject[] }> {
  const rejects = `${path}-rejects.csv`;
  const outcome = await runHere(['check', path, '--out', out, '--rejects', rejects, ...options]);
  expect(outcome.stderr).not.toMatch(/defect in Caseboard/);
  return { ...outcome, rejects: readRejects(rejects) };
}

/** Exports a source. */
export async function takeIn({ path, out }: IntakeSource, options: string[] = []): Promise<Attempt> {
  const rejects = `${path}-rejects.csv`;
  const outcome = await runHere(['export', path, '--out', out, '--rejects', rejects, '--without-pages', ...options]);
  expect(outcome.stderr).not.toMatch(/defect in Caseboard/);
  const tables = () => readManifest(out).tables;
  return { ...outcome, rejects: readRejects(rejects), table: (name) => tables().find((table) => table.name === name) };
}

/** Checks and exports a source. Both must end with the same code, say the same and count the same rows. */
export async function checkAndTakeIn(source: IntakeSource, options: string[] = []): Promise<Attempt> {
  const checked = await check(source, options);
  const exported = await takeIn(source, options);
  expect(exported.code, exported.stderr).toBe(checked.code);
  expect(exported.rejects).toEqual(checked.rejects);
  if (checked.code === 0) {
    const counted = (text: string) =>
      text.split('\n').filter((line) => /^\w+ +[\d,]+ +[\d,]+ +[\d,]+|^ {2}/.test(line));
    expect(counted(exported.stdout)).toEqual(counted(checked.stdout));
  } else {
    const step = /^(Reading|Judging)/;
    // Each names itself in the first line of what it stops at.
    const own = /^The (check found|export stopped)/;
    const said = (text: string) => text.split('\n').filter((line) => !step.test(line) && !own.test(line));
    expect(said(exported.stderr)).toEqual(said(checked.stderr));
  }
  return exported;
}

/** Releases of 10 January 2022, one a person, of the types given. */
export function releases(types: readonly (string | null)[]): Record<string, Row[]> {
  return {
    person: types.map((_, at) => ({ person_id: `P${at}`, sex: 'M' })),
    stay: types.map((release_type, at) => ({
      stay_id: `A${at}`,
      person_id: `P${at}`,
      admission_date: '2021-01-01',
      release_date: '2022-01-10',
      release_type,
    })),
  };
}

/** How many releases to the community an export counts. */
export async function releasedOf(out: string): Promise<number | undefined> {
  const asking = await askingOf(out);
  try {
    const [row] = await asking.rows<{ released: number }>('recidivism/rate', { values: { horizon: '365' } });
    return row?.released;
  } finally {
    asking.close();
  }
}
