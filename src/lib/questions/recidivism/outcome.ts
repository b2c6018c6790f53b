import type { Manifest } from '../../export/manifest.ts';
import type { Parameter, Request } from '../question.ts';

/** Years at which rates are shown and a reader can choose, in days after release. */
export const rateHorizons = [365, 730, 1095, 1826] as const;

/** Three years, where nobody chooses. */
export const defaultHorizon = 1095;

/**
 * What is counted as an outcome, as data: the event, how it reads, and the columns of the marts of releases that hold it.
 * The clock starts at release; a competing event (death, deportation, transfer to another state) ends the chance of any.
 */
export interface Outcome {
  readonly id: string;
  readonly label: string;
  /** After "people who took part" and "share who". */
  readonly verb: string;
  readonly definition: string;
}

export const outcomes: readonly Outcome[] = [
  {
    id: 'return',
    label: 'Return to prison',
    verb: 'returned to prison',
    definition:
      'First return to custody after release: a recorded one, or a later stay that is no transfer in from elsewhere. An admission within 30 days (a setting) of a recorded return is that return.',
  },
  {
    id: 'return_new_sentence',
    label: 'Return with a new sentence',
    verb: 'returned with a new sentence',
    definition: 'First return to custody, where it is on a new sentence or a new offense.',
  },
  {
    id: 'return_technical',
    label: 'Return on a technical violation',
    verb: 'returned on a technical violation',
    definition: 'First return to custody, where it is on a violation of supervision without a new sentence.',
  },
  { id: 'arrest', label: 'Arrest', verb: 'were arrested', definition: 'First arrest after release.' },
  { id: 'conviction', label: 'Conviction', verb: 'were convicted', definition: 'First conviction after release.' },
  {
    id: 'any',
    label: 'Any event recorded',
    verb: 'had an event',
    definition: 'First of arrest, conviction and return, or the event a ready-made file records.',
  },
];

/** How an event reads; one only a ready-made file knows is shown as given. */
export function outcomeOf(id: string): Outcome {
  const known = outcomes.find((outcome) => outcome.id === id);
  return known ?? { id, label: id, verb: `had the event “${id}”`, definition: 'As recorded in the file.' };
}

/** Competing events, as the contract names them. */
export const competingEvents: Readonly<Record<string, string>> = {
  death: 'Death',
  deportation: 'Deportation',
  interstate_transfer: 'Transfer to another state',
};

/** Whether an event keeps any other from coming; its name may be anything a file holds. */
export function isCompetingEvent(event: string): boolean {
  return Object.hasOwn(competingEvents, event);
}

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

export const eventParameter: Parameter = {
  name: 'event',
  kind: 'text',
  meaning:
    'Event counted: return (default; the one event a ready-made file records, or any), return_new_sentence, return_technical, arrest, conviction, any, or an event as recorded',
};

export function eventOf(request: Request): string {
  return String(request.params.event ?? usualEvent(request.dataset));
}

/** Days until an event is sure to be in the records. A research file comes with its follow-up stated and has none. */
export function recordLag({ dataset }: Pick<Request, 'dataset'>): number {
  return isReadyMade(dataset) ? 0 : dataset.settings.record_lag_days;
}

/** Events the data can tell: a ready-made file has its own, stays alone have returns only. */
export function offeredEvents(dataset: Pick<Manifest, 'tables' | 'dimensions'>): string[] {
  if (isReadyMade(dataset)) {
    const recorded = recordedEvents(dataset);
    return recorded.length === 1 ? recorded : ['any', ...recorded];
  }
  const events = supplies(dataset, 'outcome_event');
  return outcomes.filter(({ id }) => events || id.startsWith('return')).map(({ id }) => id);
}
