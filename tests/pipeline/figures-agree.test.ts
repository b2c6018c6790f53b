import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { formatAnswer } from '../../scripts/answer/format.ts';
import { addMonths, monthsBetween } from '../../src/lib/calendar/date.ts';
import type { Period } from '../../src/lib/calendar/period.ts';
import { calendarOf } from '../../src/lib/export/calendar.ts';
import { figureDifference } from '../../src/lib/measures/difference.ts';
import { matrixOf } from '../../src/lib/measures/matrix.ts';
import { readFigure, type FigureRow, type MeasureFigure } from '../../src/lib/measures/measure-figure.ts';
import { canSpeakOf, figureRequest, monthsQuestion, monthsRequest, placesOf } from '../../src/lib/measures/request.ts';
import { readSeries } from '../../src/lib/measures/series.ts';
import type { FigureSpec } from '../../src/lib/measures/figure.ts';
import { measures } from '../../src/lib/measures/measures.ts';
import { ask } from '../../src/lib/questions/ask.ts';
import { questionOf } from '../../src/lib/questions/index.ts';
import type { Request } from '../../src/lib/questions/question.ts';
import type { Answer } from '../../src/lib/export/answers.ts';
import { agencyScope, parentScope, type Scope } from '../../src/lib/questions/scope.ts';
import { askingOf, type Asking } from './asking.ts';
import { drawn } from './draws.ts';

let asking: Asking;
let draws: { scope: Scope; period: Period }[];
let compared = 0;

beforeAll(async () => {
  asking = await askingOf(join(inject('demo'), 'out'), { copied: true });
  draws = drawn(asking.manifest, 50, 61);
  return () => {
    console.log(`${compared} figures were held against the engine's: ${known.size} answers.`);
    asking.close();
  };
});

const withFigure = measures.flatMap((measure) => (measure.figure ? [{ ...measure, figure: measure.figure }] : []));

const known = new Map<string, Promise<Answer>>();

/** An answer, asked once however many ways lead to it. */
function answered(question: string, asked: Omit<Request, 'dataset'>): Promise<Answer> {
  const key = JSON.stringify([question, asked]);
  const found =
    known.get(key) ??
    ask(asking.engine, asking.files.marts, questionOf(question), { ...asked, dataset: asking.manifest });
  known.set(key, found);
  return found;
}

function agree(found: MeasureFigure, figure: MeasureFigure, at: string): void {
  compared += 1;
  expect(essence(found), at).toEqual(essence(figure));
}

/** What two ways to a figure must agree on. Nothing to count and no row to count are the same absence. */
function essence(figure: MeasureFigure) {
  const round = (value: number | null) => (value === null ? null : Number(value.toPrecision(9)));
  if (figure.missing) return 'none';
  return { n: round(figure.n), d: round(figure.d), value: round(figure.value), text: figure.text };
}

const context = () => ({ minimum: asking.manifest.settings.minimum_for_rate });

describe('every way to a number leads to the same one', () => {
  it.each(withFigure.map((measure) => [measure.id, measure] as const))('%s', async (_id, measure) => {
    const spec = measure.figure;
    const own = { whole: spec.question, months: monthsQuestion(spec) };
    let shown = 0;
    for (const { scope, period } of draws) {
      if (!canSpeakOf(spec, scope)) continue;
      const whole = await answered(own.whole, { scope, period, by: null, ...figureRequest(spec) });
      const figure = readFigure(spec, whole.rows as FigureRow[], null, context());
      const at = `${measure.id} ${JSON.stringify(scope)} ${period.id}`;
      if (!figure.missing) shown += 1;
      await throughMatrix(spec, own.whole, scope, period, figure, at);
      await throughTrend(spec, own.months, scope, period, figure, at);
      throughCsv(spec, own.whole, whole, figure, at);
      // With itself there is no difference; of the whole agency, none is asked against its own expectation.
      const { difference } = figureDifference(spec, figure, figure);
      const compared = figure.value !== null && !(spec.kind === 'expected' && scope.kind === 'agency');
      expect(difference, at).toBe(compared ? 0 : null);
    }
    // What never shows anything would agree with everything.
    expect(shown, measure.id).toBeGreaterThan(0);
  });
});

/** The row of the place in an answer about all places beside it. */
async function throughMatrix(
  spec: FigureSpec,
  question: string,
  scope: Scope,
  period: Period,
  figure: MeasureFigure,
  at: string,
): Promise<void> {
  if (scope.kind === 'agency') return;
  const by = placesOf(spec).find((column) => column === `${scope.kind}_id`);
  if (!by) return;
  // A case manager's work may lie in other places than the home unit: only the agency holds all of it.
  const wide = scope.kind === 'facility' || scope.kind === 'unit' ? parentScope(scope, asking.manifest) : agencyScope;
  const answer = await answered(question, { scope: wide ?? agencyScope, period, by, ...figureRequest(spec) });
  const rows = answer.rows as FigureRow[];
  const cell = matrixOf([{ id: 'it', spec, rows }], [scope.id], context())
    .cells.get('it')
    ?.get(scope.id);
  if (!cell) throw new Error(`no cell for ${at}`);
  agree(cell.figure, figure, `matrix: ${at}`);
}

/** The point of the period in a trend of all months round it. */
async function throughTrend(
  spec: FigureSpec,
  question: string,
  scope: Scope,
  period: Period,
  figure: MeasureFigure,
  at: string,
): Promise<void> {
  const request = monthsRequest(spec);
  const grain = ({ month: 'month', quarter: 'quarter', 'fiscal-year': 'year' } as const)[period.kind as 'month'];
  if (!request || grain === undefined || (spec.months?.into === 'none' && grain !== 'month')) return;
  const { manifest } = asking;
  const from = addMonths(period.from, -3);
  const span: Period = { kind: 'range', from, to: period.to, id: `${from}..${period.to}` };
  const answer = await answered(question, { scope, period: span, by: null, ...request });
  const months = monthsBetween(from, period.to);
  const points = readSeries(
    spec,
    answer.rows as FigureRow[],
    null,
    { months, grain },
    {
      ...context(),
      calendar: calendarOf(manifest),
      historyFrom: manifest.history_from,
    },
  );
  const point = points.find(({ period: { id } }) => id === period.id);
  if (!point) throw new Error(`no point for ${at}`);
  agree(point.figure, figure, `trend: ${at}`);
}

/** The text of `caseboard answer --format csv`, read back. */
function throughCsv(spec: FigureSpec, question: string, answer: Answer, figure: MeasureFigure, at: string): void {
  const [head = [], ...lines] = csvRows(formatAnswer(answer, questionOf(question), 'csv'));
  const rows = lines.map((line) =>
    Object.fromEntries(head.map((name, index) => [name, line[index] === '' ? null : asNumber(line[index] ?? '')])),
  );
  agree(readFigure(spec, rows, null, context()), figure, `csv: ${at}`);
}

/** Answers of one place hold numbers, dates and code words: nothing in them is quoted. */
function csvRows(text: string): string[][] {
  expect(text).not.toContain('"');
  return text
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));
}

const asNumber = (text: string) => (/^-?\d/.test(text) && !Number.isNaN(Number(text)) ? Number(text) : text);
