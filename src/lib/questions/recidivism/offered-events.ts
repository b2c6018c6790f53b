import type { Manifest } from '../../export/manifest.ts';

/** What can be counted as an outcome (see outcome.ts for how each reads), in the order in which they are offered. */
export const outcomeIds = ['return', 'return_new_sentence', 'return_technical', 'arrest', 'conviction', 'any'] as const;

export type OutcomeId = (typeof outcomeIds)[number];

/** Three years, where nobody chooses. */
export const defaultHorizon = 1095;

type Tables = Pick<Manifest, 'tables'>;

function supplies(dataset: Tables, name: string): boolean {
  return dataset.tables.some((table) => table.name === name && table.supplied);
}

/** Whether releases come from a ready-made file, which states its event and its follow-up by itself. */
export function isReadyMade(dataset: Tables): boolean {
  return supplies(dataset, 'release_cohort');
}

/** The event meant where none is named: a return to prison, or the one event a ready-made file records. */
export function usualEvent(dataset: Tables & Pick<Manifest, 'dimensions'>): string {
  if (!isReadyMade(dataset)) return 'return';
  const [only, other] = recordedEvents(dataset);
  return only !== undefined && other === undefined ? only : 'any';
}

/** The kinds of event a ready-made file records. */
export function recordedEvents({ dimensions }: Pick<Manifest, 'dimensions'>): string[] {
  return (dimensions.event_type ?? []).filter((type) => type !== null);
}

/** Events the data can tell: a ready-made file has its own, stays alone have returns only. */
export function offeredEvents(dataset: Pick<Manifest, 'tables' | 'dimensions'>): string[] {
  if (isReadyMade(dataset)) {
    const recorded = recordedEvents(dataset);
    return recorded.length === 1 ? recorded : ['any', ...recorded];
  }
  const events = supplies(dataset, 'outcome_event');
  return outcomeIds.filter((id) => events || id.startsWith('return'));
}
