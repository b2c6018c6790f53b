import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { literal, openDatabase, type Database } from './database.ts';
import { selectWords } from './select-words.ts';

let database: Database;
beforeAll(async () => {
  database = await openDatabase();
  for (const word of selectWords) await database.run(word);
});
afterAll(() => database.close());

const text = (value: string | null) => (value === null ? 'CAST(NULL AS VARCHAR)' : literal(value));

describe('what a SELECT over files may say', () => {
  it.each([
    ['07.03.2024', '%d.%m.%Y', '2024-03-07'],
    [' 07-MAR-24 ', '%d-%b-%y', '2024-03-07'],
    ['03/07/2024 16:05', '%m/%d/%Y %H:%M', '2024-03-07'],
    ['31.02.2024', '%d.%m.%Y', '31.02.2024'],
    ['soon', '%d.%m.%Y', 'soon'],
    [null, '%d.%m.%Y', null],
  ])('date_written(%j, %j) is %j', async (written, form, day) => {
    expect(await database.value(`SELECT date_written(${text(written)}, ${literal(form)})`)).toBe(day);
  });

  it.each([
    ['07-MAR-58', '1958-03-07'],
    ['29-FEB-48', '1948-02-29'],
    ['07-MAR-95', '1995-03-07'],
    ['07-MAR-04', '2004-03-07'],
    ['07/03/58', '07/03/58'],
    [null, null],
  ])('birth_written(%j) is %j', async (written, day) => {
    expect(await database.value(`SELECT birth_written(${text(written)}, '%d-%b-%y')`)).toBe(day);
  });

  it.each([
    ['2024-02-28', '2024-02-29'],
    [' 2023-12-31', '2024-01-01'],
    ['31.12.9999', '31.12.9999'],
    ['', ''],
    [null, null],
  ])('day_after(%j) is %j', async (written, day) => {
    expect(await database.value(`SELECT day_after(${text(written)})`)).toBe(day);
  });

  it('day_after takes a date as it takes text', async () => {
    expect(await database.value(`SELECT day_after(DATE '2024-02-29')`)).toBe('2024-03-01');
  });
});
