/**
 * What somebody who knows one case learns from an export without the agency's secret: the number of the case, the day
 * of release, sex, offense and release type. The source's good rows stand beside the exported ones to tell who was found.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkSource } from '../../scripts/check/check-source.ts';
import { identifier, literal, openDatabase, type Database } from '../../scripts/engine/database.ts';
import { readSource } from '../../scripts/source/source.ts';
import { silent } from '../../scripts/terminal/progress.ts';
import type { FileList, Manifest } from '../../src/lib/export/manifest.ts';
import { demoPseudonym } from './demo-pseudonym.ts';

/** The source's tables under `main`, the exported marts under `told`. Close `database` afterwards. */
export interface Opened {
  database: Database;
  manifest: Manifest;
  /** Columns of every exported mart, by name, with their types. */
  marts: Map<string, Map<string, string>>;
}

export async function openBoth(source: string, out: string): Promise<Opened> {
  const database = await openDatabase();
  await checkSource(database, await readSource(source), silent);
  const manifest = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) as Manifest;
  const folder = join(out, manifest.version);
  const files = JSON.parse(readFileSync(join(folder, 'files.json'), 'utf8')) as FileList;
  await database.run('CREATE SCHEMA told');
  const marts: Opened['marts'] = new Map();
  for (const [name, { parts }] of Object.entries(files.marts)) {
    if (parts.length === 0) continue;
    const list = parts.map((part) => literal(join(folder, part.file))).join(', ');
    await database.run(`CREATE TABLE told.${identifier(name)} AS FROM read_parquet([${list}])`);
    const described = await database.rows(`DESCRIBE told.${identifier(name)}`);
    marts.set(name, new Map(described.map((row) => [String(row.column_name), String(row.column_type)])));
  }
  const { as_of, history_from } = manifest;
  // Whose release the records do not yet reach is told as one of 0 days.
  const toldDays = marts.has('release_followed')
    ? `CASE WHEN days < ${manifest.settings.record_lag_days} THEN 0 ELSE days END`
    : 'days';
  // Everybody released to the community since the history begins, as somebody who knows the case knows them.
  await database.run(`CREATE TABLE known AS
    SELECT stay_id, release_date, year(release_date) AS cohort_year, sex, offense_category, release_type,
      DATE ${literal(as_of)} - release_date AS days, ${toldDays} AS told_days
    FROM stay LEFT JOIN person USING (person_id)
    WHERE release_type IN ('parole', 'mandatory', 'expiration', 'community_placement', 'probation')
      AND release_date >= DATE ${literal(history_from ?? as_of)} AND (legal_status = 'sentenced' OR sentenced_date IS NOT NULL)`);
  if (marts.has('program_need')) {
    await database.run(`ALTER TABLE told.program_need ADD COLUMN day_kept BOOLEAN`);
    await database.run(
      `UPDATE told.program_need SET day_kept = ${
        marts.has('release_followed')
          ? 'program_category NOT IN (SELECT category FROM program WHERE restricted)'
          : 'true'
      }`,
    );
  }
  return { database, manifest, marts };
}

/** The month that stands for a day, as SQL: its first day, or the first of the history. */
function toldMonth(day: string, { manifest }: Pick<Opened, 'manifest'>): string {
  return `CAST(greatest(date_trunc('month', ${day}), DATE ${literal(manifest.history_from ?? manifest.as_of)}) AS DATE)`;
}

/** `known` as a mart has it to be joined: needs for a kind of program with protected ones are told by month. */
function knownFor(mart: string, { manifest }: Opened): string {
  if (mart !== 'program_need') return 'known';
  const month = toldMonth('release_date', { manifest });
  return `(SELECT *, release_date AS told_date, true AS day_kept FROM known
    UNION ALL SELECT *, ${month}, false FROM known) AS known`;
}

const same = (names: readonly string[]) => names.map((name) => `told.${name} IS NOT DISTINCT FROM known.${name}`);

