import { existsSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { expect } from 'vitest';
import type { Outcome } from './command-line.ts';
import type { PostgresServer } from './postgres-server.ts';

const lock = 7;

/** A condition no row fails, at which a SELECT waits for as long as `holdRows` says: the rows before it are on their way. */
export const heldAt = (row: string) => `(NOT (${row}) OR pg_advisory_xact_lock_shared(${lock}) IS NOT NULL)`;

/** What is held, until it is let go or the server ends. */
export interface HeldRows {
  /** Until a SELECT waits, and this process has so many bytes of its table; fails where the command ends before. */
  reached(table: string, bytes: number, command: Promise<Outcome>): Promise<void>;
  letGo(): Promise<void>;
}

/** Has every SELECT wait at its condition. */
export async function holdRows({ environment }: PostgresServer): Promise<HeldRows> {
  const { PGHOST, PGPORT, PGUSER, PGDATABASE } = environment;
  const client = new Client({ host: PGHOST, port: Number(PGPORT), user: PGUSER, database: PGDATABASE });
  client.on('error', () => {});
  await client.connect();
  await client.query(`SELECT pg_advisory_lock(${lock})`);
  const waits = `SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE application_name = 'caseboard' AND wait_event = 'advisory'`;
  return {
    async reached(table, bytes, command) {
      const ended = command.then(({ stderr }) => {
        throw new Error(`The command ended before a row was waited for: ${stderr}`);
      });
      const waiting = async () => (await client.query<{ waiting: number }>(waits)).rows[0]?.waiting;
      await Promise.race([ended, expect.poll(waiting, { timeout: 60_000 }).toBe(1)]);
      await Promise.race([ended, expect.poll(() => bytesOnTheWay(table), { timeout: 60_000 }).toBeGreaterThan(bytes)]);
      ended.catch(() => {});
    },
    letGo: () => client.end().catch(() => {}),
  };
}

/** Folders in which this process keeps rows that are on their way. */
export function spills(): string[] {
  const own = `caseboard-spill-${process.pid}-`;
  return readdirSync(tmpdir()).filter((name) => name.startsWith(own));
}

function bytesOnTheWay(table: string): number {
  const files = spills().map((name) => join(tmpdir(), name, `${table}.csv`));
  return Math.max(0, ...files.filter((file) => existsSync(file)).map((file) => statSync(file).size));
}
