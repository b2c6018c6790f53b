import { ascending } from 'd3-array';
import { addDays } from '../../calendar/date.ts';
import { effectiveEnd, type Period } from '../../calendar/period.ts';
import { taskLabel } from '../../summaries/casework.ts';
import type { CaseManager } from '../../questions/casework/case-managers.ts';
import { whileAssigned, type Caseload } from '../../questions/casework/caseload.ts';
import type { WorklistRow } from '../../questions/casework/worklist.ts';
import type { Asker } from '../asker.ts';
import type { Assigned, MemoContext, OverdueItem } from './input.ts';

/** A case manager of the institution in the quarter, with what a memorandum says of the caseload. */
export interface MemoPerson {
  id: string;
  name: string;
  /** Ids of the units the cases were in; without cases, the home unit. */
  units: string[];
  assigned: Assigned;
  caseload: MemoContext['caseload'];
  inflow: MemoContext['inflow'];
  outflow: MemoContext['outflow'];
}

/**
 * Everybody with a memorandum: who had cases or due work at the institution in the quarter, and who was a case manager
 * of it, by name.
 */
export async function gatherPeople(asker: Asker, period: Period, only: string | null): Promise<MemoPerson[]> {
  const by = 'staff_id';
  const names = (await asker.rows('casework/case-managers', { period })) ?? [];
  const answered = await asker.rows('casework/caseload', { period, by });
  const caseloads = answered ?? [];
  const due = (await asker.rows('casework/timeliness-types', { period, by })) ?? [];
  const had = new Set([
    ...caseloads.filter(({ days_assigned }) => days_assigned > 0).map(({ group }) => group),
    ...due.filter((row) => row.due + row.set_aside > 0).map(({ group }) => group),
  ]);
  const people = names.filter((member) => had.has(member.staff_id) || wasCaseManager(member, asker, period));
  const shown = people
    .filter(({ staff_id }) => only === null || staff_id === only)
    .map((member) => ({ member, caseload: caseloads.find(({ group }) => group === member.staff_id) }));
  const units = await unitsOfCases(
    asker,
    period,
    shown.flatMap(({ member, caseload }) => (hadCases(caseload) ? [member.staff_id] : [])),
  );
  return shown.map(({ member, caseload }) => ({
    id: member.staff_id,
    name: member.staff_name,
    units: units.get(member.staff_id) ?? (member.unit_id === null ? [] : [member.unit_id]),
    assigned: { days: caseload?.days_assigned ?? 0, of: caseload?.days ?? caseloads[0]?.days ?? 0 },
    // Whoever is in no row of an answer had no case.
    caseload: answered && caseloadOf(caseload),
    inflow: answered && (caseload?.taken_over ?? 0),
    outflow: answered && (caseload?.given_up ?? 0),
  }));
}

const hadCases = (caseload: Caseload | undefined): boolean => (caseload?.days_assigned ?? 0) > 0;

/** In the role at the institution on some day of the quarter, with or without cases. */
function wasCaseManager(member: CaseManager, { scope, dataset }: Asker, period: Period): boolean {
  const here = scope.kind === 'facility' && member.facility_id === scope.id;
  const last = addDays(effectiveEnd(period, dataset.as_of), -1);
  const { start_date: start, end_date: end } = member;
  return here && member.role === 'case_manager' && (start ?? '') <= last && (end === null || end > period.from);
}

/** The units the cases of each were in. */
async function unitsOfCases(asker: Asker, period: Period, staff: readonly string[]): Promise<Map<string, string[]>> {
  if (staff.length === 0) return new Map();
  const found =
    (await asker.rowsOfEach('casework/caseload', staff, { period, by: 'unit_id' })) ?? new Map<string, Caseload[]>();
  return new Map(
    [...found].map(([person, rows]) => [
      person,
      rows.flatMap((row) => (row.group !== null && hadCases(row) ? [row.group] : [])),
    ]),
  );
}

function caseloadOf(row: Caseload | undefined): MemoContext['caseload'] {
  if (!row) return { average: 0, lowest: 0, highest: 0, last: 0, whileAssigned: null };
  const { average, minimum: lowest, maximum: highest, last_day: last } = row;
  return { average, lowest, highest, last, whileAssigned: row.days_assigned < row.days ? whileAssigned(row) : null };
}

/** What was overdue when cases were taken over, and what was set aside, by person. */
export async function gatherBeside(
  asker: Asker,
  period: Period,
): Promise<(staff: string) => Pick<MemoContext, 'inherited' | 'setAside'>> {
  const by = 'staff_id';
  const inherited = await asker.rows('casework/inherited', { period, by });
  const due = await asker.rows('casework/timeliness-types', { period, by });
  return (staff) => {
    const taken = inherited?.find(({ group }) => group === staff);
    const all = due?.find(({ group, task_type }) => group === staff && task_type === null);
    return {
      inherited: inherited && { overdue: taken?.inherited ?? 0, cleared: taken?.cleared ?? 0 },
      setAside: due && (all?.set_aside ?? 0),
    };
  };
}

/** What is past due on the as-of date, by person: what they have in hand, and what counts for them and is in other hands. */
export async function gatherOverdue(asker: Asker, period: Period): Promise<(staff: string) => OverdueItem[]> {
  const list = async (status: string) => (await asker.rows('casework/worklist', { period, params: { status } })) ?? [];
  const inHand = await list('to_do');
  const counted = await list('overdue');
  return (staff) =>
    [
      ...inHand
        .filter(({ holder_id }) => holder_id === staff)
        .map((row) => item(row, row.inherited ? 'taken over' : 'own')),
      ...counted
        .filter(({ staff_id, holder_id, counts }) => counts && staff_id === staff && holder_id !== staff)
        .map((row) => item(row, 'handed on')),
    ].sort((a, b) => b.days - a.days || ascending(a.case, b.case) || ascending(a.task, b.task));
}

function item(row: WorklistRow, hand: OverdueItem['hand']): OverdueItem {
  return {
    case: row.stay_id ?? 'about no case',
    task: taskLabel(row.task_type),
    due: row.due_date ?? '',
    days: row.days_overdue ?? 0,
    hand,
  };
}
