import { formatDate, type IsoDate } from '../../calendar/date.ts';
import type { Period } from '../../calendar/period.ts';
import type { DimensionId } from '../../questions/dimensions.ts';
import type { Certification } from '../../questions/casework/expertise.ts';
import type { WorkloadMix } from '../../questions/casework/workload.ts';
import { groupLabel } from '../../questions/labels.ts';
import type { Asker } from '../asker.ts';
import type { MemoContext, MemoInput } from './input.ts';
import { formatQuantity } from '../../format/quantity.ts';

const mixes = [
  { mix: 'custody_level', title: 'custody level', dimension: 'custody_level' },
  { mix: 'risk_level', title: 'assessed risk', dimension: 'risk_level' },
  { mix: 'months_to_release', title: 'months to projected release', dimension: null },
] as const satisfies readonly { mix: string; title: string; dimension: DimensionId | null }[];

/** What the caseload of each person is made of, on an average day of the quarter. */
export async function gatherMixes(asker: Asker, period: Period): Promise<(staff: string) => MemoContext['mix']> {
  const answers: { title: string; dimension: DimensionId | null; rows: WorkloadMix[] }[] = [];
  for (const { mix, title, dimension } of mixes) {
    const rows = await asker.rows('casework/workload-mix', { period, by: 'staff_id', params: { mix } });
    answers.push({ title, dimension, rows: rows ?? [] });
  }
  return (staff) =>
    answers.map(({ title, dimension, rows }) => ({
      title,
      groups: rows
        .filter(({ group }) => group === staff)
        .map(({ value, average }) => ({ label: labelOf(value, dimension, asker), people: average })),
    }));
}

function labelOf(value: string | null, dimension: DimensionId | null, { dataset }: Asker): string {
  if (dimension !== null) return groupLabel(value, dimension, dataset);
  return value === null ? 'no date' : value === 'past' ? 'date passed' : value;
}

/** What is recorded of the institution, not of a person. */
export async function gatherStaffing(
  asker: Asker,
  period: Period,
): Promise<Pick<MemoContext, 'staffing' | 'custodyPostHours'>> {
  const [row] = (await asker.rows('coordinator/staffing', { period })) ?? [];
  const { filled = null, authorized = null, custody_post_hours = null } = row ?? {};
  return {
    staffing: filled === null || authorized === null ? null : { filled, authorized },
    custodyPostHours: custody_post_hours,
  };
}

interface Checks {
  group: string | null;
  /** Null where nobody supplied it. */
  repeat_findings: number | null;
}

interface Notes {
  group: string | null;
  entries: number;
  discussed: number;
  /** Null where nobody supplied it. */
  disputed: number | null;
}

/** Facts for section 7 that no row of the tables says, and the performance entries. */
export async function gatherFacts(
  asker: Asker,
  period: Period,
): Promise<(staff: string) => Pick<MemoInput, 'facts' | 'entries'>> {
  const by = 'staff_id';
  const checks = (await asker.rows('casework/quality-checks', { period, by })) ?? [];
  const notes = await asker.rows('casework/performance-notes', { period, by });
  const certified = (await asker.rows('casework/certification', { period, by })) ?? [];
  return (staff) => {
    const isTheirs = ({ group }: { group: string | null }) => group === staff;
    const kept = notes?.find(isTheirs);
    // Whoever is in no row has none; whether any was disputed is known where it is of others.
    const none = { entries: 0, discussed: 0, disputed: (notes?.[0]?.disputed ?? null) === null ? null : 0 };
    const facts = [
      repeatFindings(checks.find(isTheirs)),
      entries(kept),
      certificationEnd(certified.find(isTheirs), asker.dataset.as_of),
    ];
    return {
      facts: facts.flatMap((text) => (text === null ? [] : [{ side: 'discussion' as const, text }])),
      entries: notes && (kept ? { entries: kept.entries, discussed: kept.discussed, disputed: kept.disputed } : none),
    };
  };
}

function repeatFindings(row: Checks | undefined): string | null {
  if (!row?.repeat_findings) return null;
  return `${formatQuantity(row.repeat_findings, 'check')} of the quarter had a finding that had been made before.`;
}

function entries(row: Notes | undefined): string | null {
  if (!row || row.entries === 0) return null;
  const kept = formatQuantity(row.entries, 'performance entry', 'performance entries');
  return `${kept} of the quarter: ${row.discussed} discussed with the employee by the as-of date${row.disputed === null ? '' : `, ${row.disputed} disputed`}.`;
}

function certificationEnd(row: Certification | undefined, asOf: IsoDate): string | null {
  if (!row?.first_expiry) return null;
  if (row.first_expiry < asOf) return `Certification ended on ${formatDate(row.first_expiry)}.`;
  return row.expiring > 0 ? `Certification ends on ${formatDate(row.first_expiry)}.` : null;
}
