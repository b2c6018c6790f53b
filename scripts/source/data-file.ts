import { open } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { machineFailure } from '../terminal/failure.ts';

/** First bytes of what people supply by mistake for a CSV file. */
const kinds: [bytes: string, kind: string][] = [
  ['<', 'a web page or XML'],
  ['PK\u0003\u0004', 'a spreadsheet or ZIP archive'],
  ['%PDF', 'a PDF document'],
  ['\u00ff\u00d8\u00ff', 'a JPEG picture'],
  ['\u0089PNG', 'a PNG picture'],
  ['\u001f\u008b', 'a gzip archive'],
  ['PAR1', 'Parquet'],
];

/**
 * Says what is wrong with a file a SELECT names, as far as its first bytes show it: that it is empty, or something
 * else than CSV. Null where nothing is seen; the engine's own message then has to do. Throws a Failure when this user
 * may not read one of them.
 */
export async function troubleWithFiles(sql: string, folders: readonly string[]): Promise<string | null> {
  for (const [, quoted = ''] of sql.matchAll(/'((?:[^']|'')+)'/g)) {
    const name = quoted.replaceAll("''", "'");
    for (const path of isAbsolute(name) ? [name] : folders.map((folder) => join(folder, name))) {
      const start = await firstBytes(path).catch((error: NodeJS.ErrnoException) => error);
      if (start instanceof Error) {
        if (start.code === 'EACCES') throw machineFailure(start, path);
        continue;
      }
      if (start === '') return `${path} is empty. Extract it again.`;
      const kind = /read_csv|\.csv/i.test(sql)
        ? kinds.find(([bytes]) => start.trimStart().startsWith(bytes))?.[1]
        : undefined;
      if (kind) return `${path} is not a CSV file but ${kind}. Extract it again.`;
      break;
    }
  }
  return null;
}

/** The beginning of a file, a character per byte. */
async function firstBytes(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0);
    return buffer.subarray(0, bytesRead).toString('latin1');
  } finally {
    await file.close();
  }
}
