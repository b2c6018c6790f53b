import { own } from '../../analysis/own.ts';
import type { IsoDate } from '../../calendar/date.ts';
import type { Dispute, DisputedRow } from './draft.ts';
import { unlistedKey, type CountedRow, type MemoInput, type MemoMeasure } from './input.ts';
import { statesOf } from './row-states.ts';
import type { Seal } from './sealed.ts';
import { countsText } from './words.ts';

/**
 * A dispute that is opened now: the figure with the rows behind it, before anybody changes the data.
 * @param signed what was sealed, where the memorandum is final: then it is that figure which is disputed
 */
export function newDispute(
  input: Pick<MemoInput, 'person' | 'rows' | 'asOf' | 'dataVersion'>,
  measure: MemoMeasure,
  raised: IsoDate,
  signed: Pick<Seal, 'figures' | 'as_of' | 'version'> | null = null,
): Dispute {
  const states = statesOf(measure.id);
  const today = input.rows?.find(({ measure: id }) => id === measure.id)?.rows ?? null;
  const figure = signed?.figures.find(({ measure: id }) => id === measure.id) ?? null;
  const asOf = (figure && signed?.as_of) ?? input.asOf;
  const told = (key: string, state: string): DisputedRow | null => {
    if (key === unlistedKey) return null;
    const row: CountedRow | undefined = today?.find((item) => item.key === key);
    // What was done after the day of the figure was not known to it.
    const done = row?.done != null && row.done <= asOf ? row.done : null;
    return { case: row?.case ?? null, date: row?.date ?? null, done, counted: own(states, state) ?? state };
  };
  const rows = figure
    ? figure.rows?.map(([key, state]) => told(key, state))
    : today?.map((row) => told(row.key, row.state));
  return {
    measure: measure.id,
    label: measure.label,
    figure: figure?.text ?? countsText(measure.figure, measure),
    asOf,
    version: (figure && signed?.version) ?? input.dataVersion,
    rows: rows?.filter((row) => row !== null) ?? null,
    by: input.person.name,
    raised,
    said: '',
    decision: '',
    decided: null,
  };
}
