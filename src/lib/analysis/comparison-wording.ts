/**
 * What a comparison says, in words: where a figure lies among its limits, what it rests on, and how many were made.
 * Never an adjective about a person, a rank or a judgement; every sentence is about a figure.
 */
import type { UnitComparison, FunnelPosition } from './funnel.ts';
import type { ProcessLimits } from './process-limits.ts';
import type { Difference } from './proportion.ts';
import { intervalWords } from '../format/interval.ts';
import { formatChange, formatNumber } from '../format/number.ts';
import { formatQuantity } from '../format/quantity.ts';
import { formatPoints } from '../format/share.ts';

const LIMITS: Readonly<Record<Exclude<FunnelPosition, 'within'>, string>> = {
  above: 'above the 95\u202f% limit',
  below: 'below the 95\u202f% limit',
  'far-above': 'above the 99.8\u202f% limit',
  'far-below': 'below the 99.8\u202f% limit',
};
const FEW_BY_CHANCE = 0.5;
const CARDINALS = ['no', 'one', 'two', 'three', 'four'] as const;

/** 'within the limits for 74 due', 'below the 95 % limit for 74 due'. */
export function describePosition(position: FunnelPosition, due: number): string {
  return `${position === 'within' ? 'within the limits' : LIMITS[position]} for ${formatNumber(due)} due`;
}

/** 'pooled over four quarters'. */
export function describePooling(quarters: number): string {
  return `pooled over ${CARDINALS[quarters] ?? formatNumber(quarters)} ${quarters === 1 ? 'quarter' : 'quarters'}`;
}

/**
 * What goes under a funnel: how many comparisons, how many of them chance alone puts beyond the limits, how many are
 * signals, whether the limits were widened, and who is not compared.
 */
export function comparisonNotes({ comparisons, units, dispersion, tooFew }: UnitComparison): string[] {
  if (comparisons === 0) return ['No comparison: too few were due.'];
  const chance = comparisons * 0.05;
  const expected = chance < FEW_BY_CHANCE ? 'fewer than one' : `about ${formatNumber(chance)}`;
  const signals = units.filter(({ signal }) => signal).length;
  const notes = [
    `${formatQuantity(comparisons, 'comparison')} made at once; ${expected} would lie beyond the 95\u202f% limits by chance alone.`,
    signals === 0
      ? 'None is a signal at a false discovery rate of 5\u202f%.'
      : `${signals === 1 ? '1 is a signal' : `${formatNumber(signals)} are signals`} at a false discovery rate of 5\u202f%.`,
  ];
  if (dispersion.tau2 > 0) notes.push('The limits are widened: the figures differ by more than chance explains.');
  if (tooFew.length > 0) notes.push(`${formatNumber(tooFew.length)} not compared: too few were due.`);
  return notes;
}

/** 'Within usual variation of 24 months', 'Below the limits in Mar 2026; 8 months together below the others, …'. */
export function describeSeries({ reasons }: Pick<ProcessLimits, 'reasons'>): string {
  const text = reasons.join('; ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * '+4 points (95 % interval −6 to +14), within usual variation', the last when the interval holds no change at all.
 * 'no data' for null: a change needs both its ends.
 */
export function describeChange(change: Difference | null, decimals = 0): string {
  if (!change) return 'no data';
  const { difference, lower, upper } = change;
  const bound = (share: number): string => {
    const text = formatChange(share * 100, decimals);
    return text === 'no change' ? '0' : text;
  };
  const usual = lower <= 0 && upper >= 0 ? ', within usual variation' : '';
  return `${formatPoints(difference, decimals)} (${intervalWords(bound(lower), bound(upper))})${usual}`;
}
