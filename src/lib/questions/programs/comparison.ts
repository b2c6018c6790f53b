import {
  compareProgram,
  type ComparisonInput,
  type ProgramComparison,
  type Verdict,
} from '../../analysis/program-comparison/comparison.ts';
import { usualBootstrap, type BootstrapOptions } from '../../analysis/program-comparison/bootstrap.ts';
import { describeGate, describeProgram } from '../../analysis/program-comparison/wording.ts';
import { numberOrNull, type RawRow } from '../../engine/engine.ts';
import { dimensionIds, type DimensionId, releaseGroups } from '../dimensions.ts';
import { defaultHorizon } from '../recidivism/offered-events.ts';
import { eventOf, eventParameter, outcomeOf, recordLag } from '../recidivism/outcome.ts';
import { eventColumns } from '../recidivism/outcome-columns.ts';
import { agencyPart } from '../population/stock-sql.ts';
import { ofProgram, programParameters } from './enrollments.ts';
import { levelsOf, patternOf, recordedOf } from '../patterns.ts';
import { question, type Request, type Statement } from '../question.ts';
import { cohortParameter, isClustered, releases, unitParameter } from '../recidivism/releases.ts';
import { raw, sql, statement, type Sql } from '../sql.ts';
import { releaseScopes } from '../scope.ts';

/**
 * What the chance of taking part may depend on: what was recorded of a person before release. The institution only
 * where it can be told apart from taking part: the analysis decides.
 */
export const covariates = [
  'age_at_release',
  'sex',
  'risk_level',
  'offense_category',
  'prior_stays',
  'months_served',
  'release_type',
  'region_id',
  'cohort_year',
  'facility_id',
] as const satisfies readonly DimensionId[];

/** The two lines of a comparison: everybody who began, and those of them who completed. */
export type ComparedLine = 'started' | 'completed';

/** Rows of the comparison as counted by the engine: what the analysis in the worker starts from. */
export interface CountedComparison {
  readonly rows: readonly RawRow[];
  readonly account: RawRow | undefined;
  readonly horizon: number;
}

/** Who was compared, and who was left out of it and why: submitted → analysed. */
export interface ComparisonAccount {
  /** Releases of the scope, filters and cohorts asked for. */
  released: number;
  /** Of them, people who began the program. */
  exposed: number;
  /** Of those, people whose part went on after release, or began there. */
  exposed_after: number;
  /** Of the exposed, people of whom nothing says when they took part. */
  exposed_undated: number;
  /** Released too short a time ago to be followed to the horizon. */
  not_followed: number;
  /** Released from where, or in a year in which, nobody took part. */
  elsewhere: number;
  first_cohort: number | null;
  last_cohort: number | null;
}

export function horizonOf(request: Request): number {
  return Number(request.params.horizon ?? defaultHorizon);
}

/** Covariates that differ at all among the people of the dataset. */
export const recordedCovariates = ({ dataset }: Request): DimensionId[] => recordedOf(covariates, dataset);

/** Everybody a comparison is about, with what they took part in, and where and when anybody did. */
function placed(request: Request): { tables: Sql; rows: Sql } {
  const needed = horizonOf(request) + recordLag(request);
  return {
    tables: sql`
      part AS (
        SELECT release_no, bool_or(completed) AS completed, bool_or(goes_on) AS goes_on
        FROM program_part
        WHERE ${ofProgram(request)}
        GROUP BY 1
      ),
      offered AS (
        SELECT DISTINCT facility_id AS place, cohort_year AS year
        FROM (SELECT * FROM release_compared WHERE ${releases(request, 'release_compared')}) SEMI JOIN part USING (release_no)
      )`,
    // Never a table of its own: only the columns in use are read.
    rows: sql`
      SELECT released.*, part.release_no IS NOT NULL AS began, coalesce(completed, false) AS completed,
        coalesce(goes_on, false) AS goes_on, release_no IN (SELECT release_no FROM part WHERE goes_on IS NULL) AS undated_part,
        cohort_followed >= ${needed} AS followed, year IS NOT NULL AS offered
      FROM (SELECT * FROM release_compared WHERE ${releases(request, 'release_compared')}) AS released
      LEFT JOIN part USING (release_no)
      LEFT JOIN offered ON year = cohort_year AND place IS NOT DISTINCT FROM facility_id`,
  };
}

