import { addDays } from '../../calendar/date.ts';
import { caseGroups, eventWindow, within } from '../casework/case-counts.ts';
import { directionOf, directions } from '../casework/classification.ts';
import { typeOf } from '../casework/completion.ts';
import { addCounts, dueWithin, ofType } from '../casework/due.ts';
import { staffDimensions } from '../casework/expertise.ts';
import { inheritedGroups } from '../casework/inherited.ts';
import { checklist, followUpGroups, outcomes } from '../coordinator/release.ts';
import type { DimensionId } from '../dimensions.ts';
import { coveredWindow, facilityParts } from '../population/stock-sql.ts';
import { and, chosenRows, isOneOf, sql, statement } from '../sql.ts';
import { taskTypes } from '../../../../data/contract/task-types.ts';
import { itemOf, textOf, type Item, type RowList } from './row.ts';

/** The lists that are told by SQL of their own, with the windows, places and conditions of the question that counts. */

/** What the rows of work due are told apart by. */
const dueBy = [...caseGroups, 'task_type', 'element'] as const satisfies readonly DimensionId[];

/** Kinds of work that are counted by month, and never told task by task. */
const unlisted = taskTypes.flatMap(({ id, countedOnly }) => (countedOnly ? [id] : []));

/** What fell due and how it was counted, with the rule and the dates that made it due. */
export const dueList: RowList = {
  question: 'casework/timeliness',
  part: 'on_time',
  whole: 'due',
  by: dueBy,
  needs: (request) => ['due_row', 'timeliness_day'].flatMap((mart) => facilityParts(mart, request)),
  statements(request) {
    const chosen = and(
      dueWithin('timeliness_day', coveredWindow(request)),
      chosenRows(request, dueBy),
      ofType(request),
    );
    return [
      statement(sql`
      SELECT task_key AS task_id, stay_key AS stay_id, facility_id, unit_id, staff_id, task_type AS what,
        CAST(due_date AS VARCHAR) AS date, CAST(completed_date AS VARCHAR) AS done_date, outcome, reason, 1 AS items,
        CAST(trigger_date AS VARCHAR) AS trigger_date, rule, CAST(rule_from AS VARCHAR) AS rule_from, rule_days, stopped_days,
        moved_days, CAST(our_due AS VARCHAR) AS our_due, case_facility_id
      FROM due_row
      WHERE ${chosen}
      ORDER BY due_row.due_date, task_key`),
      // The rest of what the figure counts, as the figure's own mart tells it.
      statement(sql`
      SELECT facility_id, unit_id, staff_id, task_type AS what, CAST(due_date AS VARCHAR) AS date, outcome, reason,
        sum(tasks)::INTEGER AS items
      FROM timeliness_day
      WHERE ${chosen} AND (${isOneOf('task_type', unlisted)} OR age_status = 'juvenile')
      GROUP BY ALL
      ORDER BY ALL`),
    ];
  },
  items: ([listed = [], counted = []]) =>
    [...listed, ...counted].map((row): Item => {
      const state = row.outcome === 'set_aside' ? `set_aside_${row.reason}` : String(row.outcome);
      return { ...itemOf(row), state, counts: { ...addCounts({ [state]: row.items }) } };
    }),
};

/** Work that came past due with a case, and what became of it. */
export const inheritedList: RowList = {
  question: 'casework/inherited',
  part: 'cleared',
  whole: 'inherited',
  by: inheritedGroups,
  needs: (request) => ['inherited_row', 'inherited_task'].flatMap((mart) => facilityParts(mart, request)),
  statements(request) {
    const chosen = and(within('taken_over', coveredWindow(request)), chosenRows(request, inheritedGroups));
    return [
      statement(sql`
      SELECT stay_key AS stay_id, facility_id, unit_id, staff_id, task_type AS what, CAST(taken_over AS VARCHAR) AS date,
        CAST(completed_date AS VARCHAR) AS done_date, CAST(due_date AS VARCHAR) AS trigger_date, fate, 1 AS items
      FROM inherited_row
      WHERE ${chosen}
      ORDER BY inherited_row.taken_over, stay_id, what, inherited_row.due_date, fate, staff_id`),
      statement(sql`
      SELECT facility_id, unit_id, staff_id, task_type AS what, CAST(taken_over AS VARCHAR) AS date, fate, sum(tasks)::INTEGER AS items
      FROM inherited_task
      WHERE ${chosen} AND NOT listed
      GROUP BY ALL
      ORDER BY ALL`),
    ];
  },
  items: ([listed = [], counted = []]) =>
    [...listed, ...counted].map((row): Item => {
      const said = itemOf(row);
      const items = said.items ?? 1;
      return { ...said, state: String(row.fate), counts: { inherited: items, [String(row.fate)]: items } };
    }),
};

