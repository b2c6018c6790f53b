import { formatNumber } from '../format/number.ts';
import type { RowOf } from '../questions/index.ts';
import type { CountedRow } from '../questions/casework/case-counts.ts';
import { contextOf, countedRate, figuresOf, type DutyReader } from './coordinator.ts';
import { countDuty, rateDuty, type Duty, type Tally } from './duty.ts';

const reviewNames: readonly [panel: 'operational' | 'program', label: string][] = [
  ['operational', 'Operational reviews'],
  ['program', 'Program reviews of the department'],
];

/** Items of correspondence looked at and not sent back. */
export function acceptedItems(row: CountedRow<'items_checked' | 'items_returned'>): Tally {
  return { count: row.items_checked - row.items_returned, of: row.items_checked };
}

/** Findings whose subject was found in the unit in an earlier quarter: of all subjects together. */
function recurringDuty(reader: DutyReader): Duty {
  const rows = reader.panels.rows('subjects');
  const total = (name: 'again' | 'findings') => rows.reduce((sum, row) => sum + row[name], 0);
  return rateDuty(
    {
      panel: 'subjects',
      label: 'Findings that came again, in the same unit in a later quarter',
      now: { count: total('again'), of: total('findings') },
      none: 'no findings have a subject',
      note: 'eight quarters to the end of the period',
    },
    // Eight quarters overlap the eight compared with.
    { ...reader, comparison: null },
  );
}

/**
 * '3 verified, 2 done and not verified, 1 overdue, 3 open'; without verification on record, '5 done'.
 * @param all says of every state how many, of those with none too
 */
export function actionStates(row: RowOf<'coordinator/corrective-actions'>, { all = true } = {}): string {
  // What nobody supplies is null in an answer, though the question counts it.
  const verified: number | null = row.verified;
  const states: [number, string][] =
    verified === null
      ? [[row.done, 'done']]
      : [
          [verified, 'verified'],
          [row.done, 'done and not verified'],
        ];
  return [...states, [row.overdue, 'overdue'] as const, [row.open, 'open'] as const]
    .filter(([count]) => all || count > 0)
    .map(([count, state]) => `${formatNumber(count)} ${state}`)
    .join(', ');
}

/** Corrective actions done in time, with how all of them stand. */
function actionDuty(reader: DutyReader): Duty {
  const row = reader.panels.rows('actions')[0];
  return rateDuty(
    {
      panel: 'actions',
      label: 'Corrective actions done by the day they were due',
      now: row && { count: row.on_time, of: row.due },
      note: row ? actionStates(row) : '',
    },
    { ...reader, comparison: null },
  );
}

/**
 * Reviews, closures and correspondence.
 * @param recorded whether findings have subjects, and whether corrective actions are recorded: nothing is said otherwise
 */
export function reviewDuties(reader: DutyReader, recorded: { subjects: boolean; actions: boolean }): Duty[] {
  return [
    ...reviewNames.map(([panel, label]) => {
      const row = reader.panels.rows(panel)[0];
      const duty = rateDuty(
        {
          ...figuresOf(reader, panel, (review) => ({ count: review.repeat_findings, of: review.reviews })),
          label: `${label} with a repeat finding`,
          none: 'no reviews were held',
          note: row && row.reviews > 0 ? `${formatNumber(row.findings)} with a finding` : '',
        },
        contextOf(reader, panel),
      );
      return { ...duty, part: true as const, only: `check_source=${panel}_review` };
    }),
    ...(recorded.subjects ? [recurringDuty(reader)] : []),
    ...(recorded.actions ? [actionDuty(reader)] : []),
    countedRate(reader, 'closures', 'Findings closed by the day they were due', 'on_time', 'due'),
    {
      ...countDuty(
        {
          ...figuresOf(reader, 'closures', (row) => ({ count: row.open_overdue, of: row.due })),
          label: 'Findings still open past their day',
          noun: 'due to be closed',
        },
        contextOf(reader, 'closures'),
      ),
      part: true,
    },
    rateDuty(
      {
        ...figuresOf(reader, 'correspondence', acceptedItems),
        label: 'Correspondence accepted on first pass',
        none: 'none was looked at',
      },
      contextOf(reader, 'correspondence'),
    ),
  ];
}
