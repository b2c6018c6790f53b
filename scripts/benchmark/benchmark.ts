// `npm run benchmark`: what people wait for, beside what they may wait (no test asserts a time: machines differ).
//   npm run benchmark                 the demonstration agency of default size
//   npm run benchmark -- --federal    the export of the federal size as well; takes minutes
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readExport } from '../../src/lib/export/read-export.server.ts';
import { describeFigure, type Figure } from './figure.ts';
import { timeMemos, timePages } from './pages.ts';
import { timeStart } from './start.ts';

// Below the repository: a build looks for its packages from where it lies.
await mkdir('.cache', { recursive: true });
const folder = await mkdtemp(join('.cache', 'benchmark-'));
const show = (figures: readonly Figure[]) => console.log(figures.map(describeFigure).join('\n'));
try {
  const { build, figures } = await timeStart('default', join(folder, 'default'));
  show(figures);
  const { manifest } = await readExport(join(build, 'data'));
  show(await timePages(build, manifest));
  show([await timeMemos(resolve(build, 'data'), manifest, join(folder, 'memos'))]);
  if (process.argv.includes('--federal')) show((await timeStart('federal', join(folder, 'federal'))).figures);
} finally {
  await rm(folder, { recursive: true, force: true });
}
