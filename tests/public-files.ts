import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Environment variable that names the folder of public data files, which this repository may not hold. */
export const publicFilesVariable = 'CASEBOARD_FILES';

/** The folder; null where nobody has named it: then the tests that need it are skipped by name. */
export const publicFiles: string | null = process.env[publicFilesVariable] ?? null;

/** The public sources, and a file that must be in the folder for each. */
const fileOf = {
  iowa: 'iowa_3yr_recidivism.csv',
  rossi: 'rossi.csv',
  mississippi: 'mississippi_population_monthly.csv',
} as const;

export type PublicSource = keyof typeof fileOf;

/** How to have those tests run, in one line. */
export const howToGetThem =
  `Tests on public data were skipped: get the files that source.json of iowa, rossi and mississippi (data/sources) names, ` +
  `and name their folder in ${publicFilesVariable}.`;

/** The folder with the file of a source. Throws where the folder was named and lacks it: that is no reason to skip. */
export function folderFor(source: PublicSource): string {
  if (publicFiles === null) throw new Error(howToGetThem);
  const file = fileOf[source];
  if (!existsSync(join(publicFiles, file))) {
    throw new Error(`${publicFilesVariable} names ${publicFiles}, which has no ${file}. ${howToGetThem}`);
  }
  return publicFiles;
}
