import { spawnSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import type { Manifest } from '../../src/lib/export/manifest.ts';
import type { Figure } from './figure.ts';

/** Every memorandum, as Word and PDF, of the institution whose number of case managers is nearest to fifteen. */
export async function timeMemos(data: string, manifest: Manifest, out: string): Promise<Figure> {
  const people = (id: string) => manifest.scopes.staff.filter(({ facility_id: home }) => home === id).length;
  const facility = manifest.scopes.facilities.toSorted(
    (a, b) => Math.abs(people(a.id) - 15) - Math.abs(people(b.id) - 15),
  )[0];
  const began = Date.now();
  const args = ['scripts/caseboard.js', 'memo', '--facility', facility?.id ?? '', '--data', data, '--out', out];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  const made = (await readdir(out)).filter((name) => name.endsWith('.pdf')).length;
  return {
    name: `memoranda of an institution (${made} people), Word and PDF`,
    unit: 's',
    value: (Date.now() - began) / 1000,
    budget: 20,
  };
}
