import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { contractTable } from '../../data/contract/contract.ts';
import type { Manifest } from '../../src/lib/export/manifest.ts';
import { exported } from './exported.ts';
import { readWholeExport, writtenAnswers } from './export-folder.ts';
import { smallAgency } from './small-agency.ts';
import { temporaryFolder, writeSource, type Row } from './source-folder.ts';

/**
 * Files come padded, in any order, with or without a byte order mark, with other words for a missing value, and twice:
 * none of it changes a figure, and what was done about it is said on the data page, which reads the manifest.
 */
const months = ['01', '02', '03', '04', '05', '06'];
const agency: Record<string, Row[]> = {
  ...smallAgency(),
  staff: [
    { staff_id: 'ADA', staff_name: 'Ada', role: 'case_manager', facility_id: 'NORTH', unit_id: 'N1' },
    { staff_id: 'BEA', staff_name: 'Bea', role: 'case_manager', facility_id: 'SOUTH', unit_id: 'S1' },
  ],
  assignment: [
    { stay_id: 'S1', staff_id: 'ADA', start_date: '2025-11-01', end_date: null },
    { stay_id: 'S4', staff_id: 'ADA', start_date: '2026-01-20', end_date: '2026-05-05' },
    { stay_id: 'S5', staff_id: 'BEA', start_date: '2025-10-01', end_date: null },
  ],
  task: months.flatMap((month, at) => [
    {
      task_id: `A${month}`,
      task_type: 'program_review',
      stay_id: 'S1',
      due_date: `2026-${month}-10`,
      completed_date: at % 3 === 0 ? null : `2026-${month}-${at % 2 === 0 ? '09' : '14'}`,
    },
    {
      task_id: `B${month}`,
      task_type: 'reassessment',
      stay_id: 'S5',
      due_date: `2026-${month}-21`,
      completed_date: null,
    },
  ]),
  program: [{ program_id: 'G', program_name: 'School', category: 'education' }],
  enrollment: months.map((month, at) => ({
    enrollment_id: `E${month}`,
    stay_id: at % 2 === 0 ? 'S1' : 'S5',
    program_id: 'G',
    referral_date: `2026-${month}-02`,
    start_date: at > 3 ? null : `2026-${month}-20`,
  })),
  quality_check: months.map((month, at) => ({
    staff_id: 'ADA',
    checked_date: `2026-${month}-15`,
    items_checked: 10 + at,
    items_returned: at,
  })),
};
/** Half of every table is duplicates in some of the files below. */
const settings = { history_from: '2026-01-01', settings: { reject_limit: 1 } };

/** How a file is written. */
interface Written {
  seed: number;
  padded: boolean;
  words: boolean;
  shuffled: boolean;
  twice: boolean;
  marked: boolean;
  ends: '\n' | '\r\n';
}

const written: fc.Arbitrary<Written> = fc.record({
  seed: fc.nat(),
  padded: fc.boolean(),
  words: fc.boolean(),
  shuffled: fc.boolean(),
  twice: fc.boolean(),
  marked: fc.boolean(),
  ends: fc.constantFrom('\n', '\r\n'),
});

const blanks = ['', ' ', '  ', '\t', '\u00a0', '\u2009', '\u200b', '\ufeff'];
const missing = ['NULL', 'null', 'N/A', 'na', 'NaN', '.', '-', '(Null)', '#N/A', '?'];

/** A table as a CSV file. */
function fileOf(table: string, rows: readonly Row[], how: Written): string {
  let state = how.seed % 2147483647;
  const below = (n: number) => (state = (state * 48271 + 11) % 2147483647) % n;
  const any = <T>(list: readonly T[]) => list[below(list.length)]!;
  const shuffle = <T>(list: readonly T[]) =>
    how.shuffled
      ? list
          .map((each) => [below(1e6), each] as const)
          .sort((a, b) => a[0] - b[0])
          .map(([, each]) => each)
      : list;
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const kinds = contractTable(table)!.columns;
  const cell = (column: string, value: Row[string] | undefined) => {
    const kind = kinds[column]?.kind;
    const empty = value === null || value === undefined;
    // In an id or a name such a word may be one: there it is no missing value.
    const text = !empty ? String(value) : how.words && (kind === 'date' || kind === 'integer') ? any(missing) : '';
    return `"${how.padded ? any(blanks) : ''}${text}${how.padded ? any(blanks) : ''}"`;
  };
  const lines = shuffle(rows).map((row) => columns.map((column) => cell(column, row[column])).join(','));
  const all = [columns.join(','), ...lines, ...(how.twice ? lines : [])];
  return `${how.marked ? '\ufeff' : ''}${all.join(how.ends)}${how.ends}`;
}

