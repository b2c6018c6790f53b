import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { checkSource } from '../check/check-source.ts';
import { literal, openDatabase } from '../engine/database.ts';
import { definePseudonym } from '../export/pseudonym.ts';
import { asTextSql } from '../export/rejects.ts';
import { secretFor } from '../export/secret.ts';
import { refuseServed } from '../export/web-root.ts';
import type { Source } from '../source/source.ts';
import { exitCodes, Failure, machineFailure } from '../terminal/failure.ts';
import type { Report } from '../terminal/progress.ts';

/** What a key is made from: who is held, and where. */
const tables = ['agency', 'region', 'facility', 'unit', 'person', 'stay', 'placement'];

export interface KeyOptions {
  out: string;
  /** Only cases that were ever held there. */
  facility: string | null;
  report: Report;
}

/**
 * Writes which of the agency's own numbers stands behind each pseudonym of a case, as the export with the same secret
 * makes them: `pseudonym,number,person,facility_id`, one row a stay. Nobody but who runs the command may read the file,
 * and it never lies where a host or a build would come by it. Returns the number of cases.
 */
export async function writeKey(source: Source, { out, facility, report }: KeyOptions): Promise<number> {
  await refuseServed(out, { what: 'A key says who stands behind each pseudonym', option: '--out' });
  if (!source.selects.has('stay')) {
    throw new Failure(`The source ${source.name} has no stays, so that there are no pseudonyms of cases to explain.`, {
      exitCode: exitCodes.source,
    });
  }
  const { secret } = await secretFor(source);
  const read = { ...source, selects: new Map([...source.selects].filter(([name]) => tables.includes(name))) };
  const database = await openDatabase();
  const draft = `${out}.draft`;
  try {
    await checkSource(database, read, report);
    await definePseudonym(database, secret);
    const placed = read.selects.has('placement');
    const known =
      placed && facility !== null
        ? await database.value(`SELECT count(*) FROM main.placement WHERE facility_id = ${literal(facility)}`)
        : 1;
    if (facility !== null && Number(known) === 0) {
      throw new Failure(`Nobody was ever held at an institution with the id "${facility}" in ${source.name}.`, {
        exitCode: exitCodes.usage,
      });
    }
    const last = placed
      ? `(SELECT facility_id FROM main.placement WHERE placement.stay_id = stay.stay_id ORDER BY start_date DESC LIMIT 1)`
      : 'NULL';
    const where =
      placed && facility !== null
        ? `WHERE stay_id IN (SELECT stay_id FROM main.placement WHERE facility_id = ${literal(facility)})`
        : '';
    await mkdir(dirname(out), { recursive: true, mode: 0o700 });
    // Made before the rows come, so that there is no moment in which others may read them.
    await rm(draft, { force: true });
    await writeFile(draft, '', { mode: 0o600, flag: 'wx' });
    const rows = await database.value(
      `COPY (SELECT pseudonym('stay', stay_id) AS pseudonym, ${asTextSql('stay_id')} AS number, ${asTextSql('person_id')} AS person, ${asTextSql(last)} AS facility_id
         FROM main.stay ${where} ORDER BY pseudonym) TO ${literal(draft)} (FORMAT csv, HEADER, USE_TMP_FILE false)`,
    );
    await chmod(draft, 0o600);
    await rename(draft, out);
    return Number(rows);
  } catch (cause) {
    await rm(draft, { force: true });
    throw machineFailure(cause, out);
  } finally {
    database.close();
  }
}
