import { describeRate, formatNumber, formatPercent } from '../analysis/wording.ts';
import { formatDate, formatMonth } from '../calendar/date.ts';
import { periodLabel } from '../calendar/period.ts';
import { calendarOf } from '../dataset/calendar.ts';
import { figureDifference } from '../figures/difference.ts';
import { hasFigure, matrixOf, matrixWords, type Matrix, type MatrixMeasure } from '../figures/matrix.ts';
import { readFigure, type FigureRow } from '../figures/measure-figure.ts';
import { placesIn, type Place } from '../figures/places.ts';
import { signalMark } from '../findings/compared-rate.ts';
import { yearsText } from '../findings/recidivism.ts';
import { splitCell, splitFigure } from '../findings/regions.ts';
import { trendsOf, valueText } from '../findings/trends.ts';
import { capacitySentence } from '../findings/projection.ts';
import { figureOf } from '../measures/figures.ts';
import { findMeasure } from '../measures/measures.ts';
import type { MemoBlock, MemoCell, MemoColumn, MemoDocument } from '../memo/document.ts';
import { trendSpan } from '../pages/trends.ts';
import { valueLabel } from '../questions/labels.ts';
import { agencyScope } from '../questions/scope.ts';
import { multiplesSvg, populationSvg, type PopulationPoint } from './charts.ts';
import type { PacketInput } from './input.ts';
import {
  caseworkTable,
  coordinatorTables,
  packetMeasures,
  populationColumns,
  programTable,
  trendMeasure,
  type PacketTable,
} from './measures.ts';

/** What the tables of a packet share. */
interface Made {
  input: PacketInput;
  /** The region's institutions. */
  places: readonly Place[];
  /** Over all institutions of the agency, so that a region of one has something to be compared with. */
  matrix: Matrix;
  measures: readonly MatrixMeasure[];
  label: string;
  before: string;
}

/** A regional packet as a document: page, print and PDF are renderers of it. */
export function buildPacket(input: PacketInput): MemoDocument {
  const made = prepare(input);
  const { dataset, region } = input;
  const title = `Regional packet: ${region.name}, ${made.label}`;
  return {
    title,
    footer: `${dataset.source.agency_name} · ${region.name} · ${made.label} · data as of ${formatDate(dataset.as_of)}, version ${dataset.version}`,
    marking: dataset.source.marking,
    blocks: [
      { kind: 'letterhead', agency: dataset.source.agency_name, place: region.name, title: 'REGIONAL PACKET' },
      { kind: 'fields', fields: fieldsOf(made) },
      ...population(made),
      ...whole(made),
      { kind: 'heading', text: '3. Casework' },
      { kind: 'paragraph', text: limitsText(made) },
      ...institutions(caseworkTable, made),
      ...trend(made),
      ...signals(made),
      { kind: 'heading', text: '5. Programs and release' },
      ...institutions(programTable, made),
      ...kinds(made),
      ...returns(made),
      { kind: 'heading', text: '7. Coordinators’ duties' },
      ...coordinatorTables.flatMap((table) => institutions(table, made)),
      ...quality(made),
      { kind: 'attachment', title: 'Attachment. Definitions and method' },
      ...definitions(made),
    ],
  };
}

function prepare(input: PacketInput): Made {
  const { dataset, period, region, places: rows } = input;
  const calendar = calendarOf(dataset);
  const measures = packetMeasures.flatMap((id): MatrixMeasure[] => {
    const [spec, found] = [figureOf(id), rows.get(id)];
    return spec && found ? [{ id, spec, rows: found }] : [];
  });
  const all = placesIn('facility_id', agencyScope, [], period, dataset);
  const inRegion = new Set(
    dataset.scopes.facilities.filter(({ region_id: at }) => at === region.id).map(({ id }) => id),
  );
  const matrix = matrixOf(
    measures,
    all.map(({ id }) => id),
    { minimum: dataset.settings.minimum_for_rate },
  );
  return {
    input,
    places: all.filter(
      ({ id, note }) =>
        inRegion.has(id) &&
        // Closed before the quarter, it has nothing to say of it.
        ((note !== null && isThere(id, input)) || hasFigure(matrix, id)),
    ),
    matrix,
    measures,
    label: periodLabel(period, calendar).full,
    before: periodLabel(input.before, calendar).full,
  };
}

