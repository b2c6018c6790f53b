import { addMonths } from '../../src/lib/calendar/date.ts';
import type { Row } from './source-folder.ts';

/** An institution whose people come on the tenth of every month and leave on a tenth some months later. */
export interface Plan {
  facility: Row & { facility_id: string };
  /** Months from 2019-01 in which people come: how many. */
  arrivals: (month: number) => number;
  stayMonths: number;
  /** Custody level of people whose offense is not recorded; without it, a drug offense is and they are at low custody. */
  level?: string;
}

const firstMonth = '2019-01-10';

/** The tables of an agency of such institutions. */
export function agencyOf(plans: readonly Plan[], asOf: string): Record<string, Row[]> {
  const stays: Row[] = [];
  const placements: Row[] = [];
  for (const { facility, arrivals, stayMonths, level } of plans) {
    for (let month = 0; addMonths(firstMonth, month) <= asOf; month++) {
      const admission = addMonths(firstMonth, month);
      const release = addMonths(admission, stayMonths);
      const known = release <= asOf ? release : null;
      for (let i = 0; i < arrivals(month); i++) {
        const stay_id = `${facility.facility_id}-${month}-${i}`;
        const offense_category = level === undefined ? 'drug' : null;
        const common = { admission_type: 'new_commitment', legal_status: 'sentenced', offense_category };
        stays.push({
          ...{ stay_id, person_id: `P-${stay_id}`, admission_date: admission, ...common },
          ...{ projected_release_date: null, release_date: known, release_type: known ? 'parole' : null },
        });
        const place = { facility_id: facility.facility_id, unit_id: null, custody_level: level ?? 'low' };
        placements.push({ stay_id, ...place, start_date: admission, end_date: known });
      }
    }
  }
  return {
    agency: [{ agency_name: 'Department of Steady Numbers', as_of: asOf }],
    region: [{ region_id: 'R1', region_name: 'East' }],
    facility: plans.map(({ facility }) => ({ opened_date: null, closed_date: null, ...facility })),
    person: stays.map(({ person_id }) => ({ person_id: person_id ?? '', sex: 'M' })),
    stay: stays,
    placement: placements,
  };
}

/** Number of a month since 2019-01. */
export const since2019 = (year: number, month: number): number => (year - 2019) * 12 + month - 1;
