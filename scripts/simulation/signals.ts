/**
 * Counts how often series without a change carry a signal, 1,000 of each kind, for the table on the methods page:
 * node --import tsx scripts/simulation/signals.ts
 */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import {
  changedSeries,
  countSignals,
  simulatedDue,
  simulatedShares,
  unchangedOthers,
  unchangedShares,
} from '../../src/lib/analysis/signal-simulation.ts';

const SERIES = 1000;
const target = new URL('../../src/lib/analysis/signal-simulation.json', import.meta.url);

const counts = {
  series: SERIES,
  due: simulatedDue,
  shares: simulatedShares.map((share) => ({
    share,
    signals: simulatedDue.map((due) => countSignals(unchangedShares(share, due), SERIES).any),
  })),
  others: unchangedOthers.map((kind) => {
    const { name, any } = countSignals(kind, SERIES);
    return { name, signals: any };
  }),
  changed: changedSeries.map((kind) => {
    const { name, any } = countSignals(kind, SERIES);
    return { name, signals: any };
  }),
};
await writeFile(target, await format(JSON.stringify(counts), { parser: 'json', printWidth: 120 }));
process.stdout.write(`${fileURLToPath(target)}\n`);
