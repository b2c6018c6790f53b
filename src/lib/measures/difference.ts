import { compareRates } from '../analysis/rate-difference.ts';
import { intervalWords } from '../format/interval.ts';
import { formatChange, formatNumber, roundTo } from '../format/number.ts';
import { formatPoints } from '../format/share.ts';
import type { FigureSpec } from './figure.ts';
import type { MeasureFigure } from './measure-figure.ts';
import { shareDifference } from './share-difference.ts';

/** One figure against another: the first less the second. */
export interface FigureDifference {
  /** On the scale of the figures; null where one of them is not there. */
  readonly difference: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** In words, with its interval and whether it is within usual variation; why there is none. */
  readonly text: string;
}

const none = (text: string): FigureDifference => ({ difference: null, lower: null, upper: null, text });

/**
 * The difference of two figures of one measure. Shares by Newcombe, rates by the exact Poisson limits of each; amounts,
 * averages and counts have a plain difference, as nothing says how much of it is chance. A figure that is not there has no difference: a
 * change needs both its ends.
 */
export function figureDifference(spec: FigureSpec, first: MeasureFigure, second: MeasureFigure): FigureDifference {
  if (first.missing || second.missing) return none('no comparison: one has no figure');
  if (first.value === null || second.value === null) return none('no comparison: too few for a rate');
  switch (spec.kind) {
    case 'share': {
      const part = ({ n, d }: MeasureFigure) => ({ n: n ?? 0, d: d ?? 0 });
      return shareDifference(part(first), part(second)) ?? none('no comparison: one has no figure');
    }
    case 'rate': {
      const compared = compareRates(first.n ?? 0, first.d ?? 0, second.n ?? 0, second.d ?? 0);
      if (!compared) return none('no comparison: one has no figure');
      const scaled = (value: number) => value * 100;
      const { lower, upper } = compared.differenceLimits;
      const usual = lower <= 0 && upper >= 0 ? ', within usual variation' : '';
      const times =
        compared.ratio === null
          ? ''
          : `; ${formatNumber(compared.ratio.ratio, 2)} times as many (${formatNumber(compared.ratio.lower, 2)} to ${formatNumber(compared.ratio.upper, 2)})`;
      return {
        difference: scaled(compared.difference),
        lower: scaled(lower),
        upper: scaled(upper),
        text: `${formatChange(scaled(compared.difference), 1)} per 100 (${intervalWords(bound(scaled(lower)), bound(scaled(upper)))})${usual}${times}`,
      };
    }
    case 'expected':
      return betweenRatios(first, second);
    case 'ratio':
      return plain(first.value - second.value, formatPoints(first.value - second.value, 1));
    case 'number': {
      const difference = first.value - second.value;
      const decimals = spec.decimals ?? (Math.abs(difference) < 10 && !Number.isInteger(difference) ? 1 : 0);
      const noun = spec.noun === undefined || roundTo(difference, decimals) === 0 ? '' : ` ${spec.noun}`;
      return plain(difference, `${formatChange(difference, decimals)}${noun}`);
    }
  }
}

/**
 * The difference of two multiples of what was expected, with limits by adding the squares of theirs (Zou & Donner 2008,
 * Statistics in Medicine 27, 1693–1702).
 */
function betweenRatios(first: MeasureFigure, second: MeasureFigure): FigureDifference {
  // The whole agency came as expected, whatever came: its own rates are what is expected.
  if (isItsOwnMeasure(first) && isItsOwnMeasure(second))
    return none('no comparison: the agency is what places are held against');
  const [one, other] = [first.value ?? 0, second.value ?? 0];
  const difference = one - other;
  const lower = difference - Math.hypot(one - (first.lower ?? one), (second.upper ?? other) - other);
  const upper = difference + Math.hypot((first.upper ?? one) - one, other - (second.lower ?? other));
  const usual = lower <= 0 && upper >= 0 ? ', within usual variation' : '';
  const limits = intervalWords(bound(lower, 2), bound(upper, 2));
  return { difference, lower, upper, text: `${formatChange(difference, 2)} (${limits})${usual}` };
}

function plain(difference: number, text: string): FigureDifference {
  return { difference, lower: null, upper: null, text };
}

const isItsOwnMeasure = ({ value, lower, upper }: MeasureFigure) => value === 1 && lower === 1 && upper === 1;

function bound(value: number, decimals = 1): string {
  const text = formatChange(value, decimals);
  return text === 'no change' ? '0' : text;
}