/** Recommendations to the classification committee by direction. */
export const recommendationList: RowList = {
  question: 'casework/recommendations',
  part: 'recommendations',
  whole: 'total',
  by: caseGroups,
  pick: { direction: 'lower' },
  needs: (request) => facilityParts('recommendation', request),
  statements: (request) => [
    statement(sql`
      SELECT stay_key AS stay_id, facility_id, unit_id, staff_id, recommended_level AS what, current_level, recommended_level,
        CAST(recommended_date AS VARCHAR) AS date, CAST(decided_date AS VARCHAR) AS done_date, recommendations AS items
      FROM recommendation
      WHERE ${within('recommended_date', coveredWindow(request))} AND ${chosenRows(request, caseGroups)}
      ORDER BY recommendation.recommended_date, stay_id, what, staff_id`),
  ],
  items: ([found = []], { dataset }) =>
    found.flatMap((row): Item[] => {
      const own = directionOf(textOf(row, 'current_level'), textOf(row, 'recommended_level'), dataset);
      const items = Number(row.items);
      if (!own) return [];
      return directions.map((direction) => ({
        ...itemOf(row),
        state: own,
        counts: { direction, total: items, recommendations: direction === own ? items : 0 },
      }));
    }),
};

/** Work that began in the period, and whether it is done. */
export const completionList: RowList = {
  question: 'casework/days-to-completion',
  part: 'done',
  whole: 'began',
  by: caseGroups,
  needs: (request) => facilityParts('completion', request),
  statements: (request) => [
    statement(sql`
      SELECT stay_key AS stay_id, facility_id, unit_id, staff_id, task_type AS what, CAST(trigger_date AS VARCHAR) AS date,
        CAST(CASE WHEN done THEN trigger_date + CAST(days AS INTEGER) END AS VARCHAR) AS done_date, done, tasks AS items
      FROM completion
      WHERE task_type = ${typeOf(request)} AND ${within('trigger_date', coveredWindow(request))}
        AND ${chosenRows(request, caseGroups)}
      ORDER BY completion.trigger_date, stay_id, done_date, staff_id`),
  ],
  items: ([found = []]) => found.map((row) => doneOrOpen(row)),
};

/** Recommendations made in the period, and whether they are decided. */
export const decisionList: RowList = {
  question: 'casework/days-to-decision',
  part: 'done',
  whole: 'began',
  by: caseGroups,
  needs: (request) => facilityParts('recommendation', request),
  statements: (request) => [
    statement(sql`
      SELECT stay_key AS stay_id, facility_id, unit_id, staff_id, recommended_level AS what, CAST(recommended_date AS VARCHAR) AS date,
        CAST(decided_date AS VARCHAR) AS done_date, decided_date IS NOT NULL AS done, recommendations AS items
      FROM recommendation
      WHERE ${within('recommended_date', coveredWindow(request))} AND ${chosenRows(request, caseGroups)}
      ORDER BY recommendation.recommended_date, stay_id, done_date, staff_id`),
  ],
  items: ([found = []]) => found.map((row) => doneOrOpen(row)),
};

function doneOrOpen(row: Parameters<typeof itemOf>[0]): Item {
  const said = itemOf(row);
  const items = said.items ?? 1;
  const done = row.done === true;
  return {
    ...said,
    state: done ? 'done' : 'open',
    counts: { began: items, done: done ? items : 0, open: done ? 0 : items },
  };
}

