import { formatNumber } from '../../format/number.ts';
import { formatDate } from '../../calendar/date.ts';
import { attachments } from './attachments.ts';
import { contextBlocks } from './context.ts';
import type { MemoBlock, MemoDocument } from '../document.ts';
import { carriedOver } from './disputes.ts';
import { elementKey, linesOf, type MemoDraft, type TextKey } from './draft.ts';
import { elementTable } from './element-table.ts';
import { elementTitles, memoElements, type MemoElement, type MemoInput } from './input.ts';
import { figureText, nothingListed, overdueSentence } from './prefill.ts';
import { shortHash } from './sealed.ts';
import { formatList } from '../../format/list.ts';
import { formatQuantity } from '../../format/quantity.ts';

/** A date or name that is filled in by hand when nobody has given one. */
const byHand = '';

export interface BuildOptions {
  /** The memorandum of the quarter before, which leaves something to look at again. */
  before?: MemoDraft | null;
  /** The definitions stand once after many memoranda (`definitionsDocument`), not in each. */
  sharedDefinitions?: boolean;
}

/** The memorandum of one case manager for one quarter. It reports; it proposes no rating. */
export function buildMemo(
  input: MemoInput,
  draft: MemoDraft,
  { before = null, sharedDefinitions = false }: BuildOptions = {},
): MemoDocument {
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
      ...findings(input, draft, before),
      { kind: 'heading', text: '8. Overdue items' },
      { kind: 'paragraph', text: overdueSentence(input) || 'No items are overdue on the as-of date.' },
      { kind: 'heading', text: '9. Definitions and method' },
      {
        kind: 'paragraph',
        text: sharedDefinitions
          ? 'How every figure is counted stands once, after the last memorandum of this file; the last four quarters are in attachment 3, and the items that were not on time, one by one, in attachment 2.'
          : 'How every figure is counted, and the last four quarters, are in attachment 3; the items that were not on time, one by one, in attachment 2.',
      },
      ...closing(input, draft),
      ...attachments(input, sharedDefinitions),
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
    ...draft.sealed.slice(-1).map(({ sha256, seal }) => ({
      label: 'AMENDS',
      value: `The memorandum sealed as ${shortHash(sha256)} on ${formatDate(seal.sealed_at.slice(0, 10))}`,
    })),
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

function findings(input: MemoInput, draft: MemoDraft, before: MemoDraft | null): MemoBlock[] {
  return [
    { kind: 'heading', text: '7. Strengths and items for discussion' },
    ...pointsOf('From the quarter before', carriedOver(before)),
    { kind: 'subheading', text: 'Strengths' },
    words('strengths', input, draft, true),
    { kind: 'subheading', text: 'Items for discussion' },
    words('discussion', input, draft, true),
    ...pointsOf('To be looked at next quarter', linesOf(draft.followUps)),
  ];
}

function pointsOf(title: string, items: readonly string[]): MemoBlock[] {
  if (items.length === 0) return [];
  return [
    { kind: 'subheading', text: title },
    { kind: 'list', items },
  ];
}

/** The sentences of the figures, then the coordinator's own. A line is a paragraph, or a point of the list. */
function words(key: TextKey, input: MemoInput, draft: MemoDraft, list = false): MemoBlock {
  const lines = [...linesOf(figureText(key, input, draft)), ...linesOf(draft.texts[key] ?? '')];
  return { kind: 'words', lines: lines.length === 0 && list ? [nothingListed] : lines, list };
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
