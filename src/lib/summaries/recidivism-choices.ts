import type { Manifest } from '../export/manifest.ts';
import { recordedGroups, ungrouped } from '../pages/outcome-choices.ts';
import { dimensions } from '../questions/dimensions.ts';
import { offeredEvents } from '../questions/recidivism/offered-events.ts';
import { outcomeOf, rateHorizons } from '../questions/recidivism/outcome.ts';
import { yearsText } from './recidivism.ts';

/** What a reader can choose on the pages about outcomes. */
interface Choice {
  value: string;
  label: string;
}

/** Events the data can tell: a ready-made file has its own, stays alone have returns only. */
export function eventChoices(dataset: Manifest): Choice[] {
  return offeredEvents(dataset).map((id) => ({ value: id, label: outcomeOf(id).label }));
}

export function groupChoices(dataset: Manifest): Choice[] {
  const groups = recordedGroups(dataset).map((id) => ({ value: id, label: dimensions[id].label }));
  return [...groups, { value: ungrouped, label: 'All together' }];
}

export const unitChoices: Choice[] = [
  { value: 'person', label: 'First release of each person' },
  { value: 'release', label: 'Every release' },
];

export const horizonChoices: Choice[] = rateHorizons.map((days) => ({
  value: String(days),
  label: `Within ${yearsText(days)}`,
}));
