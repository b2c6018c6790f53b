/**
 * What an outcome comparison says, in one of four forms and no other. Never that a program works, causes or saves
 * anything; never a ranking; never a chance value alone.
 */
import { intervalWords } from '../../format/interval.ts';
import { formatNumber } from '../../format/number.ts';
import { formatHundredths, formatPercent, formatPointsNumber } from '../../format/share.ts';
import type { ProgramComparison } from './comparison.ts';
import { gateBounds, type Gate } from './gates.ts';

/** How an event reads after "people who took part", and as a noun. */
export interface EventWords {
  /** 'returned to prison'. */
  readonly verb: string;
}

const CAUTION = 'Things not recorded may explain part of this.';

/** The verdict as a sentence or two. */
export function describeProgram(
  { verdict, rates, interval, gates }: Pick<ProgramComparison, 'verdict' | 'rates' | 'interval' | 'gates'>,
  { verb }: EventWords,
): string {
  if (verdict === 'not_comparable' || !rates || !interval) {
    const failed = failedGates(gates);
    return `Not comparable. ${failed.length > 0 ? failed.map(describeGate).join(' ') : 'The interval could not be worked out.'}`;
  }
  const { lower, upper } = interval;
  if (verdict === 'undecided') {
    const digits = digitsFor(lower, upper);
    const part = (share: number, word: string): string => `a ${word} of ${formatHundredths(Math.abs(share), digits)}`;
    return `The figures are compatible with ${part(lower, 'fall')} and ${part(upper, 'rise')} per 100. More people would be needed to tell. This does not show that the program has no effect.`;
  }
  const digits = digitsFor(lower, upper, rates.difference);
  const [treated, comparison] = [rates.treated, rates.comparison].map((rate) => formatHundredths(rate, digits));
  const numbers = `${treated} of 100 against ${comparison} (difference ${formatPointsNumber(rates.difference, digits)}, ${intervalWords(formatPointsNumber(lower, digits), formatPointsNumber(upper, digits))})`;
  return `People who took part ${verb} ${verdict === 'lower' ? 'less' : 'more'} often than similar people who did not: ${numbers}. ${CAUTION}`;
}

/** What stands in the way. Where nobody is left to compare, the reason for it says it all. */
function failedGates(gates: readonly Gate[]): Gate[] {
  const failed = gates.filter(({ passed }) => !passed);
  const nobody = failed.find(
    ({ gate, value }) =>
      gate === 'exposure_before_release' ||
      (gate === 'follow_up' && value === null) ||
      (gate === 'treated' && value === 0),
  );
  return nobody ? [nobody] : failed;
}

/** Whole numbers of a hundred, unless a limit would then read as nothing, or as the other one. */
function digitsFor(lower: number, upper: number, difference = lower): number {
  const nothing = [lower, upper, difference].some((share) => share !== 0 && formatHundredths(Math.abs(share)) === '0');
  return nothing || formatHundredths(lower) === formatHundredths(upper) ? 1 : 0;
}

/** A gate as a sentence: what was asked, what was found. */
export function describeGate({ gate, value, passed }: Gate): string {
  const found = value ?? 0;
  switch (gate) {
    case 'exposure_before_release':
      if (value === null) {
        return 'The file does not say when people took part: people who returned at once could not have taken part afterwards, and comparing them would credit the program with the time they did not return. A source can declare that taking part ended before release.';
      }
      return passed
        ? 'Taking part ended before release.'
        : `Taking part went on after release, or began there, for ${formatPercent(found, 0)} of those who took part: people who returned at once could not have taken part for long, and comparing them would credit the program with the time they did not return.`;
    case 'follow_up':
      if (value === null) {
        return passed
          ? 'Nobody took part, so there is nobody to follow.'
          : 'Nobody was released long enough ago to have been followed to the end.';
      }
      return passed
        ? 'Everybody was followed to the end.'
        : `Somebody was followed for ${formatNumber(found)} days only.`;
    case 'event_day':
      return `For ${formatNumber(found)} people the file says that the event came, but not when: whether it came within the time asked about is not known.`;
    case 'treated':
      return `${found === 0 ? 'Nobody' : `${formatNumber(found)} people`} took part; at least ${gateBounds.treated} are needed.`;
    case 'overlap':
      if (value === null) return 'The chance of taking part could not be worked out.';
      return `For ${formatPercent(found, 0)} of the people, both taking part and not taking part were possible (a chance from 5 to 95\u202f%); at least ${formatPercent(gateBounds.overlap, 0)} is needed.`;
    case 'balance':
      if (value === null) return 'The groups could not be made alike.';
      return `After weighting, the groups differ by up to ${formatNumber(found, 2)} standard deviations in what is recorded; at most ${formatNumber(gateBounds.imbalance, 2)} is allowed.`;
    case 'effective_comparison':
      return `Those who did not take part count for as much as ${formatNumber(Math.floor(found))} people after weighting; at least ${gateBounds.effectiveComparison} are needed.`;
  }
}

/** The second estimate in a sentence; null where there is none. */
export function describeDoublyRobust({ doublyRobust }: Pick<ProgramComparison, 'doublyRobust'>): string | null {
  if (!doublyRobust) return null;
  const { difference, lower, upper } = doublyRobust;
  return `Worked out a second way, with the chance of the event fitted too (doubly robust): difference ${formatPointsNumber(difference, 1)} per 100, 95\u202f% interval ${formatPointsNumber(lower, 1)} to ${formatPointsNumber(upper, 1)}.`;
}

/** How much would have to be unrecorded, in a sentence; null where there is no difference to explain. */
export function describeEValue({ eValue, verdict }: Pick<ProgramComparison, 'eValue' | 'verdict'>): string | null {
  if (!eValue || (verdict !== 'lower' && verdict !== 'higher')) return null;
  const ratio = (value: number): string => formatNumber(value, 1);
  return `Something not recorded would explain the difference away if it went with both taking part and the event by a ratio of ${ratio(eValue.estimate)} each, beyond what is recorded; by ${ratio(eValue.limit)} the interval would reach no difference (E-value).`;
}

/** A gate's name in a table. */
export const gateLabels: Readonly<Record<Gate['gate'], string>> = {
  exposure_before_release: 'Took part before release only',
  follow_up: 'Followed to the end',
  event_day: 'Known when the event came',
  treated: 'Enough took part',
  overlap: 'Both were possible',
  balance: 'Alike in what is recorded',
  effective_comparison: 'Enough to compare with',
};
