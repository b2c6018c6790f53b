import { isReadyMade } from './offered-events.ts';
import { eventOf, isCompetingEvent } from './outcome.ts';
import type { Request } from '../question.ts';
import { raw, sql, type Sql } from '../sql.ts';

/** The columns of an event: whether it was seen, and after how many days (null: it was, but no day is known). */
export interface EventColumns {
  seen: Sql;
  day: Sql;
}

/** Where the mart holds the event of a request. `seen` is true or false, never null. */
export function eventColumns(request: Request): EventColumns {
  const event = eventOf(request);
  switch (event) {
    case 'any':
      return { seen: raw('(event_type IS NOT NULL)'), day: raw('days_to_event') };
    case 'return':
      return { seen: raw('(return_type IS NOT NULL)'), day: raw('days_to_return') };
    case 'return_new_sentence':
    case 'return_technical':
    case 'return_other':
      return {
        seen: sql`coalesce(return_type = ${event}, false)`,
        day: sql`CASE WHEN return_type = ${event} THEN days_to_return END`,
      };
    case 'arrest':
    case 'conviction':
      // A ready-made file may give the event without its day.
      return {
        seen: sql`coalesce(${raw(`days_to_${event}`)} IS NOT NULL OR event_type = ${event}, false)`,
        day: raw(`days_to_${event}`),
      };
    default:
      if (isCompetingEvent(event)) {
        return {
          seen: sql`coalesce(competing_type = ${event}, false)`,
          day: sql`CASE WHEN competing_type = ${event} THEN days_to_competing END`,
        };
      }
      return {
        seen: sql`coalesce(event_type = ${event}, false)`,
        day: sql`CASE WHEN event_type = ${event} THEN days_to_event END`,
      };
  }
}

/** Whether the data record such an event at all: 0 of n may only be said of an event that somebody looked for. */
export function isRecorded(request: Request): Sql {
  const event = eventOf(request);
  if (event === 'any' || (event === 'return' && !isReadyMade(request.dataset))) return raw('true');
  return sql`EXISTS (SELECT 1 FROM release_followed WHERE ${eventColumns(request).seen})`;
}
