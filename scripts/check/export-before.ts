import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Table } from '../../data/contract/column.ts';
import { contractTable } from '../../data/contract/contract.ts';
import { formatList } from '../../src/lib/format/list.ts';
import { formatNumber } from '../../src/lib/format/number.ts';
import type { FileList, Manifest, TableReport } from '../../src/lib/export/manifest.ts';
import { identifier, type Database } from '../engine/database.ts';
import type { Source } from '../source/source.ts';
import type { CheckedSource } from './check-source.ts';
import type { Limit } from './limit.ts';

/** The manifest in a folder, whatever version wrote it; null where there is none that can be read. */
async function manifestIn(out: string): Promise<Partial<Manifest> | null> {
  try {
    return JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8')) as Partial<Manifest>;
  } catch {
    return null;
  }
}

/** Of which source the export in a folder is. */
export async function sourceInPlace(out: string): Promise<Manifest['source'] | null> {
  return (await manifestIn(out))?.source ?? null;
}

/** Whether there is an export in a folder that a site may be made from. */
export async function hasPages(out: string): Promise<boolean> {
  const manifest = await manifestIn(out);
  return manifest !== null && manifest.without_pages !== true;
}

/** The export in place, where there is one and it is of the same agency: otherwise there is nothing to compare with. */
export async function exportBefore(out: string, source: Source, agencyName: string): Promise<Manifest | null> {
  const manifest = await manifestIn(out);
  const same = manifest?.source?.name === source.name || manifest?.source?.agency_name === agencyName;
  return same && manifest?.tables && manifest.scopes && manifest.as_of ? (manifest as Manifest) : null;
}

/**
 * What a new extract lacks of what the export before had: sentences, one a finding. An extract that was cut off half-way
 * is right row by row, and only this shows it.
 */
export async function findLosses(
  database: Database,
  checked: CheckedSource,
  before: Manifest,
  limit: Limit,
  out: string,
): Promise<string[]> {
  const losses: string[] = [];
  if (checked.asOf < before.as_of) {
    losses.push(`The data are as of ${checked.asOf}, older than the export in place, which is as of ${before.as_of}.`);
  }
  for (const was of before.tables) {
    if (!was.supplied || was.loaded === 0) continue;
    const is = checked.tables.find(({ name }) => name === was.name);
    const table = contractTable(was.name) as Table | undefined;
    if (!is || !table) continue;
    const had = `the export before, as of ${before.as_of}, had ${formatNumber(was.loaded)}`;
    if (!is.supplied) losses.push(`${was.name} is not supplied any more; ${had} rows.`);
    else if (is.loaded === 0 && !table.shrinks) losses.push(`${was.name} is empty; ${had} rows.`);
    else if (!table.shrinks && lost(was.loaded, is.loaded, limit)) {
      const share = Math.round((100 * (was.loaded - is.loaded)) / was.loaded);
      losses.push(`${was.name} has ${formatNumber(is.loaded)} rows, ${share} % fewer; ${had}.`);
    }
    if (!table.shrinks) losses.push(...unfilled(was, is, limit, before.as_of));
  }
  return [
    ...losses,
    ...(await institutionsGone(database, checked, before)),
    ...(await emptied(database, checked, before, out)),
  ];
}

/** Columns no row fills any more: a SELECT that lost its last days of stays has everybody still in custody. */
function unfilled(was: TableReport, is: TableReport, { floor }: Limit, asOf: string): string[] {
  if (is.loaded <= floor) return [];
  const gone = (is.empty ?? []).filter((name) => !(was.empty ?? []).includes(name));
  if (gone.length === 0) return [];
  return [`${was.name}: no row has ${formatList(gone, 'or')} any more; in the export before, as of ${asOf}, some had.`];
}

/** Institutions that held people in the export before and of which the new one has not one placement. */
async function emptied(database: Database, checked: CheckedSource, before: Manifest, out: string): Promise<string[]> {
  if (!checked.supplied.has('placement') || !checked.supplied.has('facility')) return [];
  let files: FileList;
  try {
    files = JSON.parse(await readFile(join(out, before.version, before.files.file), 'utf8')) as FileList;
  } catch {
    // The manifest alone is left of it; it says enough of the tables.
    return [];
  }
  const held = new Set(
    (files.marts['population_change']?.parts ?? []).filter(({ rows }) => rows > 0).map(({ part }) => part),
  );
  const rows = await database.rows(
    `SELECT facility_id AS id, facility_name AS name FROM main.facility
     WHERE facility_id NOT IN (SELECT facility_id FROM main.placement) ORDER BY name`,
  );
  const gone = rows.map(({ id, name }) => ({ id: String(id), name: String(name) })).filter(({ id }) => held.has(id));
  if (gone.length === held.size) return [];
  return institutions(gone, ({ who, names, one }) => [
    `${who} that held people in the export before ${one ? 'has' : 'have'} no placement any more: ${names}.`,
  ]);
}

interface Told {
  /** 'An institution' or '3 institutions'. */
  who: string;
  /** Ten of them by name, and how many more. */
  names: string;
  one: boolean;
}

/** A finding about institutions; none where there are none. */
function institutions(
  found: readonly { readonly id: string; readonly name: string }[],
  say: (told: Told) => string[],
): string[] {
  if (found.length === 0) return [];
  const one = found.length === 1;
  const names = found.slice(0, 10).map(({ id, name }) => `${name} (${id})`);
  return say({
    who: one ? 'An institution' : `${found.length} institutions`,
    names: `${names.join(', ')}${found.length > 10 ? ` and ${found.length - 10} more` : ''}`,
    one,
  });
}

/** Of two regions one may close: a table as small as the floor is judged by what it still has, not by its share. */
const lost = (was: number, is: number, { share, floor }: Limit) => was - is > floor && (was - is) / was > share;

async function institutionsGone(database: Database, checked: CheckedSource, before: Manifest): Promise<string[]> {
  if (!checked.supplied.has('facility')) return [];
  const rows = await database.rows(`SELECT facility_id FROM main.${identifier('facility')}`);
  const known = new Set(rows.map((row) => String(row['facility_id'])));
  const gone = before.scopes.facilities.filter(({ id }) => !known.has(id));
  return institutions(gone, ({ who, names, one }) => [
    `${who} of the export before ${one ? 'is' : 'are'} not in the facility table: ${names}. One that has closed stays there with its closed_date.`,
  ]);
}
