import { stat } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import { formatList } from '../../src/lib/format/list.ts';
import { exitCodes, Failure } from '../terminal/failure.ts';
import { shownPath, type Select, type Source } from './source.ts';

/**
 * A name that is found in two folders of a source is read from both, and whatever stands there counts twice: last
 * month's extract, left beside the SELECTs, and this month's in the folder of `--files`. Throws a Failure.
 * @param files what the SELECT reads: names as written, patterns resolved to whole paths
 */
export async function refuseSameFile(
  files: readonly string[],
  { fileFolders }: Pick<Source, 'fileFolders'>,
  select: Select,
): Promise<void> {
  if (fileFolders.length < 2) return;
  const found = new Map<string, Set<string>>();
  for (const file of new Set(files)) {
    for (const folder of fileFolders) {
      const name = isAbsolute(file) ? relative(folder, file) : file;
      if (name.startsWith('..') || isAbsolute(name)) continue;
      const path = join(folder, name);
      if (!(await stat(path).catch(() => null))) continue;
      found.set(name, (found.get(name) ?? new Set()).add(path));
    }
  }
  const twice = [...found].find(([, paths]) => paths.size > 1);
  if (!twice) return;
  const [name, paths] = twice;
  throw new Failure(
    `${shownPath(select.file)} reads ${name}, and there is more than one: ${formatList([...paths].map(shownPath))}. ` +
      'All would be read, and their rows count more than once. Take away or rename what is not meant.',
    { exitCode: exitCodes.source },
  );
}
