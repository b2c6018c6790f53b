// `npm run benchmark:source -- SOURCE [--files DIR] [--check] [--memory 5GB]`: what a source costs before anything is exported. Without
// --check every table is read and let go again, so that the memory is the reader's; with it the whole source is read and
// checked, as `caseboard check` does. docs/scale.md has what was measured.
import { rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { contract } from '../../data/contract/contract.ts';
import { formatNumber, formatShort } from '../../src/lib/format/number.ts';
import { checkSource } from '../check/check-source.ts';
import { identifier, memoryLimit, openDatabase } from '../engine/database.ts';
import { openSpill } from '../engine/spill.ts';
import { openReader } from '../source/open-reader.ts';
import { rawSchema } from '../source/reader.ts';
import { readSource } from '../source/source.ts';
import { silent } from '../terminal/progress.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { files: { type: 'string' }, check: { type: 'boolean' }, memory: { type: 'string', default: memoryLimit } },
});
const [named] = positionals;
if (named === undefined) throw new Error('Name a source: a folder, or a name under data/sources.');

/** The most this process has held so far, in MB. */
const peak = () => Math.round(process.resourceUsage().maxRSS / 1000);

interface Moment {
  wall: number;
  cpu: NodeJS.CpuUsage;
}

const now = (): Moment => ({ wall: performance.now(), cpu: process.cpuUsage() });

/** Seconds of the clock, and of the processor: a busy machine lengthens the first, less the second. */
function say(name: string, rows: number, began: Moment): void {
  const seconds = (performance.now() - began.wall) / 1000;
  const { user, system } = process.cpuUsage(began.cpu);
  const cells = [
    `${formatNumber(rows)} rows`,
    `${formatShort(seconds, 1)} s`,
    `${formatShort((user + system) / 1e6, 1)} s cpu`,
    rows < 10_000 ? '' : `${formatShort((seconds / rows) * 1e6, 2)} s a million`,
    `peak ${formatNumber(peak())} MB`,
  ];
  console.log(`${name.padEnd(24)}${cells.map((cell) => cell.padStart(18)).join('')}`);
}

const source = await readSource(named, values.files);
const spill = await openSpill();
// As an export opens it, unless --memory says otherwise; the engine's own share, what lies beside it comes on top.
const database = await openDatabase({ temporaryFolder: spill, memoryLimit: values.memory });
console.log(`${source.engine}; ${peak()} MB before the first row`);
try {
  const began = now();
  let all = 0;
  if (values.check) {
    const { tables } = await checkSource(database, source, silent);
    all = tables.reduce((sum, { read }) => sum + read, 0);
  } else {
    await database.run(`CREATE SCHEMA ${rawSchema}`);
    const reader = await openReader(database, source, silent);
    try {
      for (const table of contract) {
        const select = source.selects.get(table.name);
        if (!select) continue;
        const start = now();
        await reader.read(table, select);
        const target = `${rawSchema}.${identifier(table.name)}`;
        const rows = Number(await database.value(`SELECT count(*) FROM ${target}`));
        await database.run(`DROP TABLE ${target}`);
        all += rows;
        say(table.name, rows, start);
      }
    } finally {
      await reader.close();
    }
  }
  say(values.check ? 'read and checked' : 'read', all, began);
} finally {
  database.close();
  await rm(spill, { recursive: true, force: true });
}
