import { category, date, decimal, id, integer, month, table, text } from './column.ts';

export const agency = table({
  name: 'agency',
  meaning: 'The agency itself, and the last day its data cover. Exactly one row.',
  group: 'Who and where',
  columns: {
    agency_name: text.required('Full name of the agency'),
    as_of: date.required('Last day the data cover'),
  },
});

export const region = table({
  name: 'region',
  meaning: 'One row per region of the agency.',
  group: 'Who and where',
  key: ['region_id'],
  columns: {
    region_id: id.required('Identifies the region'),
    region_name: text.required('Name shown to readers'),
  },
});

export const facility = table({
  name: 'facility',
  meaning: 'One row per institution, community center or jail that holds people.',
  group: 'Who and where',
  key: ['facility_id'],
  order: [['opened_date', 'closed_date']],
  columns: {
    facility_id: id.required('Identifies the institution'),
    facility_name: text.required('Name shown to readers'),
    region_id: id('Region it belongs to', { references: 'region' }),
    security_level: category('Security level of the institution'),
    population_sex: category('Whom it holds', { values: ['M', 'F', 'mixed'] }),
    facility_type: category('Kind of place', {
      values: ['institution', 'community', 'jail', 'other'],
      fallback: 'institution',
      decides: true,
    }),
    rated_capacity: integer('Beds by the rating authority'),
    operational_capacity: integer('Beds that staff and programs can serve'),
    design_capacity: integer('Beds the architect planned'),
    opened_date: date('First day in use'),
    closed_date: date('Day it was closed', { later: true, planned: true }),
  },
});

export const unit = table({
  name: 'unit',
  meaning: 'One row per housing or case management unit.',
  group: 'Who and where',
  key: ['unit_id'],
  columns: {
    unit_id: id.required('Identifies the unit'),
    facility_id: id.required('Institution it belongs to', { references: 'facility' }),
    unit_name: text.required('Name shown to readers'),
    unit_manager: text(
      'Name of the unit manager, to whom memoranda are addressed; without it, the unit manager of the staff table',
    ),
  },
});

export const staff = table({
  name: 'staff',
  meaning: 'One row per member of staff in a case management role.',
  group: 'Who and where',
  key: ['staff_id'],
  order: [['start_date', 'end_date']],
  columns: {
    staff_id: id.required('Identifies the member of staff'),
    staff_name: text.required('Name shown to readers'),
    role: category.required('Role', {
      values: ['case_manager', 'unit_manager', 'cmc', 'assistant_cmc', 'counselor', 'other'],
      decides: true,
    }),
    facility_id: id('Home institution', { references: 'facility' }),
    unit_id: id('Home unit', { references: 'unit' }),
    start_date: date('First day in the role'),
    end_date: date('First day no longer in the role', { later: true, planned: true }),
    fte: decimal('Full-time equivalent', { fallback: 1 }),
    certified_until: date('Last day of the current certification', { planned: true }),
  },
});

export const staffing = table({
  name: 'staffing',
  meaning: 'Authorised and filled positions by institution, month and role.',
  group: 'Who and where',
  key: ['facility_id', 'month', 'role'],
  when: 'month',
  columns: {
    facility_id: id.required('Institution', { references: 'facility' }),
    month: month.required('Month'),
    role: category.required('Role'),
    authorized_fte: decimal('Positions authorised'),
    filled_fte: decimal('Positions filled'),
    custody_post_hours: decimal('Hours case management staff worked custody posts'),
  },
});
