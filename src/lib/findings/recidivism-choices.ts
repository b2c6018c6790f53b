import type { Manifest } from '../dataset/manifest.ts';
import { horizons, recordedGroups } from '../pages/outcomes.ts';
import { dimensions } from '../questions/dimensions.ts';
import { isReadyMade, outcomes } from '../questions/outcome.ts';
import { yearsText } from './recidivism.ts';

/** What a reader can choose on the pages about outcomes. */
interface Choice {
  value: string;
  label: string;
}

/** Events the data can tell: a ready-made file has its own, stays alone have returns only. */
export function eventChoices(dataset: Manifest): Choice[] {
  const events = dataset.tables.some(({ name, supplied }) => name === 'outcome_event' && supplied);
  return outcomes
    .filter(({ id }) => (isReadyMade(dataset) ? id === 'any' : events || id.startsWith('return')))
    .map(({ id, label }) => ({ value: id, label }));
}

export function groupChoices(dataset: Manifest): Choice[] {
  return recordedGroups(dataset).map((id) => ({ value: id, label: dimensions[id].label }));
}

export const unitChoices: Choice[] = [
  { value: 'person', label: 'First release in the year' },
  { value: 'release', label: 'Every release' },
];

export const horizonChoices: Choice[] = horizons.map((days) => ({
  value: String(days),
  label: `Within ${yearsText(days)}`,
}));
