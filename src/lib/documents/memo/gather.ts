import { addDays, formatDate } from '../../calendar/date.ts';
import { effectiveEnd, isToDate, periodLabel, type Period } from '../../calendar/period.ts';
import { calendarOf } from '../../export/calendar.ts';
import type { Manifest } from '../../export/manifest.ts';
import { findMeasure } from '../../measures/measures.ts';
import { scopeName } from '../../questions/scope.ts';
import { Asker, lastFourQuarters, type AskerOptions, type MemoSource } from '../asker.ts';
import { gatherFacts, gatherMixes, gatherStaffing } from './gather-context.ts';
import { definitionOf, gatherCounted, type OfPerson, type Quarters } from './gather-counted.ts';
import { gatherBeside, gatherOverdue, gatherPeople } from './gather-people.ts';
import { gatherRows } from './gather-rows.ts';
import { gatherContacts, gatherExpertise } from './gather-single.ts';
import { gatherTimeliness } from './gather-timeliness.ts';
import type { MemoInput, MemoPeriod } from './input.ts';
import { formatList } from '../../format/list.ts';

export type { MemoSource } from '../asker.ts';

/** One case manager, at the home institution or the one named; or everybody of an institution. */
export type MemoWhom = { staff: string; facility?: string } | { facility: string };

/**
 * The facts of the memoranda of one case manager or of a whole institution for a quarter, by name. Everything is asked
 * of the pages' own questions, for all case managers of the institution at once. Empty where there is nobody.
 */
export async function memoInputs(
  source: MemoSource,
  whom: MemoWhom,
  period: Period,
  options: AskerOptions = {},
): Promise<MemoInput[]> {
  const { dataset } = source;
  const facility = whom.facility ?? ('staff' in whom ? homeOf(whom.staff, dataset) : null);
  if (!facility) return [];
  const asker = new Asker(source, { kind: 'facility', id: facility }, options);
  const people = await gatherPeople(asker, period, 'staff' in whom ? whom.staff : null);
  if (people.length === 0) return [];
  const calendar = calendarOf(dataset);
  const periods = lastFourQuarters(period, dataset.history_from);
  const quarters: Quarters = { periods, labels: periods.map((quarter) => periodLabel(quarter, calendar).short) };
  const measures = await gatherMeasures(asker, quarters);
  const mixes = await gatherMixes(asker, period);
  const staffing = await gatherStaffing(asker, period);
  const beside = await gatherBeside(asker, period);
  const overdue = await gatherOverdue(asker, period);
  const rows = await gatherRows(asker, period);
  const facts = await gatherFacts(asker, period);
  const notCovered = [...asker.gaps, ...shortHistory(periods, dataset)];
  return people.map(({ id, name, units, assigned, caseload, inflow, outflow }): MemoInput => {
    const places = dataset.scopes.units.filter((unit) => units.includes(unit.id));
    return {
      agency: dataset.source.agency_name,
      marking: dataset.source.marking,
      person: { id, name },
      institution: { id: facility, name: scopeName({ kind: 'facility', id: facility }, dataset) },
      units: places.map((unit) => unit.name),
      ratingOfficial: managersOf(places),
      coordinator: null,
      period: memoPeriod(period, dataset),
      asOf: dataset.as_of,
      dataVersion: dataset.version,
      definitions: dataset.definitions ?? '',
      assigned,
      notCovered,
      measures: measures.map((of) => ({ ...of({ id, units }), minimum: dataset.settings.minimum_for_rate })),
      general: generalMeasures,
      context: {
        caseload,
        mix: mixes(id),
        inflow,
        outflow,
        ...beside(id),
        ...staffing,
      },
      overdue: overdue(id),
      notOnTime: rows.notOnTime(id),
      rows: rows.of(id),
      ...facts(id),
    };
  });
}

/** The elements' measures in the order of their tables. */
async function gatherMeasures(asker: Asker, quarters: Quarters): Promise<OfPerson[]> {
  const timeliness = await gatherTimeliness(asker, quarters);
  const counted = await gatherCounted(asker, quarters);
  const contacts = await gatherContacts(asker, quarters);
  return [...timeliness, ...counted, contacts, ...(await gatherExpertise(asker, quarters))];
}

const generalMeasures = ['timeliness', 'inherited'].map((id) => ({
  label: findMeasure(id)?.label ?? id,
  definition: definitionOf(id),
}));

/** Where somebody's memorandum is written: the home institution, or else one with cases of theirs. */
function homeOf(staff: string, { scopes }: Manifest): string | null {
  const member = scopes.staff.find(({ id }) => id === staff);
  return member?.facility_id ?? member?.facilities?.[0] ?? null;
}

/** Unit managers as the heading names them. */
function managersOf(units: readonly { manager?: string | null }[]): string | null {
  const names = [...new Set(units.flatMap(({ manager }) => (manager ? [manager] : [])))];
  if (names.length === 0) return null;
  return `${formatList(names)}, ${names.length === 1 ? 'Unit Manager' : 'Unit Managers'}`;
}

function memoPeriod(period: Period, dataset: Manifest): MemoPeriod {
  const { short, full } = periodLabel(period, calendarOf(dataset));
  const last = addDays(effectiveEnd(period, dataset.as_of), -1);
  return { id: period.id, short, full, toDate: isToDate(period, dataset.as_of), from: period.from, last };
}

function shortHistory(periods: readonly Period[], { history_from }: Manifest): string[] {
  if (periods.length === 4 || history_from === null) return [];
  return [`Quarters that begin before ${formatDate(history_from)}, where the data do.`];
}
