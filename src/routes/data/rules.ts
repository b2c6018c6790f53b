import { own } from '$lib/analysis/own.ts';
import type { RuleReport, TableReport } from '$lib/export/manifest.ts';

/** What a rule found in a table, and what it means for the figures. */
export interface FoundRule extends RuleReport {
  table: string;
  action: string;
  follows: string;
}

/** Rules of a table that compare with something the agency has not supplied. */
export interface NotTried {
  table: string;
  lacks: string;
  rules: string;
}

/**
 * Rows left out of every figure, values set aside, and rows kept although they are doubtful.
 * @param kept what the rules say follows for the rows they keep
 */
export function rowsLeftOut(tables: readonly TableReport[], kept: readonly string[]): FoundRule[] {
  return tables.flatMap(({ name, rules, cleared, noted = [] }) => [
    ...rules.map((rule) => ({ ...rule, table: name, action: 'Row not loaded', follows: refusedMeans(name, rule) })),
    ...cleared.map((rule) => ({
      ...rule,
      table: name,
      action: 'Value left empty',
      follows: 'The row counts; the value is not recorded.',
    })),
    ...noted.map((rule) => ({
      ...rule,
      table: name,
      action: 'Row kept and counted',
      ...keptMeans(rule.meaning, kept),
    })),
  ]);
}

/** What follows is said by the rule itself, behind what it found; where it says nothing, the row counts like any. */
function keptMeans(meaning: string, kept: readonly string[]): { meaning: string; follows: string } {
  const follows = kept.find((sentence) => meaning.endsWith(` ${sentence}`));
  if (follows === undefined) return { meaning, follows: 'In the figures.' };
  return { meaning: meaning.slice(0, -follows.length).trim(), follows };
}

/** What a refused row would have changed where a reader could count it by another rule than ours. */
const refusals: Readonly<Record<string, string>> = {
  'stay release_date after_as_of':
    'By its own dates the person is in custody on the as-of date: in no count of people in custody, nor of those past their projected release.',
  'stay admission_date required': 'The person is in no count of people in custody for this stay.',
  'stay person_id reference': 'The stay is in no count of people in custody, and its tasks and placements with it.',
  'placement stay_id reference': 'There is no stay to place.',
  'placement start_date overlap': 'The person is where the earlier placement says.',
};

function refusedMeans(table: string, { rule, column, again }: RuleReport): string {
  if (again) return 'Nothing is lost: the row says again what another says.';
  return own(refusals, `${table} ${column} ${rule}`) ?? 'In no figure.';
}

export function rulesNotTried(tables: readonly TableReport[]): NotTried[] {
  return tables.flatMap(({ name, untried = [] }) => {
    const byLack = new Map<string, string[]>();
    for (const { lacks, meaning } of untried) {
      const key = lacks.join(', ');
      byLack.set(key, [...(byLack.get(key) ?? []), meaning]);
    }
    return [...byLack].map(([lacks, rules]) => ({ table: name, lacks, rules: [...new Set(rules)].join(' ') }));
  });
}