/** Whether an institution was open on some day of the quarter. */
function isThere(id: string, { dataset, period }: PacketInput): boolean {
  const facility = dataset.scopes.facilities.find((candidate) => candidate.id === id);
  const { opened_date: opened = null, closed_date: closed = null } = facility ?? {};
  return (opened === null || opened < period.to) && (closed === null || closed > period.from);
}

/** What the figure of a measure is called. */
function labelOf(id: string): string {
  return figureOf(id)?.label ?? findMeasure(id)?.label ?? id;
}

function fieldsOf({ input, places, label, before }: Made) {
  const { dataset } = input;
  return [
    { label: 'Period', value: label },
    { label: 'Compared with', value: before },
    {
      label: 'Institutions',
      value:
        places.length === 0 ? 'none' : places.map(({ name, note }) => (note ? `${name} (${note})` : name)).join(', '),
    },
    { label: 'Data', value: `as of ${formatDate(dataset.as_of)}, version ${dataset.version}` },
  ];
}

const context = ({ input }: Pick<Made, 'input'>) => ({ minimum: input.dataset.settings.minimum_for_rate });

function population(made: Made): MemoBlock[] {
  const { input, places } = made;
  const blocks: MemoBlock[] = [{ kind: 'heading', text: '1. Population, capacity and projection' }];
  const of = (id: string) => input.projections.get(id) ?? [];
  const year = of(input.region.id).at(-1);
  const facility = (id: string) => input.dataset.scopes.facilities.find((candidate) => candidate.id === id);
  const average = figureOf('average-daily-population');
  const rows = places.map(({ id, name, note }): MemoCell[] => {
    const ahead = of(id).at(-1);
    const figure = (rows: readonly FigureRow[] | null | undefined) =>
      average && rows ? readFigure(average, rows, id, context(made)).text : 'no data';
    const share = made.matrix.cells.get('share-of-capacity')?.get(id)?.figure.text ?? 'no data';
    return [
      { text: name, ...(note ? { note } : {}) },
      { text: figure(input.places.get('average-daily-population')) },
      { text: figure(input.placesBefore.get('average-daily-population')) },
      { text: facility(id)?.rated_capacity == null ? 'not recorded' : formatNumber(facility(id)?.rated_capacity ?? 0) },
      { text: splitFigure(share).value },
      ahead
        ? {
            text: formatNumber(ahead.projected),
            note: `${formatNumber(ahead.lower80)} to ${formatNumber(ahead.upper80)}`,
          }
        : { text: 'no projection' },
      { text: ahead?.probability_over == null ? 'no data' : formatPercent(ahead.probability_over, 0) },
    ];
  });
  blocks.push({
    kind: 'table',
    caption: 'Population by institution',
    columns: columnsOf([
      'Institution',
      'Average daily population',
      'A year before',
      'Rated capacity',
      'In use',
      year ? `Projected ${formatMonth(year.month)}, 80\u202f%` : 'Projected',
      'Chance above capacity then',
    ]),
    rows,
  });
  blocks.push(...populationChart(made));
  if (of(input.region.id).length > 0) blocks.push({ kind: 'paragraph', text: capacitySentence(of(input.region.id)) });
  blocks.push(
    ...institutions({ title: 'Further population figures by institution', columns: populationColumns.slice(2) }, made),
  );
  return blocks;
}

function populationChart({ input }: Made): MemoBlock[] {
  const months = input.months?.filter(({ group }) => group === null) ?? [];
  const ahead = input.projections.get(input.region.id) ?? [];
  if (months.every(({ population: people }) => people === null)) return [];
  const points: PopulationPoint[] = [
    ...months.map(({ month, population: people }) => ({ label: formatMonth(month), value: people, projected: false })),
    // A quarter long past has its future in the counts, not in a projection of today.
    ...ahead
      .filter(({ month }) => month > (months.at(-1)?.month ?? ''))
      .map(({ month, projected, lower80, upper80 }) => ({
        label: formatMonth(month),
        value: projected,
        lower: lower80,
        upper: upper80,
        projected: true,
      })),
  ];
  const capacity = months.at(-1)?.rated_capacity ?? null;
  const last = months.findLast(({ population: people }) => people !== null);
  const [first, end] = [points[0]?.label ?? '', points.at(-1)?.label ?? ''];
  return [
    {
      kind: 'chart',
      summary: `People in custody at the end of each month and, dashed with its 80\u202f% band, as projected, ${first} to ${end}: ${formatNumber(last?.population ?? null)} in ${last ? formatMonth(last.month) : ''}.`,
      svg: populationSvg(points, capacity, (value) => formatNumber(value)),
    },
    {
      kind: 'note',
      text: 'People at the end of each month; dashed, the projection made as of the data, shaded its 80\u202f% band. The axis does not start at zero.',
    },
  ];
}