export function comparisonStatements(request: Request): Statement[] {
  const horizon = horizonOf(request);
  const lag = recordLag(request);
  const { seen, day } = eventColumns(request);
  const recorded = recordedCovariates(request);
  const { tables, rows } = placed(request);
  const person = raw(isClustered(request) ? 'person_no' : 'NULL');
  // Put together once a group, not once a person.
  return [
    statement(sql`
      WITH ${tables}
      SELECT ${patternOf(recorded)} AS pattern, part, day, undated, person, followed, people
      FROM (
        SELECT ${raw(recorded.map((id) => `${id}, `).join(''))}CASE WHEN completed THEN 2 WHEN began THEN 1 ELSE 0 END AS part,
          CASE WHEN ${seen} AND ${day} < ${horizon} THEN ${day} WHEN ${seen} AND ${day} IS NULL AND days_followed <= ${horizon} THEN 0 END AS day,
          (${seen} AND ${day} IS NULL)::BOOLEAN AS undated, ${person}::INTEGER AS person,
          min(coalesce(days_followed, cohort_followed) - ${lag})::DOUBLE AS followed, count(*)::INTEGER AS people
        FROM (${rows})
        WHERE followed AND offered AND NOT goes_on
        GROUP BY ALL
      )
      ORDER BY 1, 2, 3, 4, 5`),
    statement(sql`
      WITH ${tables}
      SELECT count(*)::INTEGER AS released, (count(*) FILTER (began))::INTEGER AS exposed,
        (count(*) FILTER (goes_on))::INTEGER AS exposed_after, (count(*) FILTER (undated_part))::INTEGER AS exposed_undated,
        (count(*) FILTER (NOT followed))::INTEGER AS not_followed,
        (count(*) FILTER (followed AND NOT offered))::INTEGER AS elsewhere,
        (min(cohort_year) FILTER (followed AND offered))::INTEGER AS first_cohort,
        (max(cohort_year) FILTER (followed AND offered))::INTEGER AS last_cohort
      FROM (${rows})`),
  ];
}

export function accountOf(row: RawRow | undefined): ComparisonAccount {
  const count = (name: string) => Number(row?.[name] ?? 0);
  const year = (name: string) => numberOrNull(row?.[name]);
  return {
    released: count('released'),
    exposed: count('exposed'),
    exposed_after: count('exposed_after'),
    exposed_undated: count('exposed_undated'),
    not_followed: count('not_followed'),
    elsewhere: count('elsewhere'),
    first_cohort: year('first_cohort'),
    last_cohort: year('last_cohort'),
  };
}

/** The counted rows as the analysis takes them. People who began and did not complete are in neither group of the second line. */
export function comparisonInput(
  { rows, account, horizon }: CountedComparison,
  names: readonly string[],
  line: ComparedLine,
): ComparisonInput {
  const { exposed, exposed_after, exposed_undated } = accountOf(account);
  const institution = names.indexOf('facility_id');
  const kept = line === 'started' ? rows : rows.filter((row) => Number(row.part) !== 1);
  return {
    rows: kept.map((row) => ({
      levels: levelsOf(String(row.pattern), names.length),
      treated: Number(row.part) > 0,
      count: Number(row.people),
      day: row.day === null ? null : Number(row.day),
      undated: row.undated === true && row.day === null,
      followed: Number(row.followed),
      person: numberOrNull(row.person),
    })),
    covariates: names,
    horizon,
    exposed,
    exposedAfter: exposed_after,
    exposedUndated: exposed_undated,
    institution: institution < 0 ? null : institution,
  };
}

export interface ComparisonRow extends ComparisonAccount {
  line: ComparedLine;
  gate: string | null;
  passed: boolean | null;
  value: number | null;
  required: number | null;
  treated: number | null;
  comparison: number | null;
  effective_comparison: number | null;
  treated_rate: number | null;
  comparison_rate: number | null;
  difference: number | null;
  lower: number | null;
  upper: number | null;
  robust_difference: number | null;
  robust_lower: number | null;
  robust_upper: number | null;
  e_value: number | null;
  e_value_limit: number | null;
  institution: boolean | null;
  verdict: Verdict | null;
  words: string;
}

const lines: readonly ComparedLine[] = ['started', 'completed'];

/** The rows of an answer: every gate, then the result, of each line. */
export function comparisonRows(
  line: ComparedLine,
  found: ProgramComparison,
  account: ComparisonAccount,
  verb: string,
): ComparisonRow[] {
  const empty = {
    ...account,
    line,
    gate: null,
    passed: null,
    value: null,
    required: null,
    treated: null,
    comparison: null,
    effective_comparison: null,
    treated_rate: null,
    comparison_rate: null,
    difference: null,
    lower: null,
    upper: null,
    robust_difference: null,
    robust_lower: null,
    robust_upper: null,
    e_value: null,
    e_value_limit: null,
    institution: null,
    verdict: null,
  };
  return [
    ...found.gates.map((gate) => ({ ...empty, ...gate, words: describeGate(gate) })),
    {
      ...empty,
      treated: found.treated,
      comparison: found.comparison,
      effective_comparison: found.effectiveComparison,
      treated_rate: found.rates?.treated ?? null,
      comparison_rate: found.rates?.comparison ?? null,
      difference: found.rates?.difference ?? null,
      lower: found.interval?.lower ?? null,
      upper: found.interval?.upper ?? null,
      robust_difference: found.doublyRobust?.difference ?? null,
      robust_lower: found.doublyRobust?.lower ?? null,
      robust_upper: found.doublyRobust?.upper ?? null,
      e_value: found.eValue?.estimate ?? null,
      e_value_limit: found.eValue?.limit ?? null,
      institution: found.rates ? found.institution : null,
      verdict: found.verdict,
      words: describeProgram(found, { verb }),
    },
  ];
}