/** How a mart tells the day of a release, as SQL over `told` and `known`; null where it does not. */
function releaseDay(mart: string, opened: Opened): string | null {
  const columns = opened.marts.get(mart);
  if (columns?.has('days_followed') && mart !== 'release_compared') return 'told.days_followed = known.told_days';
  if (mart === 'case_event') return "(told.kind = 'release' AND told.event_date = known.release_date)";
  if (mart === 'program_need') return '(told.release_date = known.told_date AND (told.day_kept = known.day_kept))';
  if (columns?.has('release_month')) return `told.release_month = ${toldMonth('known.release_date', opened)}`;
  return columns?.has('release_date') ? 'told.release_date = known.release_date' : null;
}

const attributes = ['sex', 'offense_category', 'release_type', 'cohort_year'];

function attributesOf(mart: string, { marts }: Opened): string[] {
  return attributes.filter((name) => marts.get(mart)?.has(name));
}

/** People of whom one row alone can be theirs, by every mart that tells the day or the year of release. */
export async function singleByMart(opened: Opened): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const mart of opened.marts.keys()) {
    const day = releaseDay(mart, opened);
    const own = attributesOf(mart, opened);
    if (day === null && !own.includes('cohort_year')) continue;
    const rows = await opened.database.value(`SELECT count(*) FROM (
      SELECT known.stay_id FROM ${knownFor(mart, opened)} JOIN told.${identifier(mart)} AS told ON ${[day ?? 'true', ...same(own)].join(' AND ')}
      GROUP BY 1 HAVING count(*) = 1)`);
    found[mart] = Number(rows);
  }
  return found;
}

/** The same over pairs of marts that tell the day of release, joined by it and by every other column they share. */
export async function singleByPair(opened: Opened): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  const dated = [...opened.marts.keys()].filter((mart) => releaseDay(mart, opened) !== null);
  const rowsOf = (mart: string) =>
    `SELECT known.stay_id, told.* FROM ${knownFor(mart, opened)} JOIN told.${identifier(mart)} AS told
       ON ${[releaseDay(mart, opened), ...same(attributesOf(mart, opened))].join(' AND ')}`;
  for (const [at, one] of dated.entries()) {
    for (const other of dated.slice(at + 1)) {
      const names = [...(opened.marts.get(one)?.keys() ?? [])].filter((name) => opened.marts.get(other)?.has(name));
      const shared = names.filter((name) => !/date|days_/.test(name));
      const rows = await opened.database.value(`SELECT count(*) FROM (
        SELECT one.stay_id FROM (${rowsOf(one)}) AS one JOIN (${rowsOf(other)}) AS other ON one.stay_id = other.stay_id
          ${shared.map((name) => `AND one.${identifier(name)} IS NOT DISTINCT FROM other.${identifier(name)}`).join(' ')}
        GROUP BY 1 HAVING count(*) = 1)`);
      found[`${one} × ${other}`] = Number(rows);
    }
  }
  return found;
}

/** Stays that ended in the history, and those a reader who knows their first and last day finds as the only ones. */
export interface SingleByTwoDates {
  stays: number;
  /** Where both days stand in one row. */
  exact: number;
  /** In each mart of stays, and in both joined by every column they share. */
  admitted: number;
  lasted: number;
  joined: number;
}

export async function singleByTwoDates(opened: Opened): Promise<SingleByTwoDates> {
  const { database, manifest, marts } = opened;
  await database.run(`CREATE OR REPLACE TABLE ended AS SELECT stay_id, admission_date, release_date FROM main.stay
    WHERE release_date >= DATE ${literal(manifest.history_from ?? manifest.as_of)}`);
  const month = toldMonth('ended.release_date', opened);
  const admitted = `admitted.admission_date = ended.admission_date AND admitted.release_month = ${month}`;
  const lasted = `lasted.release_month = ${month} AND lasted.days = ended.release_date - ended.admission_date`;
  const shared = [...(marts.get('stay_span')?.keys() ?? [])].filter((name) => marts.get('stay_length')?.has(name));
  const joins = {
    exact: 'JOIN ended AS twin USING (admission_date, release_date)',
    admitted: `JOIN told.stay_span AS admitted ON ${admitted}`,
    lasted: `JOIN told.stay_length AS lasted ON ${lasted}`,
    joined: `JOIN told.stay_span AS admitted ON ${admitted} JOIN told.stay_length AS lasted ON ${lasted}
      ${shared.map((name) => `AND admitted.${identifier(name)} IS NOT DISTINCT FROM lasted.${identifier(name)}`).join(' ')}`,
  };
  const found = { stays: Number(await database.value('SELECT count(*) FROM ended')) } as SingleByTwoDates;
  for (const [name, join] of Object.entries(joins) as [keyof typeof joins, string][]) {
    found[name] = Number(
      await database.value(`SELECT count(*) FROM (
        SELECT ended.stay_id FROM ended ${join} GROUP BY 1 HAVING count(*) = 1)`),
    );
  }
  return found;
}

