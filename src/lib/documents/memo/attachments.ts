import { defaultSettings } from '../../../../data/contract/settings.ts';
import { formatDate } from '../../calendar/date.ts';
import { formatNumber } from '../../format/number.ts';
import { formatQuantity } from '../../format/quantity.ts';
import { decimalsRule } from '../../format/share.ts';
import type { MemoBlock, MemoDocument, MemoTable } from '../document.ts';
import { quartersTable } from './element-table.ts';
import type { MemoInput } from './input.ts';
import { isBeyond } from './prefill.ts';

/** What stands after a memorandum: overdue items, items that were not on time, and how everything is counted. */
export function attachments(input: MemoInput, sharedDefinitions: boolean): MemoBlock[] {
  const last = sharedDefinitions ? quartersAttachment(input) : definitionsAttachment(input);
  return [...overdueAttachment(input), ...notOnTimeAttachment(input), ...last];
}

function overdueAttachment(input: MemoInput): MemoBlock[] {
  const asOf = formatDate(input.asOf);
  const head: MemoBlock = { kind: 'attachment', title: `Attachment 1. Overdue items as of ${asOf}` };
  if (input.overdue.length === 0) return [head, { kind: 'paragraph', text: 'No items are overdue.' }];
  const handedOn = input.overdue.filter(({ hand }) => hand === 'handed on');
  const inHand = input.overdue.filter(({ hand }) => hand !== 'handed on');
  const elsewhere = 'Counted here and in other hands since the case was handed on: not theirs to do now.';
  return [
    head,
    {
      kind: 'note',
      text: 'Cases by number only. Items that were overdue when their case was taken over are counted apart. Central Inmate Monitoring and Victim/Witness work is counted in the tables and never listed.',
    },
    { kind: 'subheading', text: 'In hand' },
    ...(inHand.length === 0
      ? [{ kind: 'paragraph', text: 'No items in hand are overdue.' } as const]
      : [overdueTable(`Overdue items in hand as of ${asOf}`, inHand, true)]),
    ...(handedOn.length === 0
      ? []
      : ([
          { kind: 'subheading', text: 'Handed on since' },
          { kind: 'note', text: elsewhere },
          overdueTable(`Overdue items handed on, as of ${asOf}`, handedOn, false),
        ] as const)),
  ];
}

function overdueTable(caption: string, items: MemoInput['overdue'], hands: boolean): MemoTable {
  return {
    kind: 'table',
    caption,
    columns: [
      { label: 'Case number', width: 22 },
      { label: 'Item', width: hands ? 30 : 48 },
      { label: 'Due', width: 18 },
      { label: 'Days overdue', width: 12, end: true },
      ...(hands ? [{ label: 'Case', width: 18 }] : []),
    ],
    rows: items.map((item) => [
      { text: item.case },
      { text: item.task },
      { text: formatDate(item.due) },
      { text: formatNumber(item.days) },
      ...(hands ? [{ text: item.hand === 'own' ? 'assigned' : 'overdue when taken over' }] : []),
    ]),
  };
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

function quartersAttachment(input: MemoInput): MemoBlock[] {
  const quarters = quartersTable(input);
  if (!quarters) return [];
  return [{ kind: 'attachment', title: 'Attachment 3. The last four quarters' }, quarters];
}

function definitionsAttachment(input: MemoInput): MemoBlock[] {
  const quarters = quartersTable(input);
  return [
    { kind: 'attachment', title: 'Attachment 3. Definitions and method' },
    ...(quarters ? [{ kind: 'subheading', text: 'The last four quarters' } as const, quarters] : []),
    ...definitions(input),
  ];
}

/** The definitions of the figures of several memoranda, once. Null where there are none. */
export function definitionsDocument(inputs: readonly MemoInput[]): MemoDocument | null {
  const [first] = inputs;
  if (!first) return null;
  const measures = new Map(inputs.flatMap((input) => input.measures).map((measure) => [measure.label, measure]));
  const title = `Definitions and method, ${first.institution.name}, ${first.period.short}`;
  return {
    title,
    footer: `${title} · data as of ${formatDate(first.asOf)}, version ${first.dataVersion}`,
    marking: first.marking,
    blocks: [{ kind: 'heading', text: title }, ...definitions({ ...first, measures: [...measures.values()] })],
  };
}

function definitions(input: MemoInput): MemoBlock[] {
  const compared = input.measures.some(({ position }) => position !== null && isBeyond(position));
  return [
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

const method = [
  'On time means done on or before the due date, of everything that fell due in the quarter, done or not. Open items past their due date count as not on time.',
  'The interval beside a rate (Wilson, 95\u202f%) is the range of long-run rates that the counts are compatible with.',
  'The limits (exact binomial, 95\u202f% and 99.8\u202f%) are the range within which a rate is expected to lie when nothing but chance separates it from the rate compared with, for the number due.',
  'Expected is the rate of the agency for items of the same kind, custody level and months to release. It, its limits and the comparison are of the same time: the quarter, or the four quarters together where that is said.',
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
