import { rowsFrom } from '../../calendar/rows-from.ts';
import { formatDate } from '../../calendar/date.ts';
import { typeParameter } from '../casework/due.ts';
import type { DimensionId } from '../dimensions.ts';
import { question, type Request } from '../question.ts';
import { counted, type CountedItem, type RowList } from './row.ts';
import { rowLists } from './lists.ts';
import { rowListIds, rowWords, type RowListId } from './words.ts';

const idOf = ({ params }: Pick<Request, 'params'>) => (params.list ?? 'due') as RowListId;
const listOf = (request: Pick<Request, 'params'>): RowList => rowLists[idOf(request)];

/** "day=90,outcome=reached" as the columns it picks by. */
function pickOf(text: string | number | undefined, list: RowList): [column: string, value: string][] {
  if (text === undefined) return Object.entries(list.pick ?? {});
  return String(text)
    .split(',')
    .map((piece) => piece.split('='))
    .map(([column = '', value = '']): [string, string] => [column, value]);
}

export const countedItems = question({
  id: 'casework/rows',
  title: 'Rows behind a figure',
  description:
    'Every thing a figure counted or set aside in the period, one row each under pseudonyms: from the definition that counts them, so that the rows add up to the figure. Central monitoring, victim/witness and juvenile work is counted by month and never listed; so is what is older than the rows that are kept.',
  columns: [
    { name: 'task_id', kind: 'text', meaning: 'Pseudonym of the task, for tasks' },
    { name: 'stay_id', kind: 'text', meaning: 'Pseudonym of the stay; null for what is about no case or never listed' },
    { name: 'facility_id', kind: 'text', meaning: 'Institution' },
    { name: 'unit_id', kind: 'text', meaning: 'Unit' },
    { name: 'staff_id', kind: 'text', meaning: 'Case manager, or member of staff, it counts for; null: nobody' },
    { name: 'what', kind: 'text', meaning: 'What it is, as recorded: kind of task, domain, kind of check or meeting' },
    { name: 'date', kind: 'date', meaning: 'Day that puts it into the period: due, set, checked, held' },
    { name: 'done_date', kind: 'date', meaning: 'Day it was done, closed, decided or sent' },
    {
      name: 'days',
      kind: 'count',
      meaning: 'Days from that day to the day it was done; while it is not, to the as-of date',
    },
    { name: 'state', kind: 'text', meaning: 'How it was counted' },
    { name: 'numerator', kind: 'number', meaning: 'What it adds to the numerator' },
    { name: 'denominator', kind: 'number', meaning: 'What it adds to the denominator' },
    { name: 'case_facility_id', kind: 'text', meaning: 'Institution that has the case now, or had it last' },
    { name: 'items', kind: 'count', meaning: 'Things the row stands for' },
    {
      name: 'trigger_date',
      kind: 'date',
      meaning: 'Day of the event behind it, as given; of a meeting, the last day it was due',
    },
    { name: 'rule', kind: 'text', meaning: 'given, or the setting or event that made the due date' },
    { name: 'rule_from', kind: 'date', meaning: 'Day the rule counts from' },
    { name: 'rule_days', kind: 'count', meaning: 'Days the rule adds; negative before an event' },
    { name: 'stopped_days', kind: 'count', meaning: 'Days on which the clock stood still' },
    { name: 'moved_days', kind: 'count', meaning: 'Days the due date was moved on to a working day' },
    { name: 'our_due', kind: 'date', meaning: 'Where the agency gives the date, what our rule would give' },
  ],
  parameters: [
    { name: 'list', kind: 'choice', choices: rowListIds, meaning: 'Which rows (default: due)' },
    typeParameter,
    { name: 'part', kind: 'text', meaning: 'Columns of the numerator, where a figure has others than the list' },
    { name: 'whole', kind: 'text', meaning: 'Columns of the denominator, where a figure has others than the list' },
    { name: 'pick', kind: 'text', meaning: 'Rows read, by the value of a column: day=90,outcome=reached' },
  ],
  by: [],
  filters: ['staff_id', 'task_type', 'element', 'domain', 'case_model', 'check_source', 'meeting_type', 'role'],
  scopes: ['agency', 'region', 'facility', 'unit', 'staff'],
  problem(request) {
    const { by } = listOf(request);
    const asked = [
      ...Object.keys(request.filters),
      ...(request.scope.kind === 'agency' ? [] : [`${request.scope.kind}_id`]),
    ];
    const unknown = asked.find((id) => !(by as readonly string[]).includes(id)) as DimensionId | undefined;
    return unknown === undefined ? null : `${rowWords[idOf(request)].title} are not told apart by ${unknown}.`;
  },
  needs: (request) => listOf(request).needs(request),
  statements: (request) => listOf(request).statements(request),
  rows(results, request): CountedItem[] {
    const list = listOf(request);
    const { part = list.part, whole = list.whole } = request.params;
    const pick = pickOf(request.params.pick, list);
    return list
      .items(results, request)
      .filter(({ counts }) => pick.every(([column, value]) => String(counts[column]) === value))
      .map((item) =>
        counted(
          item,
          { part: String(part), whole: String(whole) },
          { asOf: request.dataset.as_of, done: rowWords[idOf(request)].done !== undefined },
        ),
      );
  },
  note(_results, { dataset, period, params }) {
    const from = rowsFrom(dataset.as_of, dataset.settings);
    if (listOf({ params }).asOf || period.from >= from) return null;
    return `Rows are kept from ${formatDate(from)} on. What is older is counted, and no longer listed one by one.`;
  },
});