/** The region against itself a year before. */
function whole(made: Made): MemoBlock[] {
  const { input } = made;
  const rows = packetMeasures.flatMap((id): MemoCell[][] => {
    const [spec, now, then] = [figureOf(id), input.whole.get(id), input.wholeBefore.get(id)];
    const label = labelOf(id);
    if (!spec || !now) return [];
    const one = readFigure(spec, now, null, context(made));
    const timeless = spec.at !== undefined;
    const other = then && !timeless ? readFigure(spec, then, null, context(made)) : null;
    const words = timeless
      ? spec.at === 'as-of'
        ? `on ${formatDate(input.dataset.as_of)}`
        : 'all years of release followed long enough'
      : other
        ? figureDifference(spec, one, other).text
        : 'no data';
    return [[{ text: label }, { text: one.text }, { text: other?.text ?? '–' }, { text: words }]];
  });
  return [
    { kind: 'heading', text: '2. The region against a year before' },
    {
      kind: 'table',
      caption: 'The region against a year before',
      columns: [
        { label: 'Measure', width: 27 },
        { label: 'Quarter', width: 21 },
        { label: 'A year before', width: 21 },
        { label: 'Difference', width: 31 },
      ],
      rows,
    },
  ];
}

function columnsOf(labels: readonly string[]): MemoColumn[] {
  const first = 19;
  return labels.map((label, index) =>
    index === 0 ? { label, width: first } : { label, width: (100 - first) / (labels.length - 1), end: true },
  );
}

function institutions({ title, columns }: PacketTable, made: Made): MemoBlock[] {
  const shown = columns.filter(({ measure }) => made.matrix.cells.has(measure));
  if (shown.length === 0) return [{ kind: 'note', text: `${title}: none of it is recorded by this agency.` }];
  return [
    { kind: 'subheading', text: title },
    {
      kind: 'table',
      caption: title,
      columns: columnsOf(['Institution', ...shown.map(({ label }) => label)]),
      rows: made.places.map(({ id, name, note }) => [
        { text: name, ...(note ? { note } : {}) },
        ...shown.map(({ measure }): MemoCell => {
          const cell = made.matrix.cells.get(measure)?.get(id);
          const { value, beside } = splitCell(cell?.figure.text ?? 'no data');
          const mark = signalMark(cell?.position ?? null);
          const words = [beside, ...(cell?.signal ? ['signal'] : [])].filter((word) => word !== '').join('; ');
          return { text: mark ? `${value} ${mark.symbol}` : value, ...(words ? { note: words } : {}) };
        }),
      ]),
    },
  ];
}

function limitsText({ matrix, input }: Made): string {
  const all = input.dataset.scopes.facilities.length;
  return `▲ above, ▼ below the 95\u202f% limits of chance round the rate of all ${all} institutions of the agency; – within; no mark: too few to compare, or an amount. Neither is better by itself. ${matrixWords(matrix)}`;
}

