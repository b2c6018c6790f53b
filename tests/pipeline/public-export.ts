import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject } from 'vitest';
import type { Answer } from '../../src/lib/export/answers.ts';
import { folderFor, type PublicSource } from '../public-files.ts';
import { runHere } from './command-line.ts';
import { temporaryFolder } from './source-folder.ts';

/**
 * The export of a public source, made with the real command by whichever test file needs it first. Test files run side
 * by side: each may make it, and one of them puts it in its place.
 * @returns its folder, which no test changes
 */
export async function publicExport(source: PublicSource): Promise<string> {
  const place = join(inject('demo'), `public-${source}`);
  if (existsSync(place)) return place;
  const made = join(temporaryFolder(), 'out');
  const args = ['export', source, '--files', folderFor(source), '--out', made, '--rejects', `${made}.csv`];
  const { code, stderr } = await runHere(args);
  expect(stderr).not.toContain('defect');
  expect(code, stderr).toBe(0);
  try {
    renameSync(made, place);
  } catch (error) {
    if (!existsSync(place)) throw error;
  }
  return place;
}

/** The rows the command line prints for a question, or for whatever other words. */
export async function printedRows<Row extends object>(out: string, ...words: string[]): Promise<Row[]> {
  const { code, stdout, stderr } = await runHere([...words, '--data', out, '--format', 'json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return (JSON.parse(stdout) as Answer<Row>).rows;
}