interface Exported {
  /** Answers by their name, and the content of each of their parts. */
  figures: Map<string, object>;
  manifest: Manifest;
}

async function exportOf(
  how: Written | null,
  tables = agency,
  given: Record<string, unknown> = settings,
): Promise<Exported> {
  const source = writeSource(join(temporaryFolder(), 'same'), tables, given);
  // The one row about the agency stops an export where it comes twice.
  if (how)
    for (const [table, rows] of Object.entries(agency))
      source.setFile(table, fileOf(table, rows, table === 'agency' ? { ...how, twice: false } : how));
  const { out } = await exported(source.path, { accept: true });
  const { files, folder, manifest } = readWholeExport(out);
  const figures = writtenAnswers({ files, folder }).map(
    ([name, answers]) => [name, { ...answers, dataset: '' }] as const,
  );
  return { figures: new Map(figures), manifest };
}

/** After so many years the calendar is the same: weekdays, leap years and all. */
const cycle = 28;
const shifted = (text: string, years: number) =>
  text.replace(/\b(19|20)\d\d(?=\b|Q)/g, (year) => String(Number(year) + years));

describe('the same rows', () => {
  let plain: Exported;
  beforeAll(async () => {
    plain = await exportOf(null);
  });

  it('give the same figures in another age of the calendar', async () => {
    const earlier = Object.fromEntries(
      Object.entries(agency).map(([table, rows]) => [
        table,
        rows.map((row) =>
          Object.fromEntries(
            Object.entries(row).map(([name, value]) => [
              name,
              typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? shifted(value, -cycle) : value,
            ]),
          ),
        ),
      ]),
    );
    const given = { ...settings, history_from: shifted(settings.history_from, -cycle) };
    const then = await exportOf(null, earlier, given);
    expect(then.manifest.as_of).toBe(shifted(plain.manifest.as_of, -cycle));
    // Months of a projection are counted from the year 0.
    const dated = [...plain.figures].filter(([name]) => !name.startsWith('projection'));
    expect(dated.length).toBeGreaterThan(20);
    for (const [name, answers] of dated)
      expect(JSON.parse(shifted(JSON.stringify(then.figures.get(name)), cycle)), name).toEqual(answers);
  });

  it('give the same figures, however their files are written, and what was changed is said', async () => {
    expect(plain.figures.size).toBeGreaterThan(20);
    await fc.assert(
      fc.asyncProperty(written, async (how) => {
        const { figures, manifest } = await exportOf(how);
        for (const [name, answers] of plain.figures) expect(figures.get(name), name).toEqual(answers);
        expect(figures.size).toBe(plain.figures.size);
        for (const { name, read, loaded, rejected, rules, tidied = [] } of manifest.tables) {
          const rows = agency[name]?.length ?? 0;
          if (name === 'agency') continue;
          expect(read, name).toBe(loaded + rejected);
          expect(loaded, name).toBe(rows);
          expect(read, name).toBe(how.twice ? 2 * rows : rows);
          // Every row that says again what another says is counted by the rule that found it.
          expect(
            rules.reduce((sum, rule) => sum + rule.rows, 0),
            name,
          ).toBe(rejected);
          if (rows > 4 && how.padded)
            expect(
              tidied.map(({ rows: changed }) => changed > 0),
              name,
            ).toContain(true);
        }
      }),
      {
        numRuns: 2,
        endOnFailure: true,
        seed: 13,
        examples: [[{ seed: 1, padded: true, words: true, shuffled: true, twice: true, marked: true, ends: '\r\n' }]],
      },
    );
  }, 300_000);
});
