import type { Row } from './source-folder.ts';

/** The last day of the small agency's data. */
export const asOf = '2026-06-30';

/**
 * Two institutions and eight stays, small enough to count by hand. S1–S4 are at North, S5–S7 at South; S8 was never
 * placed. S3 moved from North to South on 2026-03-01 and S6 was sentenced on 2026-02-10.
 */
export function smallAgency(): Record<string, Row[]> {
  return {
    agency: [{ agency_name: 'Department of Small Numbers', as_of: asOf }],
    region: [
      { region_id: 'R1', region_name: 'East' },
      { region_id: 'R2', region_name: 'West' },
    ],
    facility: [
      { facility_id: 'NORTH', facility_name: 'North', region_id: 'R1', rated_capacity: 3 },
      { facility_id: 'SOUTH', facility_name: 'South', region_id: 'R2', rated_capacity: 5 },
    ],
    unit: [
      { unit_id: 'N1', facility_id: 'NORTH', unit_name: 'North 1' },
      { unit_id: 'S1', facility_id: 'SOUTH', unit_name: 'South 1' },
    ],
    person: ['P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7', 'P8'].map((person_id, index) => ({
      person_id,
      birth_date: `19${80 + index}-01-15`,
      sex: index % 2 === 0 ? 'M' : 'F',
    })),
    stay: [
      stay('S1', 'P1', '2025-11-01', null),
      stay('S2', 'P2', '2025-12-15', '2026-02-01', 'parole'),
      stay('S3', 'P3', '2026-01-10', null),
      stay('S4', 'P4', '2026-01-20', '2026-05-05', 'expiration'),
      stay('S5', 'P5', '2025-10-01', null),
      { ...stay('S6', 'P6', '2026-01-05', null), legal_status: 'pretrial', sentenced_date: '2026-02-10' },
      stay('S7', 'P7', '2026-03-03', '2026-03-03', 'transfer_out'),
      stay('S8', 'P8', '2026-04-01', '2026-06-30', 'parole'),
    ],
    placement: [
      placement('S1', 'NORTH', 'N1', 'low', '2025-11-01', null),
      placement('S2', 'NORTH', 'N1', 'high', '2025-12-15', '2026-02-01'),
      placement('S3', 'NORTH', 'N1', 'high', '2026-01-10', '2026-03-01'),
      placement('S3', 'SOUTH', 'S1', 'high', '2026-03-01', '2026-04-10'),
      placement('S3', 'SOUTH', 'S1', 'low', '2026-04-10', null),
      placement('S4', 'NORTH', 'N1', 'low', '2026-01-20', '2026-05-05'),
      placement('S5', 'SOUTH', 'S1', 'low', '2025-10-01', null),
      placement('S6', 'SOUTH', null, 'low', '2026-01-05', null),
      placement('S7', 'SOUTH', 'S1', 'low', '2026-03-03', '2026-03-03'),
    ],
  };
}

/** Settings that let one wrong row of eight be counted instead of stopping the export. */
export const lenient = { history_from: '2026-01-01', settings: { reject_limit: 0.5 } };

function stay(
  stay_id: string,
  person_id: string,
  admission_date: string,
  release_date: string | null,
  type?: string,
): Row {
  return {
    stay_id,
    person_id,
    admission_date,
    admission_type: 'new_commitment',
    legal_status: 'sentenced',
    sentenced_date: null,
    offense_category: 'drug',
    projected_release_date: null,
    release_date,
    release_type: type ?? null,
  };
}

function placement(
  stay_id: string,
  facility_id: string,
  unit_id: string | null,
  custody_level: string,
  start_date: string,
  end_date: string | null,
): Row {
  return { stay_id, facility_id, unit_id, custody_level, start_date, end_date };
}
