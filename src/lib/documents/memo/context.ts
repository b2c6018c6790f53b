import { formatNumber } from '../../format/number.ts';
import { formatPercent } from '../../format/share.ts';
import type { MemoBlock } from '../document.ts';
import type { MemoInput } from './input.ts';
import { formatList } from '../../format/list.ts';
import { formatQuantity } from '../../format/quantity.ts';
import { inSentence } from './words.ts';

/** Section 6: what the figures have to be read against, as a list of facts. */
export function contextBlocks(input: MemoInput): MemoBlock[] {
  const { context, assigned } = input;
  const items = [
    `Days assigned: ${assigned.days} of ${assigned.of}.`,
    caseload(input),
    ...context.mix.filter(({ groups }) => groups.length > 0).map(mixSentence),
    flow(input),
    context.inherited && inheritedSentence(context.inherited),
    context.setAside &&
      `Due items set aside, because they fell due within the days of grace after a hand-over or while the clock was stopped: ${formatNumber(context.setAside)}.`,
    context.staffing &&
      `Case manager positions of the institution, filled of authorized: ${formatNumber(context.staffing.filled, 1)} of ${formatNumber(context.staffing.authorized, 1)}.`,
    context.custodyPostHours === null
      ? 'Hours on custody posts: no data.'
      : `Hours of the institution’s case managers on custody posts: ${formatNumber(context.custodyPostHours)}; not recorded by person.`,
    'Absences: not in the data.',
  ];
  return [{ kind: 'list', items: items.filter((item): item is string => typeof item === 'string' && item !== '') }];
}

function caseload({ context: { caseload: figures } }: MemoInput): string {
  if (!figures) return 'Caseload: no data.';
  const { average, lowest, highest, last, whileAssigned } = figures;
  const own = whileAssigned === null ? '' : `, ${formatNumber(whileAssigned, 1)} while assigned`;
  return `Average daily caseload: ${formatNumber(average, 1)} (from ${formatNumber(lowest)} to ${formatNumber(highest)})${own}; ${formatNumber(last)} on the last day.`;
}

function mixSentence({ title, groups }: MemoInput['context']['mix'][number]): string {
  const total = groups.reduce((sum, { people }) => sum + people, 0);
  if (total === 0) return '';
  const parts = groups.map(({ label, people }) => `${inSentence(label)} ${formatPercent(people / total, 0)}`);
  return `Average daily caseload by ${title}: ${formatList(parts)}.`;
}

function flow({ context: { inflow, outflow } }: MemoInput): string {
  if (inflow === null && outflow === null) return '';
  const said = [
    inflow === null ? null : `${formatQuantity(inflow, 'case')} taken over`,
    outflow === null ? null : `${formatQuantity(outflow, 'case')} handed on or ended`,
  ];
  return `In the quarter: ${formatList(said.filter((part) => part !== null))}.`;
}

function inheritedSentence({ overdue, cleared }: { overdue: number; cleared: number }): string {
  if (overdue === 0) return 'Items overdue when their case was taken over in the quarter: none.';
  return `Items overdue when their case was taken over in the quarter: ${formatNumber(overdue)}, of which ${formatNumber(cleared)} cleared by the as-of date. They are counted apart, not in the figures above.`;
}