export const programComparison = question({
  id: 'programs/comparison',
  title: 'Outcome comparison of a program',
  description:
    'People who took part against people like them who did not, weighted by the odds of taking part (average effect on those who took part), with bootstrap limits of the whole procedure. First everybody who began, then, as a second line, those who completed. Unless every gate is passed there is no figure.',
  columns: [
    { name: 'line', kind: 'text', meaning: 'started: everybody who began; completed: only those who completed' },
    { name: 'gate', kind: 'text', meaning: 'Condition of a comparison; null in the row of the result' },
    { name: 'passed', kind: 'text', meaning: 'Whether it holds' },
    { name: 'value', kind: 'number', meaning: 'What was found' },
    { name: 'required', kind: 'number', meaning: 'What was asked' },
    { name: 'treated', kind: 'count', meaning: 'People compared who took part' },
    { name: 'comparison', kind: 'count', meaning: 'People compared who did not' },
    { name: 'effective_comparison', kind: 'number', meaning: 'As many as those who did not count for after weighting' },
    { name: 'treated_rate', kind: 'share', meaning: 'Share with the event among those who took part' },
    { name: 'comparison_rate', kind: 'share', meaning: 'Among people like them who did not' },
    { name: 'difference', kind: 'share', meaning: 'First less second' },
    { name: 'lower', kind: 'share', meaning: 'Lower 95 % limit (bootstrap, 500 draws)' },
    { name: 'upper', kind: 'share', meaning: 'Upper 95 % limit (bootstrap, 500 draws)' },
    {
      name: 'robust_difference',
      kind: 'share',
      meaning: 'Difference worked out a second way, with the chance of the event fitted too (doubly robust)',
    },
    { name: 'robust_lower', kind: 'share', meaning: 'Lower 95 % limit of it' },
    { name: 'robust_upper', kind: 'share', meaning: 'Upper 95 % limit of it' },
    {
      name: 'e_value',
      kind: 'number',
      meaning:
        'Ratio by which something not recorded would have to go with both taking part and the event to explain the difference away',
    },
    { name: 'e_value_limit', kind: 'number', meaning: 'The same for the limit nearer to no difference' },
    { name: 'institution', kind: 'text', meaning: 'Whether the institution is accounted for; null: there is one only' },
    { name: 'verdict', kind: 'text', meaning: 'lower, higher, undecided or not_comparable' },
    { name: 'words', kind: 'text', meaning: 'The same as a sentence' },
    { name: 'released', kind: 'count', meaning: 'Releases of the scope and filters' },
    { name: 'exposed', kind: 'count', meaning: 'Of them, people who began the program' },
    { name: 'exposed_after', kind: 'count', meaning: 'Of those, people whose part went on after release: left out' },
    { name: 'exposed_undated', kind: 'count', meaning: 'Of those, people of whom nothing says when they took part' },
    { name: 'not_followed', kind: 'count', meaning: 'Released too short a time ago: left out' },
    { name: 'elsewhere', kind: 'count', meaning: 'Released where or when nobody took part: left out' },
    { name: 'first_cohort', kind: 'count', meaning: 'First year of release compared' },
    { name: 'last_cohort', kind: 'count', meaning: 'Last year of release compared' },
  ],
  parameters: [
    ...programParameters,
    eventParameter,
    { name: 'horizon', kind: 'integer', meaning: `Days after release (default ${defaultHorizon}, three years)` },
    unitParameter,
    cohortParameter,
    { name: 'draws', kind: 'integer', meaning: 'Draws of the bootstrap (default 500)' },
  ],
  by: [],
  filters: dimensionIds.filter((id) => (releaseGroups as readonly string[]).includes(id)),
  scopes: releaseScopes,
  needs: () => [...agencyPart('release_compared'), ...agencyPart('program_part')],
  statements: comparisonStatements,
  rows([rows = [], accounts = []], request): ComparisonRow[] {
    const account = accounts[0];
    const names = recordedCovariates(request);
    const counted = { rows, account, horizon: horizonOf(request) };
    const options: BootstrapOptions = {
      ...usualBootstrap,
      draws: Number(request.params.draws ?? usualBootstrap.draws),
    };
    const { verb } = outcomeOf(eventOf(request));
    return lines.flatMap((line) =>
      comparisonRows(line, compareProgram(comparisonInput(counted, names, line), options), accountOf(account), verb),
    );
  },
});
