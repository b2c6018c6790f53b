import { defaultSettings } from '../../../data/contract/settings.ts';
import { thisCopy } from './definitions.ts';
import { schemaVersion, type Manifest } from './manifest.ts';

/** A small dataset description for tests: two regions, three institutions, one of them without a region. */
export function exampleDataset(changes: Partial<Manifest> = {}): Manifest {
  const facility = (id: string, region_id: string | null, rated_capacity: number | null) => ({
    id,
    name: `Institution ${id}`,
    region_id,
    type: 'institution',
    sex: 'M',
    security_level: 'medium',
    rated_capacity,
    operational_capacity: null,
    design_capacity: null,
    opened_date: null,
    closed_date: null,
  });
  return {
    schema_version: schemaVersion,
    version: '2026-06-30.00000000',
    exported_at: '2026-07-01T00:00:00.000Z',
    made_by: thisCopy.version,
    definitions: thisCopy.definitions,
    as_of: '2026-06-30',
    history_from: '2018-07-01',
    source: { name: 'example', agency_name: 'Example agency', abbreviation: null, marking: '', demonstration: true },
    profile: 'internal',
    population_basis: 'stays',
    settings: defaultSettings(),
    custody_levels: ['low', 'medium', 'high'],
    default_period: '2026Q3',
    scopes: {
      regions: [
        { id: 'R1', name: 'East' },
        { id: 'R2', name: 'West' },
      ],
      facilities: [facility('F1', 'R1', 100), facility('F2', 'R2', 200), facility('F3', null, null)],
      units: [
        { id: 'U1', name: 'A', facility_id: 'F1' },
        { id: 'U2', name: 'B', facility_id: 'F1' },
      ],
      staff: [
        { id: 'S1', name: 'Ada', facility_id: 'F1', unit_id: 'U1' },
        { id: 'S2', name: 'Ben', facility_id: 'F1', unit_id: null, facilities: ['F1', 'F2'] },
      ],
    },
    dimensions: { sex: ['F', 'M', null], custody_level: ['low', 'medium', 'high', null] },
    tables: [],
    files: { file: 'files.json', bytes: 0, sha256: '' },
    answers: { file: 'answers.json', bytes: 0, sha256: '' },
    ...changes,
  };
}
