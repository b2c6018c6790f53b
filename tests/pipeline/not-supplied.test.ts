import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildMemo } from '../../src/lib/documents/memo/build.ts';
import { newDraft } from '../../src/lib/documents/memo/draft.ts';
import { memoInputs } from '../../src/lib/documents/memo/gather.ts';
import { parsePeriod } from '../../src/lib/calendar/period.ts';
import { calendarOf } from '../../src/lib/export/calendar.ts';
import type { AnswerFile } from '../../src/lib/export/answers.ts';
import { restingQuestions } from '../../src/lib/questions/supplied.ts';
import type { Asking } from './asking.ts';
import { runHere } from './command-line.ts';
import { askingTiny } from './exported.ts';
import { lenient, smallAgency } from './small-agency.ts';
import type { Row } from './source-folder.ts';

/**
 * An agency that supplies the tables of casework with their required columns only: of what the others would say nothing
 * is known, and nowhere may it be told as if nothing had happened.
 */
const days = Array.from(
  { length: 24 },
  (_none, index) => `2026-0${4 + (index % 3)}-${String(3 + index).padStart(2, '0')}`,
);
const each = (row: (day: string, index: number) => Row): Row[] => days.map(row);

const bare: Record<string, Row[]> = {
  ...smallAgency(),
  staff: [{ staff_id: 'ADA', staff_name: 'Ada', role: 'case_manager', facility_id: 'NORTH', unit_id: 'N1' }],
  assignment: [{ stay_id: 'S1', staff_id: 'ADA', start_date: '2026-01-01' }],
  task: each((day, index) => ({ task_id: `T${index}`, task_type: 'program_review', stay_id: 'S1', due_date: day })),
  need: each((day) => ({ stay_id: 'S1', assessed_date: day, domain: 'education', level: 'high' })),
  plan_goal: each((day) => ({ stay_id: 'S1', set_date: day })),
  classification: each(() => ({ stay_id: 'S1' })),
  contact: each((day) => ({ stay_id: 'S1', contact_date: day })),
  quality_check: each((day) => ({ staff_id: 'ADA', checked_date: day, items_checked: 4, items_returned: 1 })),
  training: each((day) => ({ staff_id: 'ADA', training_date: day, hours: 2 })),
  incident: each((day) => ({ stay_id: 'S1', incident_date: day })),
  performance_note: each((day) => ({ staff_id: 'ADA', note_date: day })),
  program: [{ program_id: 'G', program_name: 'School', category: 'education' }],
  enrollment: each((_day, index) => ({ enrollment_id: `E${index}`, stay_id: 'S1', program_id: 'G' })),
  follow_up: each((day, index) => ({ stay_id: 'S2', day: index + 1, due_date: day })),
  financial_responsibility: ['2026-04-01', '2026-05-01', '2026-06-01'].map((month) => ({ stay_id: 'S1', month })),
  meeting: each((day) => ({ facility_id: 'NORTH', meeting_type: 'case_managers', held_date: day })),
};
const withoutOptional = {
  ...bare,
  stay: (bare['stay'] ?? []).map(({ projected_release_date: _dropped, ...row }) => row),
};

let asking: Asking;
let data: string;
beforeAll(async () => {
  asking = await askingTiny(withoutOptional, lenient, { pages: true });
  data = join(asking.folder, '..');
});
afterAll(() => asking.close());

const quarter = { values: { from: '2026-04-01', to: '2026-06-30' } };

describe('what an agency has not supplied', () => {
  it('is listed by column in the manifest', () => {
    const empty = (name: string) => asking.manifest.tables.find((table) => table.name === name)?.empty;
    expect(empty('plan_goal')).toEqual(expect.arrayContaining(['target_date', 'closed_as', 'case_model']));
    expect(empty('placement')).toEqual(expect.arrayContaining(['scored_custody_level', 'management_variable']));
    // These are filled.
    expect(empty('placement')).not.toContain('custody_level');
    expect(empty('stay')).not.toContain('release_date');
  });

  const needing = restingQuestions.filter(
    ([id, { all = [] }]) =>
      all.length > 0 &&
      ![
        'population/custody-moves',
        'population/length-of-stay',
        'population/projection-institutions',
        'coordinator/meetings',
        'population/flows',
        'population/movements',
        'casework/caseload',
        'casework/weighted-workload',
      ].includes(id),
  );
  it.each(needing.map(([id]) => id))('is no answer to %s', async (id) => {
    await expect(asking.rows(id, quarter)).rejects.toThrow(/needs the .+, which this agency has not supplied/);
    const { code, stdout, stderr } = await runHere(['answer', id, '--data', data]);
    expect([code === 0, stdout]).toEqual([false, '']);
    expect(stderr).toContain('not supplied');
  });

  it('is null in an answer that knows the rest', async () => {
    const [trained] = await asking.rows<Row>('casework/training', quarter);
    expect(trained).toMatchObject({ hours: 48, presented: null, meetings_presented: null });
    const [load] = await asking.rows<Row>('casework/weighted-workload', { ...quarter, by: 'staff_id' });
    expect(load).toMatchObject({ people: 1, high_risk: null, near_release: null, weighted: null });
  });

  it('is missing in the answers of every page, not nothing', () => {
    const keys = ['fit', 'timely', 'completion', 'minutes', 'teams', 'closures'];
    const seen = new Set<string>();
    for (const [name, entry] of Object.entries(asking.files.answers)) {
      const { panels } = JSON.parse(readFileSync(join(asking.folder, entry.file), 'utf8')) as AnswerFile;
      for (const key of keys) {
        const panel = panels[key];
        if (panel) expect(panel, `${name} ${key}`).toHaveProperty('missing');
        if (panel) seen.add(key);
      }
    }
    expect([...seen].sort()).toEqual([...keys].sort());
  });

  it('is said in a memorandum as not supplied', async () => {
    const period = parsePeriod('2026Q3', calendarOf(asking.manifest));
    if ('error' in period) throw new Error(period.error);
    const source = { engine: asking.engine, marts: asking.files.marts, dataset: asking.manifest };
    const [input] = await memoInputs(source, { facility: 'NORTH' }, period);
    if (!input) throw new Error('nobody has a memorandum');
    // Checks were supplied, with 96 items of others: of this case manager's none is a fact.
    const said = JSON.stringify(buildMemo(input, newDraft(input)));
    const text = said.replace('{"text":"none were checked"},{"text":"24 of 96"}', '');
    expect(text.length).toBeLessThan(said.length);
    expect(text).not.toMatch(/no goals were due|none were checked|0 presented|none recorded|0 of \d+ (met|sent)/i);
    expect(input.notCovered.join(' ')).toMatch(
      /has not supplied, or has left empty, the columns? plan_goal\.target_date/,
    );
  });
});
