import type { Table } from '../../data/contract/column.ts';
import type { Select } from './source.ts';

/** Runs the SELECTs of a source where its data are. */
export interface SourceReader {
  /** Puts the rows of a table's SELECT into a new table of the database. */
  read(table: Table, select: Select, target: string): Promise<void>;
  close(): Promise<void>;
}
