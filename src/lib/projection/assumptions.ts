import { addDays, formatDate, type IsoDate } from '../calendar/date.ts';
import { formatNumber } from '../format/number.ts';
import { formatPercent } from '../format/share.ts';
import { meanStay } from './life-table.ts';
import { countAt, countLines } from './counts.ts';
import { sum } from './lexis.ts';
import { monthEnd } from './months.ts';
import { fitStockFlow, totals, windowMonths } from './snapshot.ts';
import { refusal, shownPaths } from './place.ts';
import type { PlaceInput } from './input.ts';
import { firstOrigin } from './backtest.ts';

/** A sentence under a projection: what it rests on, or what stands against it. */
export interface Assumption {
  kind: 'refused' | 'warning' | 'assumption';
  topic: string;
  text: string;
}

export interface About {
  asOf: IsoDate;
  endDay: number;
  /** Day the institution opened or closes, where it is one. */
  opened: IsoDate | null;
  closed: IsoDate | null;
  /** Whether it is a part of the agency. */
  part: boolean;
}

/** Everything a reader has to know beside the figures, most important first. */
export function assumptionsOf(input: PlaceInput | null, about: About): Assumption[] {
  const closed = about.closed !== null && about.closed <= about.asOf;
  const why = closed
    ? `The institution closed on ${formatDate(about.closed ?? about.asOf)}. There is nothing to project.`
    : refusal(input);
  if (why !== null || !input) return [{ kind: 'refused', topic: 'No projection', text: why ?? '' }];
  return [...warnings(input, about), ...rests(input, about)];
}

function warnings(input: PlaceInput, { asOf, endDay, opened, closed, part }: About): Assumption[] {
  const found: Assumption[] = [];
  const warn = (topic: string, text: string) => found.push({ kind: 'warning', topic, text });
  const people = input.population.findLast((count) => count !== null) ?? 0;
  if (closed !== null && closed > asOf) {
    warn(
      'Closing',
      `The institution is to close on ${formatDate(closed)}. The projection goes on as if it stayed open; its capacity ends that day.`,
    );
  }
  const months = input.last - input.first + 1;
  if (months < firstOrigin) {
    const since =
      opened !== null && opened > monthEnd(input.first - 2, endDay) ? ` (it opened on ${formatDate(opened)})` : '';
    warn(
      'Short history',
      `Only ${months} whole months are known${since}. There is no record of past projections yet; the bands are as wide as ${input.snapshot ? 'simulated paths say' : 'counts of other systems usually call for, widened for its size'}.`,
    );
  }
  if (people < 30) {
    warn(
      'Few people',
      `${formatNumber(people)} ${people === 1 ? 'person is' : 'people are'} held here. So few come and go by chance more than by any rule: look at the bands, not at the line.`,
    );
  }
  const gaps = input.population.filter((count) => count === null).length;
  if (gaps > 0)
    warn(
      'Gaps',
      `In ${gaps} of ${input.population.length} months nobody was counted. They are left out, of the projection and of its record.`,
    );
  const stopped = stoppedAdmissions(input, part);
  if (stopped) warn('Admissions', stopped);
  return found;
}

/** A drop of admissions at the end of the history that the projection does not follow. */
function stoppedAdmissions({ snapshot }: PlaceInput, part: boolean): string | null {
  if (!snapshot) return null;
  const counts = totals(snapshot.strata);
  const [recent, before] = [counts.slice(-3), counts.slice(-15, -3)];
  if (before.length < 12 || sum(before) < 60) return null;
  const share = sum(recent) / 3 / (sum(before) / 12);
  if (share >= 0.5) return null;
  return `In the last three months ${formatPercent(share, 0)} as many people came as in the year before. The model takes this for an interruption and expects most of them again${part ? ', of which only as much is believed as the place’s own record bears out' : ''}; if it lasts, set the admissions lower below.`;
}

/** What all bands and chances have in common. */
const oneDistribution =
  'All bands and chances come from one distribution a month, a t with the more degrees of freedom the longer the record; people are whole, so that passing 28 means 29.';