function trend(made: Made): MemoBlock[] {
  const { input, places } = made;
  const spec = figureOf(trendMeasure);
  if (!spec || !input.trend) return [];
  const inside = new Set(places.map(({ id }) => id));
  const found = trendsOf(
    input.trend.filter(({ group }) => typeof group === 'string' && inside.has(group)),
    {
      spec,
      by: 'facility_id',
      grain: 'month',
      scope: { kind: 'region', id: input.region.id },
      span: trendSpan(input, 'month'),
      dataset: input.dataset,
    },
  );
  if (found.multiples.length === 0) return [];
  const label = labelOf(trendMeasure);
  return [
    { kind: 'subheading', text: `${label} by month` },
    {
      kind: 'chart',
      summary: `${label} by month, institution by institution on one scale. ${found.multiples.map(({ name, words }) => `${name}: ${words}`).join('. ')}.`,
      svg: multiplesSvg(found, (value) => valueText(spec, value)),
    },
    {
      kind: 'note',
      text: `Shaded: limits of usual variation; a square lies beyond them. ${found.medianWords} ${found.multiples.map(({ name, words }) => `${name}: ${words}`).join('. ')}.`,
    },
    ...(found.happenings.length > 0
      ? [{ kind: 'list' as const, items: found.happenings.map(({ date, text }) => `${formatDate(date)}: ${text}`) }]
      : []),
  ];
}

function signals(made: Made): MemoBlock[] {
  const inside = new Map(made.places.map(({ id, name }) => [id, name]));
  const beyond = made.measures.flatMap(({ id }) =>
    [...(made.matrix.cells.get(id) ?? [])].flatMap(([place, { signal, position, figure }]) => {
      const [name, mark] = [inside.get(place), signalMark(position)];
      if (name === undefined || !mark?.beyond) return [];
      return [{ signal, words: `${labelOf(id)}, ${name}: ${figure.text}, ${mark.words}` }];
    }),
  );
  const [found, others] = [true, false].map((is) =>
    beyond.filter(({ signal }) => signal === is).map(({ words }) => words),
  );
  const list = (items: string[] = []): MemoBlock[] => (items.length === 0 ? [] : [{ kind: 'list', items }]);
  return [
    { kind: 'heading', text: '4. Signals' },
    { kind: 'paragraph', text: matrixWords(made.matrix) },
    ...list(found),
    ...(made.matrix.signals > 0 && found?.length === 0
      ? [{ kind: 'paragraph' as const, text: 'None of the signals is in this region.' }]
      : []),
    ...(others && others.length > 0
      ? [
          {
            kind: 'paragraph' as const,
            text: 'Beyond the limits in this region, and no signal among so many comparisons:',
          },
        ]
      : []),
    ...list(others),
  ];
}

function kinds({ input }: Made): MemoBlock[] {
  const { completion, waits } = input;
  const [completed, waiting] = [figureOf('program-completion'), figureOf('program-waits')];
  if (!completed || !waiting || (!completion && !waits)) return [];
  const found = [
    ...new Set([...(completion ?? []), ...(waits ?? [])].map(({ group }) => (group ?? null) as string | null)),
  ];
  if (found.length === 0) return [{ kind: 'note', text: 'No program began or ended in the quarter.' }];
  const minimum = { minimum: input.dataset.settings.minimum_for_rate };
  return [
    { kind: 'subheading', text: 'Programs by kind' },
    {
      kind: 'table',
      caption: 'Programs by kind',
      columns: columnsOf(['Kind', 'Completed, of those whose part ended', 'Days from referral to start, median']),
      rows: found
        .sort((a, b) => valueLabel(a).localeCompare(valueLabel(b), 'en'))
        .map((group) => [
          { text: valueLabel(group) },
          { text: completion ? readFigure(completed, completion, group, minimum).text : 'no data' },
          { text: waits ? readFigure(waiting, waits, group, minimum).text : 'no data' },
        ]),
    },
  ];
}

