import { elementTitles, memoElements, type MemoInput } from './input.ts';
import { elementKey, type MemoDraft, type TextKey } from './draft.ts';
import { figureText } from './prefill.ts';

export interface Completeness {
  /** What keeps the memorandum from being finished. */
  missing: string[];
  /** Worth knowing, but no obstacle. */
  remarks: string[];
}

/** Words that read as a rating or a judgement of a person; the rating is the rating official's. */
const ratingWords =
  /\b(outstanding|excellent|exceeds?|exceptional|superior|satisfactory|unsatisfactory|unacceptable|minimally|poor|poorly|bad|worst|best|lazy|careless|fails?|failed|failing)\b/i;

const sectionOf: Readonly<Record<TextKey, string>> = {
  'element-2': 'Element 2',
  'element-3': 'Element 3',
  'element-4': 'Element 4',
  strengths: 'The list of strengths',
  discussion: 'The list of items for discussion',
};

/** What is missing before a memorandum is finished, as sentences. */
export function completeness(input: MemoInput, draft: MemoDraft): Completeness {
  const missing: string[] = [];
  const remarks: string[] = [];
  if (draft.addressees.for.trim() === '') missing.push('Nobody is named under MEMORANDUM FOR.');
  if (draft.addressees.from.trim() === '') missing.push('Nobody is named under FROM.');
  if (draft.date === null) missing.push('The memorandum has no date.');
  for (const element of memoElements) {
    if (!(draft.texts[elementKey(element)] ?? '').trim()) {
      missing.push(`Element ${element} (${titleOf(element)}) has no words of your own.`);
    }
  }
  for (const key of ['strengths', 'discussion'] as const) {
    const said = figureText(key, input, draft) + (draft.texts[key] ?? '').trim();
    if (said === '')
      missing.push(`${sectionOf[key]} is empty: the figures name none. Say in your words what there was.`);
  }
  for (const [key, text] of Object.entries(draft.texts) as [TextKey, string][]) {
    const word = ratingWords.exec(text)?.[0];
    if (word) {
      remarks.push(
        `${sectionOf[key]} has the word “${word}”, which can read as a rating. The rating is the rating official’s.`,
      );
    }
  }
  if (input.period.toDate) remarks.push('The quarter is not over: the figures are to date and will change.');
  if (Object.keys(draft.texts).length > 0 && draft.dataVersion !== input.dataVersion) {
    remarks.push(
      `Your words were last changed on data version ${draft.dataVersion}; the figures are now of version ${input.dataVersion}. Read your words again beside them.`,
    );
  }
  if (draft.discussed === null) remarks.push('The date of the discussion is left blank, to be written by hand.');
  if (draft.date !== null && draft.discussed !== null && draft.discussed < draft.date) {
    remarks.push('The discussion is dated before the memorandum.');
  }
  return { missing, remarks };
}

function titleOf(element: (typeof memoElements)[number]): string {
  return elementTitles[element].replace(/^Element \d: /, '');
}
