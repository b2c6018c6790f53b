import { periodLabel } from '../../calendar/period.ts';
import { unevenSpans } from '../../calendar/uneven.ts';
import { calendarOf } from '../../export/calendar.ts';
import { hasFigure, matrixOf, type Matrix, type MatrixMeasure } from '../../measures/matrix.ts';
import { placesIn, type Place } from '../../measures/places.ts';
import { figureOf } from '../../measures/figures.ts';
import { agencyScope } from '../../questions/scope.ts';
import type { PacketInput } from './input.ts';
import { packetMeasures } from './measures.ts';

/** The region in the quarter: what every part of a packet is written from. */
export interface RegionQuarter {
  input: PacketInput;
  /** The region's institutions. */
  places: readonly Place[];
  /** Over all institutions of the agency, so that a region of one has something to be compared with. */
  matrix: Matrix;
  measures: readonly MatrixMeasure[];
  label: string;
  before: string;
  /** That the quarter is not over and the one a year before is, in words; empty otherwise. */
  uneven: string;
}

export function regionQuarter(input: PacketInput): RegionQuarter {
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
    uneven: unevenSpans(period, input.before, dataset.as_of),
  };
}

/** Whether an institution was open on some day of the quarter. */
function isThere(id: string, { dataset, period }: PacketInput): boolean {
  const facility = dataset.scopes.facilities.find((candidate) => candidate.id === id);
  const { opened_date: opened = null, closed_date: closed = null } = facility ?? {};
  return (opened === null || opened < period.to) && (closed === null || closed > period.from);
}

/** What a figure of the packet is read with: fewer than so many give no rate. */
export const context = ({ input }: Pick<RegionQuarter, 'input'>) => ({
  minimum: input.dataset.settings.minimum_for_rate,
});
