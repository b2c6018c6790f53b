import { dayNumber } from './custody-count.ts';
import { readTexts, type SourceRows, type SourceStay } from './source-rows.ts';

/** One release to the community and what became of it, found by looking through the person's other stays. */
export interface Release {
  stay: SourceStay;
  year: number;
  facility_id: string | null;
  risk_level: string | null;
  /** Days from the release to the as-of date. */
  followed: number;
  /** Days to the next stay; null when there is none. */
  returned: number | null;
  kind: string | null;
  /** The years, and days of release, of the person's counted releases before this one. */
  earlier: { released: string; year: number; facility_id: string | null }[];
}

const toCommunity = ['parole', 'mandatory', 'expiration', 'community_placement', 'probation'];

/** The releases to the community since `from`, from the rows of the source. */
export async function releasesOf(rows: SourceRows, source: string, from: string): Promise<Release[]> {
  const risks = new Map(
    (await readTexts(source, 'stay', 'parquet')).map((row) => [row.stay_id, row.risk_level ?? null]),
  );
  const byPerson = new Map<string, SourceStay[]>();
  for (const stay of rows.stays) byPerson.set(stay.person_id, [...(byPerson.get(stay.person_id) ?? []), stay]);
  const counted = (stay: SourceStay) =>
    stay.release_date !== null &&
    stay.release_date >= from &&
    toCommunity.includes(stay.release_type ?? '') &&
    (stay.legal_status === 'sentenced' || stay.sentenced_date !== null);
  return rows.stays.filter(counted).map((stay) => {
    const released = stay.release_date ?? '';
    const own = byPerson.get(stay.person_id) ?? [];
    const later = own
      .filter((other) => other !== stay && other.admission_date >= released)
      .sort((a, b) => (a.admission_date < b.admission_date ? -1 : 1))[0];
    const earlier = own
      .filter((other) => counted(other) && (other.release_date ?? '') < released)
      .map((other) => {
        const day = other.release_date ?? '';
        return { released: day, year: Number(day.slice(0, 4)), facility_id: lastPlace(rows, other) };
      });
    return {
      stay,
      year: Number(released.slice(0, 4)),
      facility_id: lastPlace(rows, stay),
      risk_level: risks.get(stay.stay_id) ?? null,
      followed: dayNumber(rows.asOf) - dayNumber(released),
      returned: later ? dayNumber(later.admission_date) - dayNumber(released) : null,
      kind: later ? kindOf(later.admission_type) : null,
      earlier,
    };
  });
}

/** Where somebody was released from; null when they had left their last place before. */
function lastPlace(rows: SourceRows, stay: SourceStay): string | null {
  const released = stay.release_date ?? '';
  const last = rows.placements.get(stay.stay_id)?.findLast((placement) => placement.start_date < released);
  return last && (last.end_date === null || last.end_date >= released) ? last.facility_id : null;
}

function kindOf(type: string | null): string {
  if (type === 'technical_violation') return 'return_technical';
  return type === 'new_commitment' || type === 'violation_new_offense' ? 'return_new_sentence' : 'return_other';
}