/** People the exact day, sex, offense and release type would leave single, whatever is exported. */
export async function singleByKnown({ database }: Opened): Promise<{ people: number; single: number }> {
  const [row] =
    await database.rows(`SELECT sum(people)::INTEGER AS people, (sum(people) FILTER (people = 1))::INTEGER AS single
    FROM (SELECT count(*) AS people FROM known GROUP BY release_date, sex, offense_category, release_type)`);
  return { people: Number(row?.people), single: Number(row?.single) };
}

/** Where in a public order a case stands, from 0 to 1: what anybody can work out from its number. */
const publicPlaces: Readonly<Record<string, string>> = {
  hash: 'hash(stay_id) / 18446744073709551616.0',
  md5: "CAST('0x' || left(md5(stay_id), 12) AS BIGINT) / 281474976710656.0",
  sha256: "CAST('0x' || left(sha256(stay_id), 12) AS BIGINT) / 281474976710656.0",
  'the number itself': '(row_number() OVER (ORDER BY stay_id) - 0.5) / count(*) OVER ()',
};

/** Three standard deviations of a place in an order of so many. */
const reach = (people: string) => `(1.5 * sqrt(${people}) + 1)`;

/** How many of so many an order that says nothing would find, at most: those that lie within its reach by chance. */
export const byGuessing = (people: number) => 2 * (1.5 * Math.sqrt(people) + 1);

/**
 * People found in a mart with running numbers by their attributes and by where a public order of case numbers would put
 * them (within three standard deviations): single, and the right one.
 * @param order the order the export's numbers were made in, by which the right one is told
 */
export async function foundByNumber(opened: Opened, mart: string, order: string): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  const conditions = [releaseDay(mart, opened) ?? 'true', ...same(attributesOf(mart, opened))];
  for (const [name, place] of Object.entries(publicPlaces)) {
    const rows = await opened.database.value(`
      WITH placed AS (
        SELECT *, ${place} AS place, count(*) OVER () AS people, row_number() OVER (ORDER BY ${order}, stay_id) AS own FROM known
      )
      SELECT count(*) FROM (
        SELECT known.stay_id FROM placed AS known JOIN told.${identifier(mart)} AS told
          ON ${conditions.join(' AND ')} AND abs(told.release_no - place * people) <= ${reach('people')}
        GROUP BY known.stay_id, own HAVING count(*) = 1 AND min(told.release_no) = own)`);
    found[name] = Number(rows);
  }
  return found;
}

/** The table `keys`: the pseudonyms of every stay of the demonstration. `known` gets those of its releases. */
export async function definePseudonyms(opened: Opened): Promise<void> {
  const ids = await opened.database.rows('SELECT DISTINCT stay_id FROM stay');
  const values = ids.map(({ stay_id }) => {
    const id = String(stay_id);
    return `(${literal(id)}, ${literal(demoPseudonym('stay', id))}, ${literal(demoPseudonym('release', id))})`;
  });
  await opened.database.run('CREATE TABLE keys (stay_id VARCHAR, stay_key VARCHAR, release_key VARCHAR)');
  for (let at = 0; at < values.length; at += 5000) {
    await opened.database.run(`INSERT INTO keys VALUES ${values.slice(at, at + 5000).join(', ')}`);
  }
  await opened.database.run(
    'CREATE OR REPLACE TABLE known AS SELECT known.*, release_key FROM known JOIN keys USING (stay_id)',
  );
}
