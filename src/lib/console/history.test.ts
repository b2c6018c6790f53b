import { expect, it } from 'vitest';
import { MemoryStorage } from '../browser/fixture.ts';
import { QueryHistory } from './history.ts';

function storage(entries: readonly (readonly [key: string, text: string])[] = []): MemoryStorage {
  const kept = new MemoryStorage();
  for (const [key, text] of entries) kept.setItem(key, text);
  return kept;
}

const ran = (sql: string) => ({ sql, at: '2026-06-30T12:00:00.000Z', rows: 1, milliseconds: 5 });

it('keeps the latest thirty, one of each text, apart from those of other agencies', () => {
  const shared = storage();
  const history = new QueryHistory('one', () => shared);
  for (let index = 0; index < 40; index += 1) history.add(ran(`SELECT ${index % 35}`));
  const texts = history.all().map(({ sql }) => sql);
  expect(texts.length).toBe(30);
  expect(texts.slice(0, 6)).toEqual(['SELECT 4', 'SELECT 3', 'SELECT 2', 'SELECT 1', 'SELECT 0', 'SELECT 34']);
  expect(new Set(texts).size).toBe(30);
  expect(new QueryHistory('two', () => shared).all()).toEqual([]);
  history.clear();
  expect(history.all()).toEqual([]);
});

it('does without a browser that keeps nothing, and with what it cannot read', () => {
  const refusing = new QueryHistory('one', () => {
    throw new Error('denied');
  });
  expect(refusing.add(ran('SELECT 1'))).toEqual([ran('SELECT 1')]);
  expect(refusing.all()).toEqual([]);
  const key = JSON.stringify(['caseboard queries', 'one']);
  const spoiled = [[key, '[{"sql":1},{"sql":"a","at":"b","rows":1,"milliseconds":2}]']] as const;
  expect(new QueryHistory('one', () => storage(spoiled)).all().map(({ sql }) => sql)).toEqual(['a']);
  expect(new QueryHistory('one', () => storage([[key, '{']])).all()).toEqual([]);
});
