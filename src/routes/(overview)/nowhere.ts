import { formatNumber } from '$lib/format/number.ts';
import { formatQuantity } from '$lib/format/quantity.ts';
import { formatCounts } from '$lib/format/rate.ts';
import type { PopulationAverage } from '$lib/questions/population/average.ts';
import type { ComparedRate } from '$lib/summaries/compared-rate.ts';

/** Under a table of places: who was in custody where no place is recorded, whom no row of the table counts. */
export function nowhereWords(
  { average, population }: Pick<PopulationAverage, 'average' | 'population'>,
  place: 'institution' | 'unit',
  reviews?: Pick<ComparedRate, 'on_time' | 'due'>,
): string {
  // A few nights are not nobody.
  const daily =
    average > 0 && average < 0.05 ? 'less than 0.1' : formatNumber(average, average > 0 && average < 1 ? 1 : 0);
  const due =
    reviews && reviews.due > 0 ? `; program reviews on time: ${formatCounts(reviews.on_time, reviews.due)}` : '';
  return (
    `Without a recorded ${place}: an average daily population of ${daily}, ` +
    `${formatQuantity(population, 'person', 'people')} on the last day${due}. The totals count them; no row above does.`
  );
}
