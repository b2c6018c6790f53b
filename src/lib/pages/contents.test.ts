import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, it } from 'vitest';
import { contents, pageAt } from './contents.ts';

it('the router’s id of every page, as the folders give it, leads to its entry', () => {
  const files = readdirSync(new URL('../../routes/', import.meta.url), { recursive: true, encoding: 'utf8' });
  const ids = files.filter((file) => file.endsWith('+page.svelte')).map((file) => `/${dirname(file)}`);
  expect(ids).toContain('/(overview)');
  const found = ids.flatMap((id) => pageAt(id)?.route ?? []);
  expect(found.sort()).toEqual(contents.map(({ route }) => route).sort());
  expect(pageAt(null)).toBeUndefined();
});
