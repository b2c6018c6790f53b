import { defaultSettings } from '../../../../data/contract/settings.ts';
import { formatNumber } from '../../format/number.ts';
import { decimalsRule } from '../../format/share.ts';
import { formatDate } from '../../calendar/date.ts';
import { contextBlocks } from './context.ts';
import type { MemoBlock, MemoDocument } from '../document.ts';
import { elementKey, type MemoDraft, type TextKey } from './draft.ts';
import { elementTable, quartersTable } from './element-table.ts';
import { elementTitles, memoElements, type MemoElement, type MemoInput } from './input.ts';
import { isBeyond, overdueSentence, textOf } from './prefill.ts';
import { formatList } from '../../format/list.ts';
import { formatQuantity } from '../../format/quantity.ts';

/** A date or name that is filled in by hand when nobody has given one. */
const byHand = '';

/** The memorandum of one case manager for one quarter. It reports; it proposes no rating. */
export function buildMemo(input: MemoInput, draft: MemoDraft): MemoDocument {
  const { person, period, institution } = input;
  return {
    title: `Memorandum: ${person.name}, ${period.short}`,
    footer: `${person.name} · ${period.short} · data as of ${formatDate(input.asOf)}, version ${input.dataVersion}`,
    marking: input.marking,
    blocks: [
      { kind: 'letterhead', agency: input.agency, place: institution.name, title: 'MEMORANDUM' },
      { kind: 'fields', fields: headingFields(input, draft) },
      ...purpose(input),
      ...basis(input),
      ...memoElements.flatMap((element, index) => elementSection(element, index + 3, input, draft)),
      { kind: 'heading', text: '6. Context' },
      ...contextBlocks(input),
      ...findings(input, draft),
      { kind: 'heading', text: '8. Overdue items' },
      { kind: 'paragraph', text: overdueSentence(input) || 'No items are overdue on the as-of date.' },
      { kind: 'heading', text: '9. Definitions and method' },
      {
        kind: 'paragraph',
        text: 'How every figure is counted, and the last four quarters, are in attachment 3; the items that were not on time, one by one, in attachment 2.',
      },
      ...closing(input, draft),
      ...overdueAttachment(input),
      ...notOnTimeAttachment(input),
      ...definitionsAttachment(input),
    ],
  };
}

function headingFields(input: MemoInput, draft: MemoDraft): { label: string; value: string }[] {
  const { addressees, date } = draft;
  return [
    { label: 'MEMORANDUM FOR', value: addressees.for || byHand },
    { label: 'FROM', value: addressees.from || byHand },
    ...(addressees.through ? [{ label: 'THROUGH', value: addressees.through }] : []),
    { label: 'SUBJECT', value: `Quarterly performance information on ${input.person.name}, ${input.period.short}` },
    { label: 'DATE', value: date === null ? byHand : formatDate(date) },
  ];
}

function purpose({ person, period }: MemoInput): MemoBlock[] {
  return [
    { kind: 'heading', text: '1. Purpose and period' },
    {
      kind: 'paragraph',
      text:
        `This memorandum gives the rating official the quarterly written information on ${person.name}, case manager, ` +
        `under Elements 2, 3 and 4 (Program Statement 3510.08, II.F), for ${period.full}. ` +
        'It reports what was counted and what the coordinator has to say about it. It proposes no rating.',
    },
  ];
}

/** Said of somebody who was there for part of the quarter, whose days were fuller than its average. */
const whileAssigned = ({ whileAssigned: own }: NonNullable<MemoInput['context']['caseload']>) =>
  own === null ? '' : ` of the quarter and ${formatNumber(own, 1)} while assigned`;