/** Return by region, never below an institution. */
function returns({ input }: Made): MemoBlock[] {
  const heading: MemoBlock = { kind: 'heading', text: '6. Return after release, by region' };
  if (!input.returns)
    return [heading, { kind: 'paragraph', text: 'The agency has not supplied what returns are counted from.' }];
  const rows = input.returns;
  const horizons = [...new Set(rows.map(({ horizon_days: days }) => days))].sort((a, b) => a - b);
  const regions = [...new Set(rows.map(({ group }) => group))];
  const name = (id: string | null) =>
    input.dataset.scopes.regions.find((region) => region.id === id)?.name ?? 'Region not recorded';
  const cell = (group: string | null, days: number): MemoCell => {
    const row = rows.find((candidate) => candidate.group === group && candidate.horizon_days === days);
    if (!row || row.returned === null) return { text: 'not followed long enough' };
    const { value, beside } = splitFigure(
      describeRate(row.returned, row.released, {
        minimum: input.dataset.settings.minimum_at_risk,
        none: 'nobody was released',
      }).text,
    );
    const years =
      row.first_cohort === row.last_cohort ? `${row.first_cohort}` : `${row.first_cohort}–${row.last_cohort}`;
    return { text: value, note: `${beside}; released ${years}` };
  };
  return [
    heading,
    {
      kind: 'table',
      caption: 'Return after release, by region',
      columns: columnsOf(['Region', ...horizons.map((days) => `Within ${yearsText(days)}`)]),
      rows: [...regions]
        .sort((a, b) => name(a).localeCompare(name(b), 'en'))
        .map((group) => [{ text: name(group) }, ...horizons.map((days) => cell(group, days))]),
    },
    {
      kind: 'note',
      text: `First release of each person in a year, to the community. Only years of release followed for the whole time and ${input.dataset.settings.record_lag_days} days for records to arrive. Never shown below an institution.`,
    },
  ];
}

function quality({ input }: Made): MemoBlock[] {
  const supplied = input.dataset.tables.filter((table) => table.supplied);
  const absent = input.dataset.tables.filter((table) => !table.supplied).map(({ name }) => name);
  const rejected = supplied.filter((table) => table.rejected > 0);
  return [
    { kind: 'heading', text: '8. Data quality' },
    {
      kind: 'paragraph',
      text: `${formatNumber(supplied.reduce((sum, { read }) => sum + read, 0))} rows were read for the whole agency; ${formatNumber(rejected.reduce((sum, table) => sum + table.rejected, 0))} broke a rule and were not loaded.${absent.length > 0 ? ` Not supplied: ${absent.join(', ')}.` : ''}`,
    },
    ...(rejected.length > 0
      ? [
          {
            kind: 'table' as const,
            caption: 'Rows not loaded, by table',
            columns: [
              { label: 'Table', width: 26 },
              { label: 'Read', width: 14, end: true },
              { label: 'Not loaded', width: 14, end: true },
              { label: 'Rule broken most often', width: 46 },
            ],
            rows: rejected.map(({ name, read, rejected: refused, rules }): MemoCell[] => {
              const [rule] = [...rules].sort((a, b) => b.rows - a.rows);
              return [
                { text: name },
                { text: formatNumber(read) },
                { text: `${formatNumber(refused)} (${formatPercent(refused / read, 2)})` },
                { text: rule ? `${rule.column ? `${rule.column}: ` : ''}${rule.meaning}` : '' },
              ];
            }),
          },
        ]
      : []),
    ...(input.gaps.length > 0 ? [{ kind: 'list' as const, items: input.gaps }] : []),
  ];
}

function definitions({ measures }: Made): MemoBlock[] {
  const rows = measures.flatMap(({ id }): MemoCell[][] => {
    const measure = findMeasure(id);
    if (!measure) return [];
    const further = [measure.denominator ? `Of: ${measure.denominator}` : '', measure.exclusions ?? '']
      .filter(Boolean)
      .join(' ');
    return [[{ text: labelOf(id) }, { text: measure.definition, ...(further ? { note: further } : {}) }]];
  });
  return [
    {
      kind: 'table',
      caption: 'Definitions',
      columns: [
        { label: 'Measure', width: 26 },
        { label: 'Definition', width: 74 },
      ],
      rows,
    },
    {
      kind: 'paragraph',
      text: 'Shares carry Wilson intervals, differences of shares Newcombe’s, rates exact Poisson limits. Limits between institutions are exact binomial or Poisson ones, widened where institutions differ by more than chance explains; the word signal is kept for what remains with a false discovery rate of 5\u202f% over all comparisons made here. Work due is compared with what would be on time if cases of the same kind were done as in the whole agency. Limits of a monthly line are those of a p-chart.',
    },
  ];
}

/** 'packet-2026q3-r-1.pdf'. */
export function packetFileName({ region, period }: Pick<PacketInput, 'region' | 'period'>, extension: string): string {
  const slug = (text: string) =>
    text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '');
  return `packet-${slug(period.id)}-${slug(region.id) || 'region'}.${extension}`;
}
