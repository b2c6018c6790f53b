import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Environment variable that names the folder of public data files, which this repository may not hold. */
export const publicFilesVariable = 'CASEBOARD_FILES';

/** The folder; null where nobody has named it: then the tests that need it are skipped by name. */
export const publicFiles: string | null = process.env[publicFilesVariable] ?? null;

/** How to have those tests run, in one line. */
export const howToGetThem =
  `Tests on public data were skipped: get the files that source.json of iowa, rossi and mississippi (data/sources) names, ` +
  `and name their folder in ${publicFilesVariable}.`;

/** The folder with a file in it. Throws where the folder was named and lacks the file: that is no reason to skip. */
export function folderWith(file: string): string {
  if (publicFiles === null) throw new Error(howToGetThem);
  if (!existsSync(join(publicFiles, file))) {
    throw new Error(`${publicFilesVariable} names ${publicFiles}, which has no ${file}. ${howToGetThem}`);
  }
  return publicFiles;
}