function basis(input: MemoInput): MemoBlock[] {
  const { assigned, units, context, period } = input;
  const where = units.length === 0 ? '' : ` in ${formatList(units)}`;
  const load = context.caseload
    ? `, with ${formatNumber(context.caseload.average, 1)} cases on an average day${whileAssigned(context.caseload)}`
    : '; the caseload is not in the data';
  const compared = input.measures.filter(({ position }) => position !== null && position !== 'too-few').length;
  const text = [
    `Data as of ${formatDate(input.asOf)}, version ${input.dataVersion}.`,
    period.toDate ? `The quarter is not over: figures are to date.` : '',
    `Cases were assigned on ${assigned.days} of ${formatQuantity(assigned.of, 'day')}${where}${load}.`,
    'An item counts for the case manager assigned on its due date.',
    compared === 0
      ? ''
      : `${formatQuantity(compared, 'figure')} ${compared === 1 ? 'is' : 'are'} compared with limits below; about 1 in 20 such comparisons lies beyond the 95\u202f% limits by chance alone.`,
  ];
  const gaps: MemoBlock[] =
    input.notCovered.length === 0
      ? []
      : [
          { kind: 'paragraph', text: 'Not covered:' },
          { kind: 'list', items: input.notCovered },
        ];
  return [
    { kind: 'heading', text: '2. Basis' },
    { kind: 'paragraph', text: text.filter((sentence) => sentence !== '').join(' ') },
    ...gaps,
  ];
}

function elementSection(element: MemoElement, number: number, input: MemoInput, draft: MemoDraft): MemoBlock[] {
  const table = elementTable(element, input);
  return [
    { kind: 'heading', text: `${number}. ${elementTitles[element]}` },
    ...(table ? [table] : []),
    words(elementKey(element), input, draft),
  ];
}

function findings(input: MemoInput, draft: MemoDraft): MemoBlock[] {
  return [
    { kind: 'heading', text: '7. Strengths and items for discussion' },
    { kind: 'subheading', text: 'Strengths' },
    words('strengths', input, draft, true),
    { kind: 'subheading', text: 'Items for discussion' },
    words('discussion', input, draft, true),
  ];
}

/** A line of the text is a paragraph of its own, or a point of the list. */
function words(key: TextKey, input: MemoInput, draft: MemoDraft, list = false): MemoBlock {
  const lines = textOf(key, input, draft).split('\n');
  return { kind: 'words', lines: lines.map((line) => line.trim()).filter((line) => line !== ''), list };
}

function closing(input: MemoInput, draft: MemoDraft): MemoBlock[] {
  const discussed = draft.discussed === null ? byHand : formatDate(draft.discussed);
  return [
    {
      kind: 'signatures',
      lines: [
        { label: 'Case Management Coordinator', name: draft.addressees.from },
        { label: 'Employee (signature shows receipt, not agreement)', name: input.person.name },
        { label: 'Date discussed with the employee', name: discussed },
      ],
    },
    { kind: 'comment', label: 'Employee’s comment', lines: 4 },
    { kind: 'box', text: 'Disputed — refer to Reviewing Official' },
  ];
}

function overdueAttachment(input: MemoInput): MemoBlock[] {
  const asOf = formatDate(input.asOf);
  const head: MemoBlock = { kind: 'attachment', title: `Attachment 1. Overdue items as of ${asOf}` };
  if (input.overdue.length === 0) return [head, { kind: 'paragraph', text: 'No items are overdue.' }];
  return [
    head,
    {
      kind: 'note',
      text: 'Cases by number only. Items that were overdue when their case was taken over are counted apart. Central Inmate Monitoring and Victim/Witness work is counted in the tables and never listed.',
    },
    {
      kind: 'table',
      caption: `Overdue items as of ${asOf}`,
      columns: [
        { label: 'Case number', width: 22 },
        { label: 'Item', width: 30 },
        { label: 'Due', width: 18 },
        { label: 'Days overdue', width: 12, end: true },
        { label: 'Case', width: 20 },
      ],
      rows: input.overdue.map((item) => [
        { text: item.case },
        { text: item.task },
        { text: formatDate(item.due) },
        { text: formatNumber(item.days) },
        { text: handWords[item.hand] },
      ]),
    },
  ];
}

