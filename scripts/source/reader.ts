import type { Table } from '../../data/contract/column.ts';
import type { Select } from './source.ts';

/** Schema of the tables as the source gave them. */
export const rawSchema = 'raw';

/** Runs the SELECTs of a source where its data are. */
export interface SourceReader {
  /** Puts the rows of a table's SELECT into a new table `raw.<table>` of the database; gives what is to be said of it. */
  read(table: Table, select: Select): Promise<string[]>;
  close(): Promise<void>;
}
