import { describe, expect, it } from 'vitest';
import type { TableReport } from '$lib/export/manifest.ts';
import { rowsLeftOut, rulesNotTried } from './rules.ts';
import { uncountedNote } from '$lib/summaries/population.ts';

const stay: TableReport = {
  name: 'stay',
  supplied: true,
  read: 30,
  loaded: 9,
  rejected: 21,
  rules: [
    { rule: 'after_as_of', column: 'release_date', rows: 20, meaning: 'A recorded date lies after the as-of date.' },
    { rule: 'unique', column: 'stay_id', rows: 1, meaning: 'The row is a copy.', again: true },
  ],
  cleared: [{ rule: 'sentinel', column: 'projected_release_date', rows: 2, meaning: 'The date stands for “never”.' }],
  noted: [
    { rule: 'one_day', column: 'admission_date', rows: 3, meaning: 'One day has most of the rows.' },
    {
      rule: 'before_release',
      column: 'event_date',
      rows: 4,
      meaning: 'The event lies before any release of the person. It follows no release and is in no figure.',
    },
  ],
  untried: [
    { column: 'admission_date', meaning: 'The person was not born.', lacks: ['table person'] },
    { column: 'sentenced_date', meaning: 'Sentenced after release.', lacks: ['sentenced_date'] },
    { column: 'sentenced_date', meaning: 'Sentenced before admission.', lacks: ['sentenced_date'] },
  ],
  latest: null,
  warnings: [],
};

describe('what rules found', () => {
  it('says of every row what was done, and what a reader who counts it would find missing', () => {
    const kept = ['It follows no release and is in no figure.', 'It counts on its day.'];
    const found = rowsLeftOut([stay], kept);
    expect(found.map(({ rows, action, follows }) => [rows, action, follows.slice(0, 57)])).toEqual([
      [20, 'Row not loaded', 'By its own dates the person is in custody on the as-of da'],
      [1, 'Row not loaded', 'Nothing is lost: the row says again what another says.'],
      [2, 'Value left empty', 'The row counts; the value is not recorded.'],
      [3, 'Row kept and counted', 'In the figures.'],
      [4, 'Row kept and counted', 'It follows no release and is in no figure.'],
    ]);
    expect(found.at(-1)?.meaning).toBe('The event lies before any release of the person.');
  });

  it('names the rules that could not be tried, by what they lack', () => {
    expect(rulesNotTried([stay])).toEqual([
      { table: 'stay', lacks: 'table person', rules: 'The person was not born.' },
      { table: 'stay', lacks: 'sentenced_date', rules: 'Sentenced after release. Sentenced before admission.' },
    ]);
    const older = Object.fromEntries(Object.entries(stay).filter(([key]) => !['noted', 'untried'].includes(key)));
    expect(rulesNotTried([older as unknown as TableReport])).toEqual([]);
  });

  it('an institution that did not count is said to be in no sum', () => {
    expect(uncountedNote({ uncounted: 0 })).toBe('');
    expect(uncountedNote({ uncounted: 1 })).toMatch(/^One institution did not count/);
    expect(uncountedNote({ uncounted: 12 })).toMatch(/^12 institutions did not count/);
  });
});
