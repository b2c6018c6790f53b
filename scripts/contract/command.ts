import { Command, Option } from 'commander';
import { contract, contractTable } from '../../data/contract/contract.ts';
import type { Table } from '../../data/contract/column.ts';
import { contractDocument, contractFormats, type ContractFormat } from '../../src/lib/documents/contract.ts';
import { tableUses } from '../../src/lib/pages/table-uses.ts';
import { didYouMean } from '../source/nearest.ts';
import { exitCodes, Failure } from '../terminal/failure.ts';
import { printData } from '../terminal/print.ts';

/** `caseboard contract [TABLE]`: what an agency supplies, as one file for whoever writes the extract. */
export function contractCommand(): Command {
  return new Command('contract')
    .description('the tables an agency supplies: columns, values, rules, what needs them, an example row')
    .argument('[table]', 'one table; all of them, and the settings of source.json, without it')
    .addOption(new Option('--format <format>', 'how to print').choices(contractFormats).default('md'))
    .action((name: string | undefined, { format }: { format: ContractFormat }) => {
      const chosen: readonly Table[] = name === undefined ? contract : [tableNamed(name)];
      const tables = chosen.map((table) => ({ table, uses: tableUses(table.name) }));
      printData(contractDocument(format, tables, { withSettings: name === undefined }));
    });
}

function tableNamed(name: string): Table {
  const table = contractTable(name);
  if (table) return table;
  const names = contract.map((each) => each.name);
  throw new Failure(
    `The contract has no table "${name}".${didYouMean(name, names)} Its tables are ${names.join(', ')}.`,
    { exitCode: exitCodes.usage },
  );
}
