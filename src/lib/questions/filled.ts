import type { ContractColumn } from '../../../data/contract/contract.ts';
import type { Manifest } from '../export/manifest.ts';

/**
 * Whether a column was supplied and some row fills it. Nothing is said against a table the export does not speak of:
 * that is an export made before it did. Beside the list of what rests on what (`supplied.ts`): pages ask this, and never
 * that.
 */
export function isFilled(dataset: Pick<Manifest, 'tables'>, column: ContractColumn): boolean {
  const [name, field] = column.split('.') as [string, string];
  const table = dataset.tables.find((each) => each.name === name);
  if (!table) return true;
  return table.supplied && table.loaded > 0 && !(table.empty ?? []).includes(field);
}
