import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { defaultSettings } from '../../data/contract/settings.ts';
import { exampleDataset } from '../../src/lib/export/fixture.ts';
import { writeEmptyLists } from './fixture.ts';
import { openIncoming, publish } from './publish.ts';
import { restoreVersion, versionsIn } from './versions.ts';

let out: string;
beforeEach(() => {
  out = join(mkdtempSync(join(tmpdir(), 'caseboard-versions-')), 'data');
});

/** Publishes an export of the given number, made so many days after the first. */
async function put(number: number, days: number, kept: Partial<ReturnType<typeof defaultSettings>> = {}) {
  const incoming = await openIncoming(out);
  const version = `2026-06-30.0000000${number}`;
  const lists = await writeEmptyLists(incoming, version);
  const at = new Date(Date.UTC(2026, 6, 1 + days)).toISOString();
  const settings = { ...defaultSettings(), ...kept };
  return publish(incoming, out, exampleDataset({ version, ...lists, exported_at: at, settings }));
}

const there = () =>
  readdirSync(out)
    .filter((name) => name.startsWith('2026'))
    .map((name) => name.at(-1))
    .sort()
    .join('');

describe('versions of an export', () => {
  it('are the newest and the one before, unless more are asked for', async () => {
    for (const number of [1, 2, 3, 4]) await put(number, number);
    expect(there()).toBe('34');
  });

  it('are kept by number', async () => {
    for (const number of [1, 2, 3, 4, 5]) await put(number, number, { versions_kept: 4 });
    expect(there()).toBe('2345');
  });

  it('are kept by age', async () => {
    for (const number of [1, 2, 3, 4, 5]) await put(number, 10 * number, { versions_kept_days: 25 });
    // Made 40, 30, 20, 10 and 0 days before the last.
    expect(there()).toBe('345');
  });

  it('stay, all of them, when the same data come once more', async () => {
    for (const number of [1, 2, 3]) await put(number, number, { versions_kept: 3 });
    await put(3, 4, { versions_kept: 3 });
    expect(there()).toBe('123');
    // Unless fewer are asked for now; the one before stays for pages still open.
    await put(3, 5, { versions_kept: 1 });
    expect(there()).toBe('23');
  });

  it('are listed with their manifests, the newest first', async () => {
    for (const number of [1, 2, 3]) await put(number, number, { versions_kept: 3 });
    expect((await versionsIn(out)).map(({ version }) => version.at(-1))).toEqual(['3', '2', '1']);
  });

  it('come back, with the one in place as the one before', async () => {
    for (const number of [1, 2, 3]) await put(number, number, { versions_kept: 3 });
    await restoreVersion(out, '2026-06-30.00000001');
    const manifest = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) as Record<string, unknown>;
    expect(manifest).toMatchObject({ version: '2026-06-30.00000001', previous: '2026-06-30.00000003' });
    expect(there()).toBe('123');
  });

  it('do not come back damaged, or where there are none', async () => {
    for (const number of [1, 2]) await put(number, number);
    writeFileSync(join(out, '2026-06-30.00000001', 'files.json'), '{}');
    const before = readFileSync(join(out, 'manifest.json'), 'utf8');
    await expect(restoreVersion(out, '2026-06-30.00000001')).rejects.toThrow(/is not whole: files\.json/);
    await expect(restoreVersion(out, '2026-06-30.00000009')).rejects.toThrow(/There are 2026-06-30\.00000002, 2026/);
    expect(readFileSync(join(out, 'manifest.json'), 'utf8')).toBe(before);
  });

  it('are written inside a folder that is a disk of its own, closed to others', async () => {
    // Where the neighbours lie on the same disk they are taken; the folder itself is the last resort.
    mkdirSync(out);
    const incoming = await openIncoming(out);
    expect(incoming.startsWith(`${out}/`)).toBe(false);
    const mounted = await openIncoming('/dev/shm').catch((cause: unknown) => cause);
    if (typeof mounted === 'string') {
      expect(mounted.startsWith('/dev/shm/.incoming-')).toBe(true);
      const { rmSync } = await import('node:fs');
      rmSync(mounted, { recursive: true });
    }
  });
});