/** The rows behind what the tables count as not on time, so that each can be looked at and disputed. */
function notOnTimeAttachment({ notOnTime, period, asOf }: MemoInput): MemoBlock[] {
  const head: MemoBlock = { kind: 'attachment', title: `Attachment 2. Items not on time in ${period.short}` };
  if (notOnTime === null)
    return [head, { kind: 'paragraph', text: 'The rows of so old a quarter are no longer kept.' }];
  const { items, unlisted } = notOnTime;
  const further = `${formatQuantity(unlisted, 'further item')} of work that is counted and never listed ${unlisted === 1 ? 'was' : 'were'} not on time.`;
  const rest: MemoBlock[] = unlisted === 0 ? [] : [{ kind: 'paragraph', text: further }];
  if (items.length === 0) return [head, { kind: 'paragraph', text: 'No listed item was late or not done.' }, ...rest];
  return [
    head,
    {
      kind: 'note',
      text: 'Every listed item that fell due in the quarter and was done late, or was not done by the as-of date: the difference between the two numbers of “n of d” in the tables. Items set aside are not among them.',
    },
    {
      kind: 'table',
      caption: `Items not on time in ${period.full}`,
      columns: [
        { label: 'Case number', width: 19 },
        { label: 'Item', width: 21 },
        { label: 'Due', width: 12 },
        { label: 'Done', width: 13 },
        { label: 'Days late', width: 7, end: true },
        { label: 'What made it due', width: 28 },
      ],
      rows: items.map((item) => [
        { text: item.case },
        { text: item.task },
        { text: formatDate(item.due) },
        { text: item.done === null ? `not by ${formatDate(asOf)}` : formatDate(item.done) },
        { text: formatNumber(item.days) },
        { text: item.why },
      ]),
    },
    ...rest,
  ];
}

function definitionsAttachment(input: MemoInput): MemoBlock[] {
  const quarters = quartersTable(input);
  const compared = input.measures.some(({ position }) => position !== null && isBeyond(position));
  return [
    { kind: 'attachment', title: 'Attachment 3. Definitions and method' },
    ...(quarters ? [{ kind: 'subheading', text: 'The last four quarters' } as const, quarters] : []),
    { kind: 'subheading', text: 'How to read the figures' },
    { kind: 'list', items: [...method, few(input), ...(compared ? [beyond] : [])] },
    { kind: 'subheading', text: 'What is counted' },
    {
      kind: 'table',
      caption: 'Definitions of the measures',
      columns: [
        { label: 'Measure', width: 26 },
        { label: 'Definition', width: 74 },
      ],
      rows: [...input.general, ...input.measures].map(({ label, definition }) => [
        { text: label },
        { text: definition.definition, note: details(definition) },
      ]),
    },
  ];
}

const handWords = { own: 'assigned', 'taken over': 'overdue when taken over', 'handed on': 'handed on since' } as const;

const method = [
  'On time means done on or before the due date, of everything that fell due in the quarter, done or not. Open items past their due date count as not on time.',
  'The interval beside a rate (Wilson, 95\u202f%) is the range of long-run rates that the counts are compatible with.',
  'The limits (exact binomial, 95\u202f% and 99.8\u202f%) are the range within which a rate is expected to lie when nothing but chance separates it from the rate compared with, for the number due.',
  'Expected is the rate of the agency for items of the same kind, custody level and months to release.',
  decimalsRule,
];

function few({ measures }: MemoInput): string {
  const minimum = formatNumber(measures[0]?.minimum ?? defaultSettings().minimum_for_rate);
  return `Fewer than ${minimum} due: counts only, no rate. 0 of 0 is “none were due”; it is not 0\u202f%.`;
}

const beyond =
  'A figure beyond the limits says that something other than chance may be at work: the work itself, the caseload, hand-overs, or the data. It does not say which.';

function details({ numerator, denominator, exclusions, method: how }: MemoInput['measures'][number]['definition']) {
  return [
    numerator && `Counted: ${numerator}`,
    denominator && `Of: ${denominator}`,
    exclusions && `Left out: ${exclusions}`,
    how && `Method: ${how}`,
  ]
    .filter(Boolean)
    .join(' ');
}
