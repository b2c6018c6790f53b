import { measures } from './measures.ts';

/** The measures with a list of the rows behind their figure. In the build of the site this is data (see vite.config.ts). */
export const measuresWithRows: readonly string[] = measures.flatMap(({ id, rows }) => (rows ? [id] : []));
