// `npm run benchmark`: what people wait for, beside what they may wait and what a bare engine needs for the same work (no
// test asserts a time: machines differ). Writes the run into the file of past runs.
//   npm run benchmark                 the demonstration agency of default size
//   npm run benchmark -- --federal    the export of the federal size as well; takes minutes
//   npm run benchmark -- --site DIR   the pages of a site that is built already
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readExport } from '../../src/lib/export/read-export.server.ts';
import { describeFigure, type Figure } from './figure.ts';
import { timeMemos } from './memos.ts';
import { timePages } from './pages.ts';
import { recordRun } from './record.ts';
import { timeStart } from './start.ts';

// Below the repository: a build looks for its packages from where it lies.
await mkdir('.cache', { recursive: true });
const folder = await mkdtemp(join('.cache', 'benchmark-'));
const all: Figure[] = [];
const show = (figures: readonly Figure[]) => {
  all.push(...figures);
  console.log(figures.map(describeFigure).join('\n'));
};
try {
  const named = process.argv[process.argv.indexOf('--site') + 1];
  const ready = process.argv.includes('--site') ? named : undefined;
  let build = ready;
  if (build === undefined) {
    const start = await timeStart('default', join(folder, 'default'));
    show(start.figures);
    build = start.build;
  }
  const exported = await readExport(join(build, 'data'));
  const { figures, steps } = await timePages(build, exported);
  show(figures);
  for (const [page, totals] of Object.entries(steps)) {
    console.log(`\n${page}: milliseconds since navigation until the first filter was drawn`);
    console.table(totals);
  }
  if (ready === undefined) show([await timeMemos(resolve(build, 'data'), exported.manifest, join(folder, 'memos'))]);
  if (process.argv.includes('--federal')) show((await timeStart('federal', join(folder, 'federal'))).figures);
  console.log(`\nThe run was added to ${await recordRun(all, steps)}.`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
