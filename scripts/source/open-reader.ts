import type { Database } from '../engine/database.ts';
import type { Report } from '../terminal/progress.ts';
import { filesReader } from './files.ts';
import { postgresReader } from './postgres.ts';
import type { SourceReader } from './reader.ts';
import type { Source } from './source.ts';

/** The reader for a source's engine. Close it afterwards. */
export function openReader(database: Database, source: Source, report: Report): Promise<SourceReader> {
  return source.engine === 'postgres'
    ? postgresReader(database, source, report)
    : filesReader(database, source, report);
}
