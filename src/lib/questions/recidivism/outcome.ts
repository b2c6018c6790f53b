import { own } from '../../analysis/own.ts';
import { isReadyMade, usualEvent, type OutcomeId } from './offered-events.ts';
import type { Parameter, Request } from '../question.ts';

/** Years at which rates are shown and a reader can choose, in days after release. */
export const rateHorizons = [365, 730, 1095, 1826] as const;

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

const outcomes: Readonly<Record<OutcomeId, Omit<Outcome, 'id'>>> = {
  return: {
    label: 'Return to prison',
    verb: 'returned to prison',
    definition:
      'First return to custody after release: a recorded one, or a later stay that is no transfer in from elsewhere. An admission within 30 days (a setting) of a recorded return is that return.',
  },
  return_new_sentence: {
    label: 'Return with a new sentence',
    verb: 'returned with a new sentence',
    definition: 'First return to custody, where it is on a new sentence or a new offense.',
  },
  return_technical: {
    label: 'Return on a technical violation',
    verb: 'returned on a technical violation',
    definition: 'First return to custody, where it is on a violation of supervision without a new sentence.',
  },
  arrest: { label: 'Arrest', verb: 'were arrested', definition: 'First arrest after release.' },
  conviction: { label: 'Conviction', verb: 'were convicted', definition: 'First conviction after release.' },
  any: {
    label: 'Any event recorded',
    verb: 'had an event',
    definition: 'First of arrest, conviction and return, or the event a ready-made file records.',
  },
};

/** How an event reads; one only a ready-made file knows is shown as given. */
export function outcomeOf(id: string): Outcome {
  const known = own(outcomes as Readonly<Record<string, Omit<Outcome, 'id'>>>, id);
  return { id, ...(known ?? { label: id, verb: `had the event “${id}”`, definition: 'As recorded in the file.' }) };
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
