import type { IsoDate } from '../../calendar/date.ts';
import type { Period } from '../../calendar/period.ts';
import { findMeasure } from '../../measures/measures.ts';
import { sessionsPresented, type Training } from '../../questions/casework/expertise.ts';
import type { Contacts } from '../../questions/casework/contacts.ts';
import { isIn, spanOf, type Asker } from '../asker.ts';
import { definitionOf, type OfPerson, type Quarters } from './gather-counted.ts';
import type { MemoFigure, MemoMeasure } from './input.ts';

/** What no comparison belongs to. */
const alone = {
  quarters: [],
  pooled: null,
  unit: null,
  institution: null,
  expected: null,
  limits: null,
  position: null,
} as const;

function base(measure: string): Pick<MemoMeasure, 'id' | 'label' | 'direction' | 'definition'> {
  const found = findMeasure(measure);
  return {
    id: measure,
    label: found?.label ?? measure,
    direction: found?.direction ?? 'neither',
    definition: definitionOf(measure),
  };
}

/** Contacts, which are counted against the time people were assigned, not against what was due. */
export async function gatherContacts(asker: Asker, { periods, labels }: Quarters): Promise<OfPerson> {
  const quarter = quarterOf(periods);
  const people = await asker.rows('casework/contacts', { period: quarter, by: 'staff_id' });
  const months = await asker.rows('casework/contacts', {
    period: spanOf(periods),
    by: 'staff_id',
    params: { grain: 'month' },
  });
  const units = await asker.rows('casework/contacts', { period: quarter, by: 'unit_id' });
  const place = await asker.rows('casework/contacts', { period: quarter });
  return ({ id, units: theirs }) => {
    const over = (wanted: (row: Contacts) => boolean) => months && rateOf(months.filter(wanted));
    const own = people && (people.find(({ group }) => group === id) ?? null);
    return {
      ...base('contacts'),
      label: 'Contacts',
      element: 2,
      counts: 'contacts',
      exposure: 'person-months',
      none: 'no people were assigned',
      figure: people && (own ? rateWithLimits(own) : rateOf([])),
      quarters: periods.map((period, index) => ({
        label: labels[index] ?? period.id,
        figure: over(({ group, month }) => group === id && isIn(month, period)),
      })),
      pooled: over(({ group }) => group === id),
      unit:
        theirs.length === 0
          ? null
          : units && rateOf(units.filter(({ group }) => group !== null && theirs.includes(group))),
      institution: place && rateOf(place),
      expected: null,
      limits: null,
      position: null,
    };
  };
}

/** Training and certification, which are held against nobody else's. */
export async function gatherExpertise(asker: Asker, { periods }: Quarters): Promise<OfPerson[]> {
  const period = quarterOf(periods);
  const trained = await asker.rows('casework/training', { period, by: 'staff_id' });
  const place = await asker.rows('casework/training', { period });
  const certified = await asker.rows('casework/certification', { period, by: 'staff_id' });
  const asked = trained?.[0]?.expected_per_staff ?? place?.[0]?.expected_per_staff ?? null;
  return [
    ({ id }) => ({
      ...base('training-hours'),
      label: 'Hours of training',
      element: 4,
      counts: 'hours',
      figure: trained && {
        kind: 'amount',
        value: trained.find(({ group }) => group === id)?.hours ?? 0,
        target: asked,
      },
      ...alone,
    }),
    ({ id }) => ({
      ...base('training-hours'),
      id: 'sessions-presented',
      label: 'Sessions and courses presented',
      element: 4,
      counts: 'presented',
      figure: presented(trained, id),
      ...alone,
    }),
    ({ id }) => ({
      ...base('certified'),
      label: 'Certification',
      element: 4,
      counts: 'certified',
      figure:
        certified && lastDay(certified.find(({ group }) => group === id)?.first_expiry ?? null, asker.dataset.as_of),
      ...alone,
    }),
  ];
}

function lastDay(date: IsoDate | null, asOf: IsoDate): MemoFigure {
  return { kind: 'date', date, ended: date !== null && date < asOf };
}

/** Whoever is in no row presented nothing, unless nothing supplied says who presents: then nobody's are known. */
function presented(trained: readonly Training[] | null, id: string): MemoFigure | null {
  const own = trained?.find(({ group }) => group === id) ?? trained?.[0];
  const sessions = own ? sessionsPresented(own) : null;
  if (sessions === null) return null;
  return { kind: 'amount', value: own?.group === id ? sessions : 0, target: null };
}

function rateOf(rows: readonly Contacts[]): MemoFigure {
  const events = rows.reduce((sum, { contacts }) => sum + contacts, 0);
  const exposure = rows.reduce((sum, { person_months }) => sum + person_months, 0);
  return { kind: 'rate', events, exposure, lower: null, upper: null };
}

function rateWithLimits({ contacts, person_months, lower, upper }: Contacts): MemoFigure {
  // The question speaks per 100, a figure per one.
  const one = (limit: number | null) => (limit === null ? null : limit / 100);
  return { kind: 'rate', events: contacts, exposure: person_months, lower: one(lower), upper: one(upper) };
}

function quarterOf(periods: readonly Period[]): Period {
  const quarter = periods.at(-1);
  if (!quarter) throw new Error('a memorandum is of a quarter');
  return quarter;
}
