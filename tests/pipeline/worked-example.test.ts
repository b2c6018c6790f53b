import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askingOf, type Asking } from './asking.ts';
import { repository, runHere } from './command-line.ts';
import { temporaryFolder } from './source-folder.ts';

const source = join(repository, 'data/sources/legacy');
const [begin, end] = ['2026-04-01', '2026-06-30'];

/** The files as an old system wrote them, read without the engine: a row that comes twice counts once. */
function rowsOf(file: string): Record<string, string>[] {
  const [head = '', ...lines] = readFileSync(join(source, 'files', file), 'latin1')
    .trim()
    .split('\r\n');
  const names = head.split('|');
  return [...new Set(lines)].map((line) => {
    const cells = line.split('|');
    return Object.fromEntries(names.map((name, at) => [name, cells[at] ?? '']));
  });
}

/** `06/30/2026` as 2026-06-30; nothing for "never". */
function day(text: string | undefined): string | null {
  const [month = '', of = '', year = ''] = (text ?? '').split('/');
  return year === '' || year === '9999' ? null : `${year}-${month}-${of}`;
}

const nextDay = (of: string) => new Date(Date.parse(of) + 86_400_000).toISOString().slice(0, 10);

const stays = rowsOf('COMMITMENTS.TXT').map((row) => ({
  id: row['COMMIT_NO'],
  in: day(row['ADM_DT']) ?? '',
  out: day(row['REL_DT']),
}));
const held = (on: string) => stays.filter((stay) => stay.in <= on && (stay.out === null || stay.out > on));

let home: string;
let asking: Asking;
let said: string;

beforeAll(async () => {
  home = temporaryFolder();
  const out = join(home, 'out');
  const args = ['--out', out, '--rejects', join(home, 'rejects.csv')];
  const checked = await runHere(['check', source, '--strict', ...args]);
  expect(checked.code, checked.stderr).toBe(0);
  const exported = await runHere(['export', source, ...args]);
  expect(exported.code, exported.stderr).toBe(0);
  said = exported.stdout;
  asking = await askingOf(out);
});
afterAll(() => {
  asking.close();
  rmSync(home, { recursive: true, force: true });
});

describe('the worked example', () => {
  it('has every row of its files, and those that came twice once', () => {
    expect(asking.manifest.tables.filter(({ supplied }) => supplied).map(({ name, loaded }) => [name, loaded])).toEqual(
      [
        ['agency', 1],
        ['facility', rowsOf('PRISONS.TXT').length],
        ['staff', rowsOf('EMPLOYEES.TXT').length],
        ['person', rowsOf('OFFENDERS.TXT').length],
        ['stay', stays.length],
        ['placement', rowsOf('HOUSING.TXT').length],
        ['assignment', rowsOf('CASELOAD.TXT').length],
        ['task', rowsOf('DUE_EVENTS.TXT').length],
      ],
    );
    // Nothing is left that a reader of the tutorial would have to explain away.
    expect(said).not.toMatch(/left empty|the contract does not know|kept and counted/);
  });

  it('holds everybody from the day it says it does: about as many on the first as on the last', async () => {
    const { history_from: first } = JSON.parse(readFileSync(join(source, 'source.json'), 'utf8')) as {
      history_from: string;
    };
    expect(held(first).length).toBeGreaterThan(0.7 * held(end).length);
    expect(asking.manifest.history_from).toBe(first);
  });

  it('shows the people that a count of its files finds, and how they came and went', async () => {
    let nights = 0;
    let days = 0;
    for (let on = begin; on <= end; on = nextDay(on), days += 1) nights += held(on).length;
    const [average] = await asking.rows<{ average: number; population: number }>('population/average', {
      period: '2026Q3',
    });
    expect(average?.average).toBeCloseTo(nights / days, 6);
    expect(average?.population).toBe(held(end).length);
    const within = (on: string | null) => on !== null && on >= begin && on <= end;
    const flows = await asking.rows<{ admissions: number; releases: number }>('population/flows', { period: '2026Q3' });
    expect(flows.reduce((sum, row) => sum + row.admissions, 0)).toBe(stays.filter((stay) => within(stay.in)).length);
    expect(flows.reduce((sum, row) => sum + row.releases, 0)).toBe(stays.filter((stay) => within(stay.out)).length);
  });

  it('shows the work that a count of its files finds on time, late and open', async () => {
    const out = new Map(stays.map((stay) => [stay.id, stay.out]));
    const due = rowsOf('DUE_EVENTS.TXT')
      .map((row) => ({
        due: day(row['DUE_DT']) ?? '',
        done: day(row['DONE_DT']),
        out: out.get(row['COMMIT_NO']) ?? null,
      }))
      .filter((task) => task.due >= begin && task.due <= end)
      // Not done, and due on the day of release or later: no longer to be done.
      .filter((task) => task.done !== null || task.out === null || task.due < task.out);
    const [row] = await asking.rows<Record<string, number>>('casework/timeliness', { period: '2026Q3' });
    expect(row).toMatchObject({
      due: due.length,
      on_time: due.filter((task) => task.done !== null && task.done <= task.due).length,
      open_overdue: due.filter((task) => task.done === null && task.due < end).length,
    });
    expect(row?.['open_overdue']).toBeGreaterThan(0);
  });
});
