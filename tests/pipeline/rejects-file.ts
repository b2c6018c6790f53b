import { existsSync, readFileSync } from 'node:fs';

/** A line of the rejects file. */
export interface Reject {
  table: string;
  row: string;
  key: string;
  column: string;
  value: string;
  rule: string;
  meaning: string;
  action: string;
}

/** The rejects file as its own columns name it; empty when there is none. */
export function readRejects(path: string): Reject[] {
  if (!existsSync(path)) return [];
  const [header = [], ...rows] = parseCsv(readFileSync(path, 'utf8'));
  return rows.map(
    (cells) => Object.fromEntries(header.map((name, index) => [name, cells[index] ?? ''])) as unknown as Reject,
  );
}

function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  for (const [, line = ''] of text.matchAll(/((?:"(?:[^"]|"")*"|[^"\n])*)\n/g)) {
    const cells = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)];
    rows.push(cells.map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? ''));
  }
  return rows;
}
