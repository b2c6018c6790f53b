import { Command, Option } from 'commander';
import { EngineError } from '../../src/lib/engine/engine.ts';
import type { Manifest } from '../../src/lib/export/manifest.ts';
import { readExport } from '../../src/lib/export/read-export.server.ts';
import { intervalWords, shareInterval } from '../../src/lib/format/interval.ts';
import { formatNumber } from '../../src/lib/format/number.ts';
import { formatList } from '../../src/lib/format/list.ts';
import type { FigureSpec } from '../../src/lib/measures/figure.ts';
import { readFigure, type FigureRow, type MeasureFigure } from '../../src/lib/measures/measure-figure.ts';
import { findMeasure, measures } from '../../src/lib/measures/measures.ts';
import type { Measure } from '../../src/lib/measures/measure.ts';
import { canSpeakOf, figureRequest } from '../../src/lib/measures/request.ts';
import { ask, missingTables } from '../../src/lib/questions/ask.ts';
import { questionOf } from '../../src/lib/questions/index.ts';
import type { Request } from '../../src/lib/questions/question.ts';
import { readRequest } from '../../src/lib/questions/read-request.ts';
import { formatScope, scopeName } from '../../src/lib/questions/scope.ts';
import { datesOf } from '../../src/lib/summaries/regions.ts';
import { nativeEngine } from '../engine/native.ts';
import { defaultExport } from '../export/command.ts';
import { exitCodes, Failure } from '../terminal/failure.ts';
import { print, printData } from '../terminal/print.ts';

type MeasureWithFigure = Measure & { readonly figure: FigureSpec };

interface MeasureOptions {
  data: string;
  scope: string;
  period?: string;
  format: 'text' | 'json';
}

/** `caseboard measure ID`: the figure of a measure as every page, memorandum and packet says it. */
export function measureCommand(signal: AbortSignal): Command {
  return new Command('measure')
    .description('one figure of a measure, as every page and document says it, with its definition')
    .argument('<measure>', 'for example timeliness; a wrong one lists them all')
    .option('--data <folder>', 'export folder', defaultExport)
    .option('--scope <scope>', 'agency, region=ID, facility=ID, unit=ID or staff=ID', 'agency')
    .option('--period <period>', '2026Q3, FY2026, 2026-04, L12M or 2026-04-01..2026-06-30')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .addHelpText('after', `\nMeasures:\n${measureList()}`)
    .action(async (id: string, options: MeasureOptions) => {
      const measure = withFigure(id);
      const { manifest, files, folder } = await readExport(options.data);
      const question = questionOf(measure.figure.question);
      const read = readRequest(question, { scope: options.scope, period: options.period }, manifest);
      if ('error' in read) throw new Failure(read.error, { exitCode: exitCodes.usage });
      if (!canSpeakOf(measure.figure, read.scope)) {
        throw new Failure(
          `${measure.label} is not counted for a ${read.scope.kind}: it is told apart no finer than that.`,
          {
            exitCode: exitCodes.usage,
          },
        );
      }
      const request: Request = { ...read, ...figureRequest(measure.figure) };
      const missing = missingTables(question, request, files.marts);
      if (missing.length > 0) {
        throw new Failure(
          `${measure.label} needs ${formatList(missing)}, which ${manifest.source.agency_name} has not supplied.`,
          { exitCode: exitCodes.source },
        );
      }
      const engine = await nativeEngine(folder, files);
      try {
        const { rows } = await ask(engine, files.marts, question, request, { signal });
        const figure = readFigure(measure.figure, rows as FigureRow[], null, {
          minimum: manifest.settings.minimum_for_rate,
        });
        const answer = measureAnswer(measure, figure, request, manifest);
        if (options.format === 'json') printData(`${JSON.stringify(answer)}\n`);
        else print(lines(answer));
      } catch (cause) {
        if (cause instanceof EngineError) throw new Failure(`${cause.message}\n${cause.sql ?? ''}`, { cause });
        throw cause;
      } finally {
        engine.close();
      }
    });
}

function withFigure(id: string): MeasureWithFigure {
  const measure = findMeasure(id);
  if (!measure) {
    throw new Failure(`There is no measure "${id}". The measures with a single figure are:\n${measureList()}`, {
      exitCode: exitCodes.usage,
    });
  }
  const { figure } = measure;
  if (!figure) {
    throw new Failure(
      `${measure.label} has no single figure. ${measure.noFigure} "caseboard answer ${measure.question}" prints its rows.`,
      { exitCode: exitCodes.usage },
    );
  }
  return { ...measure, figure, noFigure: undefined };
}

interface MeasureAnswer {
  measure: string;
  label: string;
  scope: string;
  place: string;
  period: string;
  dates: string;
  text: string;
  n: number | null;
  d: number | null;
  value: number | null;
  lower: number | null;
  upper: number | null;
  /** The limits in words; null where there are none. */
  interval: string | null;
  definition: string;
  as_of: string;
  dataset: string;
}

function measureAnswer(
  measure: MeasureWithFigure,
  { n, d, value, lower, upper, text }: MeasureFigure,
  { scope, period }: Request,
  manifest: Manifest,
): MeasureAnswer {
  const interval = limitWords(measure.figure, { d, lower, upper });
  return {
    measure: measure.id,
    label: measure.figure.label ?? measure.label,
    scope: formatScope(scope),
    place: scopeName(scope, manifest),
    period: period.id,
    dates: datesOf(measure.figure, { period, dataset: manifest }),
    text,
    n,
    d,
    value,
    lower,
    upper,
    interval,
    definition: measure.definition,
    as_of: manifest.as_of,
    dataset: manifest.version,
  };
}

/** The limits as pages write them. */
function limitWords(
  { kind }: FigureSpec,
  { d, lower, upper }: Pick<MeasureFigure, 'd' | 'lower' | 'upper'>,
): string | null {
  if (lower === null || upper === null) return null;
  if (kind === 'share') return shareInterval({ lower, upper }, d ?? 0);
  return intervalWords(formatNumber(lower, 1), formatNumber(upper, 1));
}

/** For a terminal: the figure first, then what it is of. */
function lines({ label, place, dates, text, interval, definition, as_of, dataset }: MeasureAnswer): string {
  const said = [`${label}: ${text}`, ...(interval ? [interval] : []), `${place} · ${dates}`, definition];
  return `${[...said, `as of ${as_of} · data ${dataset}`].join('\n')}\n`;
}

function measureList(): string {
  return measures.flatMap(({ id, label, figure }) => (figure ? [`  ${id.padEnd(44)}${label}`] : [])).join('\n');
}
