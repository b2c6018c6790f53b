import { enoughForRate } from '../../format/rate.ts';
import { formatNumber } from '../../format/number.ts';
import type { MemoDraft, TextKey } from './draft.ts';
import { elementKey } from './draft.ts';
import { memoElements, type MemoElement, type MemoInput, type MemoMeasure, type Position } from './input.ts';
import { formatList } from '../../format/list.ts';
import { formatQuantity } from '../../format/quantity.ts';
import { figurePhrase, inSentence, positionWords } from './words.ts';

/**
 * The texts filled in from the figures: what was counted, in sentences, without a judgement. The coordinator's own
 * words stand after them, so that these follow the data whatever was written. Empty where there is nothing to list.
 */
export function filledIn(input: MemoInput): Record<TextKey, string> {
  const texts = { strengths: strengths(input), discussion: discussion(input) };
  const elements = Object.fromEntries(
    memoElements.map((element) => [elementKey(element), elementText(element, input)]),
  );
  return { ...texts, ...(elements as Record<`element-${MemoElement}`, string>) };
}

/** The sentences of the figures that a memorandum prints; empty where they are left out or have nothing to say. */
export function figureText(key: TextKey, input: MemoInput, draft: Pick<MemoDraft, 'leftOut'>): string {
  return draft.leftOut.includes(key) ? '' : filledIn(input)[key];
}

/** Stands in a draft where neither the figures nor the coordinator have listed anything. */
export const nothingListed = 'Nothing is listed yet.';

function elementText(element: MemoElement, input: MemoInput): string {
  const measures = input.measures.filter((measure) => measure.element === element);
  if (measures.length === 0) return 'The data hold no figures for this element.';
  const known = measures.filter(({ figure }) => figure !== null);
  const sentences = [
    timelinessTotal(known),
    ...known.filter(({ position }) => position && isBeyond(position)).map(beyondSentence),
    ...known.filter(isSaid).map((measure) => `${measure.label}: ${figurePhrase(measure.figure, measure)}.`),
    group('Within the limits for the number due', known, ({ position }) => position === 'within'),
    group('Too few for a rate', known, (measure) => isFew(measure) && measure.position !== 'within'),
    ...noneDue(known),
    group(
      'No data',
      measures.filter(({ figure }) => figure === null),
      () => true,
    ),
  ];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

/** Said on their own: figures that neither have limits nor count what was due. */
function isSaid(measure: MemoMeasure): boolean {
  const { figure, position } = measure;
  if (figure === null || position !== null) return false;
  return figure.kind === 'share' ? figure.of > 0 && !isFew(measure) : true;
}

function isFew({ figure, minimum }: MemoMeasure): boolean {
  return figure?.kind === 'share' && figure.of > 0 && !enoughForRate(figure.of, minimum);
}

/** Items of several kinds that were due in the quarter, together. Kinds counted in another way are not added. */
function timelinessTotal(measures: readonly MemoMeasure[]): string {
  const figures = measures.flatMap(({ figure, counts }) =>
    figure?.kind === 'share' && counts === 'on time' && figure.of > 0 ? [figure] : [],
  );
  if (figures.length < 2) return '';
  const due = figures.reduce((sum, { of }) => sum + of, 0);
  const done = figures.reduce((sum, figure) => sum + figure.done, 0);
  return `${formatQuantity(due, 'item')} of ${figures.length} kinds were due in the quarter, ${formatNumber(done)} of them done on or before the due date.`;
}

function group(title: string, measures: readonly MemoMeasure[], chosen: (measure: MemoMeasure) => boolean): string {
  const labels = measures.filter(chosen).map(({ label }) => inSentence(label));
  return labels.length === 0 ? '' : `${title}: ${formatList(labels)}.`;
}

/** One sentence for each way of saying that there was nothing to count. */
function noneDue(measures: readonly MemoMeasure[]): string[] {
  const none = measures.filter(({ figure }) => figure?.kind === 'share' && figure.of === 0);
  const wordings = [...new Set(none.map((measure) => measure.none ?? 'none were due'))];
  return wordings.map((words) =>
    group(
      words.charAt(0).toUpperCase() + words.slice(1),
      none.filter((measure) => (measure.none ?? 'none were due') === words),
      () => true,
    ),
  );
}

export function isBeyond(position: Position): boolean {
  return position !== 'within' && position !== 'too-few';
}

function beyondSentence(measure: MemoMeasure): string {
  const where = measure.position ? positionWords[measure.position] : '';
  if (measure.basis) {
    const pooled = `${measure.basis}, ${figurePhrase(measure.pooled, measure)}, ${where}`;
    return `${measure.label}: ${figurePhrase(measure.figure, measure)} in the quarter; ${pooled}.`;
  }
  const due = measure.figure?.kind === 'share' ? ` for ${formatNumber(measure.figure.of)} due` : '';
  return `${measure.label}: ${figurePhrase(measure.figure, measure)}, ${where}${due}.`;
}

/** A figure beyond the limits on the side its measure calls good news. */
function isStrength({ position, direction }: MemoMeasure): boolean {
  const above = position === 'above' || position === 'far-above';
  return direction !== 'neither' && (direction === 'higher') === above;
}

function strengths(input: MemoInput): string {
  const beyond = input.measures.filter(({ position }) => position !== null && isBeyond(position));
  // Few or many: what was done completely is said with its counts, and that it is too few for a rate.
  const everything = input.measures.filter(
    ({ figure, direction, position }) =>
      figure?.kind === 'share' &&
      direction === 'higher' &&
      figure.of > 0 &&
      figure.done === figure.of &&
      !(position && isBeyond(position)),
  );
  return lines([
    ...beyond.filter(isStrength).map(beyondSentence),
    ...everything.map((measure) => `${measure.label}: ${figurePhrase(measure.figure, measure)}.`),
    ...input.facts.filter(({ side }) => side === 'strength').map(({ text }) => text),
  ]);
}

function discussion(input: MemoInput): string {
  const beyond = input.measures.filter(({ position }) => position !== null && isBeyond(position));
  return lines([
    ...beyond.filter((measure) => !isStrength(measure)).map(beyondSentence),
    overdueSentence(input),
    ...input.facts.filter(({ side }) => side === 'discussion').map(({ text }) => text),
  ]);
}

/** What is this person's to do, what was overdue before it was theirs, and what went on to others: each apart. */
export function overdueSentence({ overdue }: MemoInput): string {
  const own = overdue.filter(({ hand }) => hand === 'own');
  const taken = overdue.filter(({ hand }) => hand === 'taken over').length;
  const handedOn = overdue.length - own.length - taken;
  const sentences = [];
  if (own.length > 0) {
    const oldest = Math.max(...own.map(({ days }) => days));
    sentences.push(
      `${formatQuantity(own.length, 'item is', 'items are')} overdue on the as-of date, the oldest by ${formatQuantity(oldest, 'day')} (attachment 1).`,
    );
  }
  if (taken > 0) {
    sentences.push(
      `${formatQuantity(taken, own.length > 0 ? 'further item was' : 'item was', own.length > 0 ? 'further items were' : 'items were')} overdue when the case was taken over and ${taken === 1 ? 'is' : 'are'} open.`,
    );
  }
  if (handedOn > 0) {
    sentences.push(
      `${formatQuantity(handedOn, 'item counts', 'items count')} here and ${handedOn === 1 ? 'is' : 'are'} in other hands since the case was handed on.`,
    );
  }
  return sentences.join(' ');
}

/** One fact a line, as the list of section 7 takes them. */
function lines(facts: readonly string[]): string {
  return facts.filter((fact) => fact !== '').join('\n');
}
