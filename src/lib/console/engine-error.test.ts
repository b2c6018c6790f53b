import { expect, it } from 'vitest';
import { nearestName, readComplaint } from './engine-error.ts';

it.each([
  [
    'The query failed: Binder Error: Referenced column "zz" not found in FROM clause!\nCandidate bindings: "a"\n\nLINE 2:   zz from t\n          ^',
    { text: 'Referenced column "zz" not found in FROM clause. Candidate bindings: "a".', line: 2, table: null },
  ],
  [
    'Catalog Error: Table with name nope does not exist!\nDid you mean "pg_enum"?\n\nLINE 1: SELECT * FROM nope\n                      ^',
    { text: 'Table with name nope does not exist.', line: 1, table: 'nope' },
  ],
  [
    "Binder Error: No function matches the given name and argument types 'sum(VARCHAR)'. You might need to add explicit type casts.\n\tCandidate functions:\n\tsum(DECIMAL) -> DECIMAL\n\n\nLINE 3: x\n        ^",
    {
      text: "No function matches the given name and argument types 'sum(VARCHAR)'. You might need to add explicit type casts.",
      line: 3,
      table: null,
    },
  ],
  ['Out of Range Error: Overflow', { text: 'Overflow.', line: null, table: null }],
])('reads %s', (message, expected) => {
  expect(readComplaint(message)).toEqual(expected);
});

it('finds the name that was meant, and none where nothing is near', () => {
  const names = ['institution', 'stock', 'release', 'release_funds'];
  expect(nearestName('Institusion', names)).toBe('institution');
  expect(nearestName('relase', names)).toBe('release');
  expect(nearestName('nope', names)).toBeNull();
});
