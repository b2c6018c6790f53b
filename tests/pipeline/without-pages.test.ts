import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readExport, readSiteExport } from '../../src/lib/export/read-export.server.ts';
import { runHere } from './command-line.ts';
import { hashesBelow } from './export-folder.ts';
import { lenient, smallAgency } from './small-agency.ts';
import { temporaryFolder, writeSource } from './source-folder.ts';

let home: string;
let bare: string;

const asked = (out: string) => runHere(['answer', 'population/average', '--data', out, '--format', 'csv']);
const exportInto = (out: string, options = ['--without-pages']) =>
  runHere(['export', join(home, 'good'), '--out', out, '--rejects', join(home, 'rejects.csv'), ...options]);

beforeAll(async () => {
  home = temporaryFolder();
  writeSource(join(home, 'good'), smallAgency(), lenient);
  expect(await exportInto(join(home, 'good-out'), [])).toMatchObject({ code: 0 });
  bare = join(home, 'bare-out');
  expect(await exportInto(bare)).toMatchObject({ code: 0, stdout: expect.stringContaining('no answers of pages') });
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('an export without the answers of pages', () => {
  it('has the same tables, and the command line answers the same from it', async () => {
    const [whole, without] = await Promise.all([readExport(join(home, 'good-out')), readExport(bare)]);
    expect(Object.keys(whole.files.answers).length).toBeGreaterThan(20);
    expect(without.files.answers).toEqual({});
    expect(without.files.marts).toEqual(whole.files.marts);
    const { code, stdout } = await asked(bare);
    expect(code).toBe(0);
    expect(stdout).toMatch(/\d/);
    expect(stdout).toBe((await asked(join(home, 'good-out'))).stdout);
  });

  it('is no export a site is made from', async () => {
    await expect(readSiteExport(bare)).rejects.toThrow(/made with --without-pages.*no site can show it.*Export again/);
    await expect(readSiteExport(join(home, 'good-out'))).resolves.toBeDefined();
  });

  it('does not take the place of one that has them; the other way round it may', async () => {
    const before = hashesBelow(join(home, 'good-out'));
    const { code, stderr } = await exportInto(join(home, 'good-out'));
    expect(code).toBe(3);
    expect(stderr).toMatch(/has the answers of the site's pages.*Nothing was changed. Name another folder/);
    expect(hashesBelow(join(home, 'good-out'))).toEqual(before);
    expect((await exportInto(bare)).code).toBe(0);
    expect((await exportInto(bare, [])).code).toBe(0);
    await expect(readSiteExport(bare)).resolves.toBeDefined();
  });
});