/** What the latest release check of each person in the period found for an item of the checklist. */
export const readinessList: RowList = {
  question: 'coordinator/release-readiness',
  part: 'ready',
  whole: 'recorded',
  by: caseGroups,
  pick: { item: 'everything' },
  needs: (request) => facilityParts('readiness', request),
  statements(request) {
    const window = coveredWindow(request);
    return [
      statement(sql`
        SELECT stay_key AS stay_id, facility_id, unit_id, staff_id, CAST(checked_date AS VARCHAR) AS date, people AS items,
          housing, employment, identification, supervision_plan, treatment, transport, outside_support,
          housing AND employment AND identification AND supervision_plan AND treatment AND transport AND outside_support AS everything
        FROM readiness
        WHERE ${within('checked_date', window)} AND (next_date IS NULL OR next_date >= CAST(${window.to} AS DATE))
          AND ${chosenRows(request, caseGroups)}
        ORDER BY readiness.checked_date, stay_id, staff_id`),
    ];
  },
  items: ([found = []]) =>
    found.flatMap((row) =>
      [...checklist, 'everything'].map((item): Item => {
        const said = itemOf(row);
        const items = said.items ?? 1;
        const value = row[item] ?? null;
        const counts = {
          item,
          checked: items,
          recorded: value === null ? 0 : items,
          ready: value === true ? items : 0,
        };
        return {
          ...said,
          what: item,
          state: value === null ? 'not_recorded' : value === true ? 'ready' : 'missing',
          counts,
        };
      }),
    ),
};

/** Follow-ups after release that were due, and what was found. */
export const followUpList: RowList = {
  question: 'coordinator/follow-up',
  part: 'people',
  whole: 'of',
  by: followUpGroups,
  pick: { day: '90', outcome: 'reached' },
  needs: (request) => facilityParts('follow_up_due', request),
  statements: (request) => [
    statement(sql`
      SELECT stay_key AS stay_id, facility_id, unit_id, CAST(due_date AS VARCHAR) AS date, CAST(reached_date AS VARCHAR) AS done_date,
        follow_up_day, reached, housed, employed, in_treatment, people AS items
      FROM follow_up_due
      WHERE ${within('due_date', coveredWindow(request))} AND ${chosenRows(request, followUpGroups)}
      ORDER BY follow_up_due.due_date, stay_id, follow_up_day, done_date, unit_id, reached`),
  ],
  items: ([found = []]) =>
    found.flatMap((row) =>
      outcomes.map((outcome): Item => {
        const said = itemOf(row);
        const items = said.items ?? 1;
        const value = row[outcome] ?? null;
        const counts = {
          day: Number(row.follow_up_day),
          outcome,
          of: value === null ? 0 : items,
          people: value === true ? items : 0,
        };
        return {
          ...said,
          what: outcome,
          state: value === null ? 'not_recorded' : value === true ? 'yes' : 'no',
          counts,
        };
      }),
    ),
};

/** Staff in their role by the state of their certification. */
export const certificationList: RowList = {
  question: 'casework/certification',
  part: 'certified',
  whole: 'staff',
  by: staffDimensions,
  asOf: true,
  needs: (request) => facilityParts('certificate', request),
  statements: (request) => [
    statement(sql`
      SELECT facility_id, unit_id, staff_id, role AS what, CAST(certified_until AS VARCHAR) AS date
      FROM certificate
      WHERE ${chosenRows(request, staffDimensions)}
      ORDER BY certificate.certified_until NULLS FIRST, staff_id`),
  ],
  items([found = []], { dataset: { as_of: asOf, settings } }) {
    const soon = addDays(asOf, settings.certification_warning_days);
    return found.map((row): Item => {
      const said = itemOf(row);
      const until = said.date ?? null;
      const certified = until !== null && until >= asOf;
      const state = until === null ? 'not_recorded' : !certified ? 'lapsed' : until <= soon ? 'expiring' : 'certified';
      return { ...said, state, counts: { staff: 1, certified: certified ? 1 : 0 } };
    });
  },
};

/** Days of training and of sessions presented, with their hours. */
export const trainingList: RowList = {
  question: 'casework/training',
  part: 'hours',
  whole: '',
  by: staffDimensions,
  needs: (request) => facilityParts('expertise', request),
  statements: (request) => [
    statement(sql`
      SELECT facility_id, unit_id, staff_id, role AS what, CAST(day AS VARCHAR) AS date, attended, hours, presented, meetings_presented
      FROM expertise
      WHERE ${within('day', eventWindow(request))} AND ${chosenRows(request, staffDimensions)}
      ORDER BY expertise.day, staff_id`),
  ],
  items: ([found = []]) =>
    found.map((row): Item => {
      const of = (name: string) => Number(row[name] ?? 0);
      const counts = {
        attended: of('attended'),
        hours: of('hours'),
        presented: of('presented'),
        meetings_presented: of('meetings_presented'),
        sessions_presented: of('presented') + of('meetings_presented'),
      };
      return { ...itemOf(row), state: counts.attended > 0 ? 'attended' : 'presented', counts };
    }),
};
