import { addDays } from '../../calendar/date.ts';
import { rangePeriod, type Period } from '../../calendar/period.ts';
import { samePeriodLastYear } from '../../calendar/period-steps.ts';
import { figureRequest, monthsQuestion, monthsRequest } from '../../measures/request.ts';
import type { FigureRow } from '../../measures/measure-figure.ts';
import { figureOf } from '../../measures/figures.ts';
import { Asker, type AskerOptions, type MemoSource } from '../asker.ts';
import { trendSpan } from '../../pages/trends.ts';
import type { Request } from '../../questions/question.ts';
import { agencyScope, type Scope } from '../../questions/scope.ts';
import type { PacketInput } from './input.ts';
import { packetMeasures, trendMeasure } from './measures.ts';

/**
 * How many questions a packet asks: every measure of the region and of all institutions, now and a year before; the
 * projection of the region and of its institutions; six about months, returns and programs.
 */
export const packetQuestions = 4 * packetMeasures.length + 2 + 6;

/** Asks what a packet shows. Every number is an answer to a question that the pages and the command line ask too. */
export async function packetInput(
  source: MemoSource,
  region: { id: string; name: string },
  period: Period,
  options: AskerOptions = {},
): Promise<PacketInput> {
  const { dataset } = source;
  const scope: Scope = { kind: 'region', id: region.id };
  const asker = new Asker(source, scope, options);
  const before = samePeriodLastYear(period);
  const ask = async (asked: Pick<Request, 'period'> & Partial<Request>) => {
    const found = new Map<string, readonly FigureRow[] | null>();
    for (const measure of packetMeasures) {
      const spec = figureOf(measure);
      if (!spec) throw new Error(`${measure} has no single figure`);
      found.set(measure, await asker.figureRows(spec.question, { ...asked, ...figureRequest(spec) }));
    }
    return found;
  };
  const places = { scope: agencyScope, by: 'facility_id' as const };
  const trend = figureOf(trendMeasure);
  const monthly = trend && monthsRequest(trend);
  const now = rangePeriod(dataset.as_of, addDays(dataset.as_of, 1));
  return {
    region,
    period,
    before,
    dataset,
    whole: await ask({ period }),
    wholeBefore: await ask({ period: before }),
    places: await ask({ period, ...places }),
    placesBefore: await ask({ period: before, ...places }),
    trend:
      trend && monthly
        ? await asker.figureRows(monthsQuestion(trend), {
            period: trendSpan({ period, dataset }, 'month'),
            ...places,
            ...monthly,
          })
        : null,
    months: await asker.rows('population/monthly', {
      period: trendSpan({ period, dataset }, 'month'),
    }),
    ahead: await asker.rows('population/projection', { period: now, params: { months: 24 } }),
    institutions: await asker.rows('population/projection-institutions', { period: now }),
    returns: await asker.rows('recidivism/rates', { scope: agencyScope, period, by: 'region_id' }),
    expectedReturns: await asker.rows('recidivism/expected', { scope: agencyScope, period, by: 'region_id' }),
    completion: await asker.figureRows('programs/completion', { period, by: 'program_category' }),
    waits: await asker.figureRows('programs/waits', { period, by: 'program_category' }),
    gaps: asker.gaps,
  };
}
