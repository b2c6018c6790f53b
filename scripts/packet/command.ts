import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { formatNumber } from '../../src/lib/format/number.ts';
import { parsePeriod, type Period } from '../../src/lib/calendar/period.ts';
import { calendarOf } from '../../src/lib/export/calendar.ts';
import type { Manifest } from '../../src/lib/export/manifest.ts';
import { memoHtml } from '../../src/lib/documents/html.ts';
import { buildPacket } from '../../src/lib/documents/packet/build.ts';
import { packetFileName } from '../../src/lib/documents/packet/file-name.ts';
import { packetInput } from '../../src/lib/documents/packet/gather.ts';
import { readExport } from '../../src/lib/export/read-export.server.ts';
import { nativeEngine } from '../engine/native.ts';
import { defaultExport } from '../export/command.ts';
import { embeddedFont, openPdfPrinter } from '../memo/pdf.ts';
import { exitCodes, Failure, machineFailure } from '../terminal/failure.ts';
import { print } from '../terminal/print.ts';
import { terminalReport } from '../terminal/progress.ts';

interface PacketOptions {
  region?: string;
  quarter?: string;
  data: string;
  out: string;
  paper: 'Letter' | 'A4';
}

/** `caseboard packet`: what a regional office reviews in a quarter, as one PDF. */
export function packetCommand(signal: AbortSignal): Command {
  return new Command('packet')
    .description('write what a regional office reviews in a quarter, as one PDF')
    .option('--region <id>', 'the region')
    .option('--quarter <quarter>', 'fiscal quarter such as 2026Q3 (default the last complete one)')
    .option('--out <folder>', 'where the file goes', 'packets')
    .option('--data <folder>', 'export folder', defaultExport)
    .addOption(new Option('--paper <size>', 'paper of the PDF').choices(['Letter', 'A4']).default('Letter'))
    .action(async (options: PacketOptions) => {
      const began = performance.now();
      const { manifest, files, folder } = await readExport(options.data);
      const region = readRegion(options.region, manifest);
      const period = readQuarter(options.quarter, manifest);
      const report = terminalReport();
      report.step('Counting');
      const engine = await nativeEngine(folder, files);
      try {
        const input = await packetInput({ engine, marts: files.marts, dataset: manifest }, region, period, { signal });
        report.step('Printing');
        const [font, printer] = await Promise.all([embeddedFont(), openPdfPrinter()]);
        const file = join(options.out, packetFileName(input, 'pdf'));
        try {
          const pdf = await printer.print(memoHtml(buildPacket(input), { paper: options.paper, css: font }));
          await mkdir(options.out, { recursive: true });
          await writeFile(file, pdf);
        } catch (cause) {
          throw machineFailure(cause, options.out);
        } finally {
          await printer.close();
        }
        const seconds = formatNumber((performance.now() - began) / 1000, 1);
        print(`Wrote ${file} in ${seconds} s.\n`);
      } finally {
        report.done();
        engine.close();
      }
    });
}

function readRegion(id: string | undefined, { scopes }: Manifest): { id: string; name: string } {
  const found = scopes.regions.find((region) => region.id === id);
  if (found) return found;
  const known = scopes.regions.map((region) => `${region.id} (${region.name})`).join(', ') || 'none';
  const wrong = id === undefined ? 'Name the region: --region ID.' : `There is no region "${id}" in this export.`;
  throw new Failure(`${wrong} The regions are: ${known}.`, { exitCode: exitCodes.usage });
}

function readQuarter(text: string | undefined, dataset: Manifest): Period {
  const period = parsePeriod(text ?? dataset.default_period, calendarOf(dataset));
  if ('error' in period) throw new Failure(period.error, { exitCode: exitCodes.usage });
  if (period.kind !== 'quarter') {
    throw new Failure(`A packet is of a fiscal quarter such as 2026Q3, not "${text}".`, { exitCode: exitCodes.usage });
  }
  return period;
}
