import type { Table } from '../../data/contract/column.ts';
import type { Database } from '../engine/database.ts';
import type { Report } from '../terminal/progress.ts';
import { filesReader } from './files.ts';
import { postgresReader } from './postgres.ts';
import type { Select, Source } from './source.ts';

/** Runs the SELECTs of a source where its data are. */
export interface SourceReader {
  /** Puts the rows of a table's SELECT into a new table of the database. */
  read(table: Table, select: Select, target: string): Promise<void>;
  close(): Promise<void>;
}

/** The reader for a source's engine. Close it afterwards. */
export function openReader(database: Database, source: Source, report: Report): Promise<SourceReader> {
  return source.engine === 'postgres' ? postgresReader(database, source, report) : filesReader(database, source);
}
