import { expect, test } from 'vitest';
import { asLost, asQueryError } from './duckdb-failure.ts';

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

test.for([
  [
    named('Error', 'Catalog Error: Table x does not exist'),
    'query',
    false,
    /^The query failed: Catalog Error: Table x/,
  ],
  [named('Error', '{"exception_type":"Binder","exception_message":"too few"}'), 'query', false, /failed: too few$/],
  [named('Error', '{not JSON'), 'query', false, /failed: \{not JSON$/],
  [
    named('Error', 'Out of Memory Error: Allocation failure'),
    'unavailable',
    false,
    /needs more memory.*shorter period/,
  ],
  [named('RuntimeError', 'memory access out of bounds'), 'unavailable', true, /stopped working/],
  [named('RangeError', 'Maximum call stack size exceeded'), 'unavailable', true, /stopped working/],
  [named('RangeError', 'Invalid time value'), 'query', false, /Invalid time value/],
] as const)('%s', ([error, kind, lost, message]) => {
  const told = asQueryError(error, 'SELECT 1');
  expect(told.lost).toBe(lost);
  expect(told.error.kind).toBe(kind);
  expect(told.error.message).toMatch(message);
  if (!lost) expect(told.error.sql).toBe('SELECT 1');
});

test('a worker that died of memory says so', () => {
  expect(asLost('Uncaught RangeError: WebAssembly.Memory(): could not allocate: Out of memory').message).toMatch(
    /memory/,
  );
  expect(asLost('Uncaught SyntaxError').message).not.toMatch(/memory/);
});
