import { own } from '../analysis/own.ts';
import { baseline, notRecorded, type Scenario } from './scenario.ts';

/** Largest change that can be asked for, percent and months. */
export const maxPercent = 100;
export const maxMonths = 24;

/** A scenario as texts, with what is left as it is left out: `{ admissions: 'all:10', start: '7' }`. */
export function scenarioTexts(scenario: Scenario): Record<string, string> {
  const list = (changes: Readonly<Record<string, number>>) =>
    Object.entries(changes)
      .filter(([, percent]) => percent !== 0)
      .map(([name, percent]) => `${encodeURIComponent(name)}:${percent}`)
      .join(',');
  const all = {
    admissions: list(scenario.admissions),
    returns: scenario.returns === 0 ? '' : String(scenario.returns),
    stays: list(scenario.stays),
    staymonths: scenario.stayMonths === 0 ? '' : String(scenario.stayMonths),
    start: scenario.start === 1 ? '' : String(scenario.start),
    retroactive: scenario.retroactive ? 'yes' : '',
  };
  return Object.fromEntries(Object.entries(all).filter(([, text]) => text !== ''));
}

/** Reads a scenario back. What cannot be read or goes too far is an error in a sentence. */
export function readScenario(
  texts: Readonly<Record<string, string | number | undefined>>,
): Scenario | { error: string } {
  const text = (name: string) => String(own(texts, name) ?? '');
  const admissions = readList('admissions', text('admissions'));
  if ('error' in admissions) return admissions as { error: string };
  const stays = readList('stays', text('stays'));
  if ('error' in stays) return stays as { error: string };
  const returns = readNumber('returns', text('returns'), maxPercent);
  if (typeof returns === 'object') return returns;
  const stayMonths = readNumber('staymonths', text('staymonths'), maxMonths);
  if (typeof stayMonths === 'object') return stayMonths;
  const start = text('start') === '' ? 1 : Number(text('start'));
  if (!Number.isInteger(start) || start < 1 || start > 60)
    return { error: `start must be a month ahead, 1 to 60, not “${text('start')}”.` };
  const retroactive = text('retroactive');
  if (!['', 'yes', 'no'].includes(retroactive))
    return { error: `retroactive must be yes or no, not “${retroactive}”.` };
  return { ...baseline, admissions, stays, returns, stayMonths, start, retroactive: retroactive === 'yes' };
}

function readList(name: string, text: string): Record<string, number> | { error: string } {
  const changes: [string, number][] = [];
  for (const part of text.split(',').filter(Boolean)) {
    const [key = '', percent = ''] = part.split(':');
    const value = readNumber(name, percent, maxPercent);
    const of = decoded(key);
    if (typeof value === 'object' || of === null || of === '' || percent === '') {
      return {
        error: `${name} must be NAME:PERCENT pairs such as all:10 or drug:-5, not “${part}”; changes go from −${maxPercent} to ${maxPercent} %.`,
      };
    }
    changes.push([of, value]);
  }
  return Object.fromEntries(changes);
}

function readNumber(name: string, text: string, most: number): number | { error: string } {
  const value = text === '' ? 0 : Number(text.replace('−', '-'));
  if (!Number.isFinite(value) || Math.abs(value) > most)
    return { error: `${name} must be a number from −${most} to ${most}, not “${text}”.` };
  return value;
}

/** A text of a link as it was before; null where it is no such text. */
export function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/**
 * Names a scenario speaks of that the agency does not record: nothing would change, and nobody would know why.
 * @param known recorded admission types and offenses; null stands for not recorded
 */
export function unknownNames(
  { admissions, stays }: Scenario,
  known: { types: readonly (string | null)[]; offenses: readonly (string | null)[] },
): string | null {
  for (const [what, changes, values] of [
    ['admission type', admissions, [...known.types, 'moved_in']],
    ['offense', stays, known.offenses],
  ] as const) {
    const names = ['all', ...values.map((value) => value ?? notRecorded)];
    const unknown = Object.keys(changes).find((name) => !names.includes(name));
    if (unknown !== undefined) return `There is no ${what} “${unknown}”. Recorded are ${names.join(', ')}.`;
  }
  return null;
}
