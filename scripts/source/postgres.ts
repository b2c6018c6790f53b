import { formatNumber } from '../../src/lib/format/number.ts';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Client, DatabaseError, type QueryConfig } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { identifier, literal, type Database } from '../engine/database.ts';
import { openSpill } from '../engine/spill.ts';
import { exitCodes, Failure, machineFailure, messageOf } from '../terminal/failure.ts';
import type { Report } from '../terminal/progress.ts';
import { saidByPostgres } from './engine-message.ts';
import { connectionOptions } from './postgres-connection.ts';
import { databaseFailure, passesByItself, tryAgain, withoutSecrets } from './postgres-failure.ts';
import { rawSchema, type SourceReader } from './reader.ts';
import { shownPath, type Source } from './source.ts';

/**
 * Reads a source whose SELECTs run inside the agency's database (anything that speaks the PostgreSQL protocol). Their
 * results are streamed out with COPY, all of one read-only transaction: rows that change meanwhile do not tear tables
 * apart. Each is planned first, alone and with the extended protocol, which takes a single statement: what is not one
 * SELECT is refused before anything runs. The connection comes from DATABASE_URL or the usual PG* variables, never from
 * a file.
 */
export async function postgresReader(database: Database, source: Source, report: Report): Promise<SourceReader> {
  const client = await connect(source);
  const folder = await openSpill();
  return {
    async read(table, select) {
      const file = join(folder, `${table.name}.csv`);
      let reading = false;
      try {
        const columns = await plan(client, select.sql);
        reading = true;
        // HEADER names the columns; a quoted empty value is a text, an unquoted one is missing.
        const rows = client.query(copyTo(`${copyBegins}${select.sql}\n) TO STDOUT (FORMAT csv, HEADER true)`));
        await pipeline(rows, counting(table.name, report), createWriteStream(file));
        await database.run(
          `CREATE OR REPLACE TABLE ${rawSchema}.${identifier(table.name)} AS SELECT * FROM read_csv(${literal(file)}, header = true,
             all_varchar = true, delim = ',', quote = '"', escape = '"', nullstr = '', allow_quoted_nulls = false,
             auto_detect = false, columns = ${columns}, max_line_size = 33554432, buffer_size = 67108864)`,
        );
        return [];
      } catch (cause) {
        if (!(cause instanceof DatabaseError)) throw lost(cause, file, table.name);
        if (passesByItself(cause)) {
          throw new Failure(
            `The agency's database stopped while the table ${table.name} was read: ${withoutSecrets(cause.message)} (SQLSTATE ${cause.code}). ${tryAgain}`,
            { exitCode: exitCodes.later, cause },
          );
        }
        throw new Failure(
          `${shownPath(select.file)}: the SELECT for the table ${table.name} failed, and nothing was changed. The agency's ` +
            `database ${reading ? 'stopped' : 'refused'} it: ${saidByPostgres(cause, reading)}` +
            `${placeOf(cause, select.sql, reading ? copyBegins : planBegins)}. It must be one SELECT: correct it, or the ` +
            'rights of the user it runs as, and run the command again.',
          { exitCode: exitCodes.source, cause },
        );
      } finally {
        await rm(file, { force: true });
      }
    },
    async close() {
      await client.end().catch(() => {});
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function connect(source: Source): Promise<Client> {
  let client: Client | null = null;
  try {
    client = new Client({ ...connectionOptions(), application_name: 'caseboard' });
    // The statement under way fails too, and says so.
    client.on('error', () => {});
    await client.connect();
    // Whatever ended the transaction below would be in one that cannot write either. Not every database knows this.
    await client.query('SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY').catch(() => {});
    await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query("SET LOCAL DateStyle = 'ISO'");
    // What the SELECT itself makes days of falls on the day it was there.
    if (source.timeZone) await client.query("SELECT set_config('TimeZone', $1, true)", [source.timeZone]);
    return client;
  } catch (cause) {
    await client?.end().catch(() => {});
    throw databaseFailure(cause, `The database of the source ${source.name}`);
  }
}

/** What stopped a stream: the machine (a full disk), the reader (who cancelled), or the connection. */
function lost(cause: unknown, file: string, table: string): unknown {
  const known = machineFailure(cause, file);
  if (known instanceof Failure || !passesByItself(cause)) return known;
  return new Failure(
    `The connection to the agency's database was lost while the table ${table} was read (${withoutSecrets(messageOf(cause))}). ${tryAgain}`,
    { exitCode: exitCodes.later, cause },
  );
}

const copyBegins = 'COPY (\n';
const planBegins = 'PREPARE caseboard_plan AS\n';

/**
 * Has the database plan a SELECT without running it, by itself and as part of another, and gives its columns as the
 * reader of the CSV wants them: the file may have no row to guess from. By itself, so that its brackets close what they
 * open; as part of another, so that it is a SELECT.
 */
async function plan(client: Client, sql: string): Promise<string> {
  await client.query(single(`${planBegins}${sql}`));
  await client.query('DEALLOCATE caseboard_plan');
  const { fields } = await client.query(single(`SELECT * FROM (\n${sql}\n) AS rows LIMIT 0`));
  return `{${fields.map(({ name }) => `${literal(name)}: 'VARCHAR'`).join(', ')}}`;
}

/** A query by the extended protocol; the types of the driver do not know the word yet. */
function single(text: string): QueryConfig {
  return { text, queryMode: 'extended' } as QueryConfig;
}

/** Where in the SELECT the database saw the trouble. */
function placeOf({ position }: DatabaseError, sql: string, before: string): string {
  const at = Number(position) - before.length;
  return Number.isFinite(at) && at > 0 ? ` (line ${sql.slice(0, at).split('\n').length})` : '';
}

/** Says how much has come; on a terminal that replaces the line before. A cancelled command ends here too. */
function counting(table: string, report: Report): Transform {
  let bytes = 0;
  let said = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      try {
        if (bytes - said >= 16_000_000) {
          said = bytes;
          report.step(`Reading ${table}: ${formatNumber(bytes / 1_000_000)} MB so far`);
        }
        done(null, chunk);
      } catch (cancelled) {
        done(cancelled as Error);
      }
    },
  });
}
