import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { literal, openDatabase } from '../../scripts/engine/database.ts';
import type { Asking } from './asking.ts';
import { askingTiny } from './exported.ts';
import { lenient, smallAgency } from './small-agency.ts';
import type { Row } from './source-folder.ts';

const enrollment = ['SEX', 'DRUGS', 'OPEN', 'READING'].map((program_id, at) => ({
  enrollment_id: `E${at}`,
  stay_id: 'S1',
  program_id,
  facility_id: 'NORTH',
  referral_date: '2026-02-13',
  start_date: '2026-03-17',
  end_date: null,
}));

/** What an agency with these tables beside the small ones tells of programs: in timelines, and one by one. */
async function told(tables: Record<string, Row[]>) {
  const task = [{ task_id: 'T1', stay_id: 'S1', task_type: 'program_review', due_date: '2026-03-01' }];
  const asking: Asking = await askingTiny({ ...smallAgency(), task, enrollment, ...tables }, lenient);
  const database = await openDatabase();
  const rowsOf = (mart: string) => {
    const files = (asking.files.marts[mart]?.parts ?? []).map((part) => literal(join(asking.folder, part.file)));
    return files.length === 0 ? [] : database.rows(`FROM read_parquet([${files.join(', ')}])`);
  };
  const [events, parts] = [await rowsOf('case_event'), await rowsOf('program_enrollment')];
  database.close();
  asking.close();
  return {
    events: events.length,
    labels: events.filter(({ kind }) => kind === 'program').map(({ label }) => label),
    parts,
  };
}

describe('programs of which the extract does not say whether they are protected', () => {
  const program: Row[] = [
    { program_id: 'SEX', program_name: 'Sex-offense treatment', category: 'sex_offense', restricted: null },
    { program_id: 'DRUGS', program_name: 'Drug treatment', category: 'substance_use', restricted: null },
    { program_id: 'OPEN', program_name: 'Open meetings', category: 'substance_use', restricted: false },
    { program_id: 'READING', program_name: 'Reading', category: 'education', restricted: null },
  ];
  /** The column left out, as most extracts would. */
  const silent = program.map(({ program_id = null, program_name = null, category = null }) => ({
    program_id,
    program_name,
    category,
  }));

  it.each([
    ['says so of one', program, ['Open meetings', 'Reading']],
    ['has no such column', silent, ['Reading']],
  ])('are protected by their category where it %s', async (_what, rows, open) => {
    const { labels, parts } = await told({ program: rows });
    expect(labels.sort()).toEqual(open);
    expect(parts.length).toBe(4);
    expect(parts.filter((row) => String(row.referral_date).endsWith('-13')).length).toBe(open.length);
  });

  it('are in no timeline where nothing of them is known', async () => {
    const { events, labels } = await told({});
    expect(events).toBeGreaterThan(5);
    expect(labels).toEqual([]);
  });
});
