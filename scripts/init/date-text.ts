import { sentinelDays, sentinelYears } from '../../data/contract/plausibility.ts';
import type { DateForm, FoundValue } from './found.ts';

/** What a column of text says of the form of its dates. */
export type DateText =
  | { kind: 'year first' | 'one form'; form: DateForm; why: string; never: string[]; odd: FoundValue[] }
  | { kind: 'ambiguous'; forms: [DateForm, DateForm]; example: string; never: string[]; odd: FoundValue[] };

interface Shape {
  pattern: RegExp;
  /** The forms it can be, by the numbers in it. */
  formats(mark: string, year: string): string[];
}

const shapes: readonly Shape[] = [
  { pattern: /^\d{4}-\d{2}-\d{2}/, formats: () => ['%Y-%m-%d'] },
  { pattern: /^(?<year>(?:1[89]|[2-9]\d)\d{2})(?:0\d|1[0-2])(?:[0-2]\d|3[01])$/, formats: () => ['%Y%m%d'] },
  {
    pattern: /^(?<first>\d{1,2})(?<mark>[-/.])(?<second>\d{1,2})\k<mark>(?<year>\d{4}|\d{2})(?!\d)/,
    formats: (mark, year) => [`%m${mark}%d${mark}${year}`, `%d${mark}%m${mark}${year}`],
  },
  {
    pattern: /^\d{1,2}(?<mark>[- ])[A-Za-z]{3}\k<mark>(?<year>\d{4}|\d{2})(?!\d)/,
    formats: (mark, year) => [`%d${mark}%b${mark}${year}`],
  },
  { pattern: /^[A-Za-z]{3} \d{1,2}, (?<year>\d{4})/, formats: () => ['%b %d, %Y'] },
];

/** So many of the values must have one form for a column to hold dates. */
const mostOf = 0.8;

/**
 * Says in which form a column writes its dates, or which two it could be: 03/04/2024 says nothing, 03/25/2024 that the
 * month comes first. Null where it holds no dates.
 */
export function dateTextOf(values: readonly FoundValue[]): DateText | null {
  const all = values.reduce((sum, { rows }) => sum + rows, 0);
  if (all === 0) return null;
  for (const { pattern, formats } of shapes) {
    const fits = values.flatMap((found) => {
      const match = pattern.exec(found.value);
      return match ? [{ found, groups: match.groups ?? {} }] : [];
    });
    if (fits.reduce((sum, { found }) => sum + found.rows, 0) < mostOf * all) continue;
    const { mark = '', year = '' } = mostFrequent(fits.map(({ groups }) => groups));
    const same = fits.filter(
      ({ groups }) => (groups['mark'] ?? '') === mark && (groups['year'] ?? '').length === year.length,
    );
    const possible = formats(mark, year.length === 2 ? '%y' : '%Y');
    const time = timeOf(same.map(({ found }) => found.value));
    const forms = possible.map((format) => ({
      format: format + time,
      pattern: pattern.source.replace(/\(\?<\w+>/g, '('),
    }));
    const odd = values.filter((found) => !same.some((each) => each.found === found)).slice(0, 5);
    const never = same.filter(({ found }) => standsForNone(found.value, possible)).map(({ found }) => found.value);
    const [first, second] = forms;
    if (!first) return null;
    if (!second)
      return {
        kind: first.format.startsWith('%Y-') ? 'year first' : 'one form',
        form: first,
        why: 'no other form fits',
        never,
        odd,
      };
    const beyond = (part: 'first' | 'second') => same.filter(({ groups }) => Number(groups[part]) > 12);
    const [days, months] = [beyond('second'), beyond('first')];
    const proofs = days.length > 0 ? days : months;
    // A date that stands for none is a poor example of how days are written.
    const example = proofs.find(({ found }) => !never.includes(found.value)) ?? proofs[0];
    if (days.length > 0 === months.length > 0 || !example) {
      return { kind: 'ambiguous', forms: [first, second], example: same[0]?.found.value ?? '', never, odd };
    }
    return {
      kind: 'one form',
      form: days.length > 0 ? first : second,
      why: `${example.found.value} can be nothing else`,
      never,
      odd,
    };
  }
  return null;
}

function mostFrequent(groups: readonly Record<string, string>[]): Record<string, string> {
  const counts = new Map<string, { groups: Record<string, string>; count: number }>();
  for (const each of groups) {
    const key = `${each['mark'] ?? ''}${(each['year'] ?? '').length}`;
    const known = counts.get(key);
    if (known) known.count += 1;
    else counts.set(key, { groups: each, count: 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count)[0]?.groups ?? {};
}

/** The time of day behind a date, as most values write it. */
function timeOf(values: readonly string[]): string {
  const times = values.flatMap((value) => /[ T]\d{1,2}:\d{2}(?::\d{2})?( ?[AP]M)?$/i.exec(value) ?? []);
  const [example] = times;
  if (example === undefined || 2 * times.length < values.length) return '';
  const half = /[AP]M$/i.test(example);
  const seconds = /:\d{2}:\d{2}/.test(example) ? ':%S' : '';
  const gap = example.startsWith('T') ? 'T' : ' ';
  return `${gap}${half ? '%I' : '%H'}:%M${seconds}${half ? (/ [AP]M$/i.test(example) ? ' %p' : '%p') : ''}`;
}

/** A date the contract takes for "never" or "unknown": 12/31/9999, 01/01/1900. */
function standsForNone(value: string, formats: readonly string[]): boolean {
  const numbers = value.split(/\D+/).filter(Boolean);
  const whole = /^\d{8}$/.test(value) ? [value.slice(0, 4), value.slice(4, 6), value.slice(6)] : numbers;
  const year = Number(whole.find((part) => part.length === 4) ?? Number.NaN);
  if (year <= sentinelYears.upTo || year >= sentinelYears.from) return true;
  const [month = '', day = ''] = whole.filter((part) => part.length <= 2).map((part) => part.padStart(2, '0'));
  return formats.length > 0 && (sentinelDays as readonly string[]).some((known) => known === `${year}-${month}-${day}`);
}