const usual =
  'Its spread is what populations are usually wrong by (4\u202f% a year ahead, more where few are held), made wider or narrower by what past projections here were wrong by.';

function rests(input: PlaceInput, about: About): Assumption[] {
  const { asOf, endDay } = about;
  const found: Assumption[] = [];
  const add = (topic: string, text: string) => found.push({ kind: 'assumption', topic, text });
  const window = `${formatDate(addDays(monthEnd(Math.max(input.first - 1, input.last - windowMonths), endDay), 1))} to ${formatDate(asOf)}`;
  add(
    'Laws and policy',
    `As of ${formatDate(asOf)}: laws, sentencing, release practice and the number of police and courts stay as they were.`,
  );
  if (!input.snapshot) {
    const line = countLines(input.population, (input.first + 11) % 12, input.population.length - 1).at(-1);
    add(
      'Method',
      `Only counts are known: the last count and a damped trend${line && line.season.some((index) => index !== 1) ? ' with the season' : ''}, of which ${formatNumber(100 * (line?.part ?? 0))}\u202f% is believed, as much as came of it before; nothing of it is left after two years.`,
    );
    if (line) add('Next month', `${formatNumber(input.baseline[1] ?? countAt(line, 1))} people.`);
    add('Uncertainty', `${oneDistribution} ${usual}`);
    return found;
  }
  const model = fitStockFlow(input.snapshot);
  if (!model) return found;
  const year = `${formatDate(addDays(monthEnd(Math.max(input.first - 1, input.last - 12), endDay), 1))} to ${formatDate(asOf)}`;
  const total = model.flows.reduce((all, flow) => all + flow.level, 0);
  const seasonal = model.flows[0]?.season.some((index) => index !== 1) ?? false;
  add(
    'Admissions',
    `${formatNumber(total, total < 20 ? 1 : 0)} a month, as in ${year} with the last months counting most, ${seasonal ? 'up and down with the season' : 'without a season: none comes back from year to year'}. No trend is carried on.`,
  );
  const exposed = model.strata.reduce(
    (all, { table, flow, share }) => all + (model.flows[flow]?.level ?? 0) * share * meanStay(table),
    0,
  );
  add(
    'Length of stay',
    `${formatNumber(total > 0 ? exposed / total : 0, 1)} months on average for new admissions, by life tables of ${model.strata.length === 1 ? 'everybody' : `${model.strata.length} groups (admission type, offense or else custody level, sex; at least 30 admissions a year each)`} over ${window}, people still here included.`,
  );
  const dated = model.strata.reduce((all, { dated }) => all + sum(dated), 0);
  if (model.hazard) {
    add(
      'Release dates',
      `${formatNumber(dated)} of ${formatNumber(model.population)} people here have a projected release date. They leave around it as people did in ${window}; the others by the life table.`,
    );
  } else add('Release dates', 'None are given; people leave by the life table.');
  if (model.returns) {
    add(
      'Returns',
      'People returned from supervision follow from the releases before: the share that came back in each month after release, over the same two years.',
    );
  }
  const listed = model.designated[0] ?? 0;
  if (listed > 0) {
    add(
      'Designations',
      `${formatNumber(listed)} arrivals are designated for the next month. Lists are never complete: they take the place of the expected admissions only where they are more.`,
    );
  }
  add(
    'Uncertainty',
    `${formatNumber(shownPaths)} simulated paths (past errors of admissions in blocks of six months, slippage of release dates, chance), made wider or narrower by what past projections of this place were wrong by. ${oneDistribution}`,
  );
  if (about.part) {
    add(
      'Adding up',
      'Each institution is weighed between its own model and its last value by how far its past followed the one or the other; then the institutions are made to add up to the agency, whose projection is the better known: what is missing or too much goes to them by how uncertain each is, none moved by more than its own usual error, and beyond that the agency gives way. A region is the sum of its institutions.',
    );
  }
  add(
    'Record',
    'Past projections are made again without release dates, which the source holds only as they stand today, and with groups formed over the whole history; nothing else of what came later is known to them.',
  );
  return found;
}
