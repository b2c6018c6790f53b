import { category, date, decimal, flag, id, integer, table, text } from './column.ts';
import { eachPerson, taskTypes } from './task-types.ts';

export const task = table({
  name: 'task',
  meaning: 'One row per piece of casework with a deadline.',
  group: 'Casework',
  key: ['task_id'],
  when: 'trigger_date',
  order: [['trigger_date', 'completed_date']],
  columns: {
    task_id: id.required('Identifies the task'),
    task_type: category.required('Kind of task', { values: taskTypes.map((type) => type.id), decides: true }),
    stay_id: id('The stay', { references: 'stay' }),
    staff_id: id('The member of staff, where the task has no stay', { references: 'staff' }),
    facility_id: id('Institution', { references: 'facility' }),
    trigger_date: date('Day of the event that set the deadline', { planned: true }),
    due_date: date('Deadline; null is filled by the rule of the task type', { planned: true }),
    completed_date: date('Day it was done; null while open', { later: true, fresh: true }),
    result: category('Result of review', { later: true, values: ['accepted', 'returned'], decides: true }),
  },
});

export const taskTime = table({
  name: 'task_time',
  meaning: 'One row per kind of task and day of the agency’s own time study.',
  group: 'Casework',
  key: ['task_type', 'measured_on'],
  columns: {
    task_type: category.required(
      `Kind of task, or "${eachPerson}": what one person takes in a month beside the tasks`,
      { values: [...taskTypes.map((type) => type.id), eachPerson], decides: true },
    ),
    minutes: decimal.required('Minutes one takes'),
    measured_on: date.required('Day the time study ended'),
    source: text.required('Who measured, and how'),
  },
});

export const assessment = table({
  name: 'assessment',
  meaning: 'One row per risk and needs assessment.',
  group: 'Casework',
  when: 'assessed_date',
  columns: {
    stay_id: id.required('The stay', { references: 'stay' }),
    staff_id: id('Who assessed', { references: 'staff' }),
    assessed_date: date.required('Day of the assessment', { fresh: true }),
    instrument: category('Instrument used'),
    risk_level: category('Risk found'),
  },
});

export const need = table({
  name: 'need',
  meaning: 'One row per need found by an assessment.',
  group: 'Casework',
  when: 'assessed_date',
  columns: {
    stay_id: id.required('The stay', { references: 'stay' }),
    assessed_date: date.required('Day of the assessment'),
    domain: category.required('Domain of need'),
    level: category.required('Level of need', { values: ['low', 'moderate', 'high'], decides: true }),
  },
});

export const planGoal = table({
  name: 'plan_goal',
  meaning: 'One row per goal in a case plan.',
  group: 'Casework',
  when: 'set_date',
  order: [['set_date', 'closed_date']],
  columns: {
    stay_id: id.required('The stay', { references: 'stay' }),
    staff_id: id('Who set it', { references: 'staff' }),
    domain: category('Domain of need'),
    set_date: date.required('Day it was set'),
    target_date: date('Day it should be met', { planned: true }),
    closed_date: date('Day it was closed; null while open', { later: true }),
    closed_as: category('How it was closed', { later: true, values: ['met', 'not_met', 'withdrawn'], decides: true }),
    case_model: category('Model of case management', { values: ['strength_based', 'assertive'], decides: true }),
  },
});

export const classification = table({
  name: 'classification',
  meaning: 'One row per recommendation to the classification committee and its decision.',
  group: 'Casework',
  when: 'recommended_date',
  order: [['recommended_date', 'decided_date']],
  columns: {
    stay_id: id.required('The stay', { references: 'stay' }),
    staff_id: id('Who recommended', { references: 'staff' }),
    recommended_date: date('Day of the recommendation'),
    decided_date: date('Day of the decision', { later: true, fresh: true }),
    current_level: category('Custody level before', { custody: true, decides: true }),
    recommended_level: category('Custody level recommended', { custody: true, decides: true }),
    decided_level: category('Custody level decided', { later: true, custody: true, decides: true }),
  },
});

export const contact = table({
  name: 'contact',
  meaning: 'One row per contact with a person or for them.',
  group: 'Casework',
  when: 'contact_date',
  columns: {
    stay_id: id.required('The stay', { references: 'stay' }),
    staff_id: id('Who made it', { references: 'staff' }),
    contact_date: date.required('Day of the contact', { fresh: true }),
    contact_type: category('Kind of contact', {
      values: ['counseling', 'request', 'family', 'community', 'crisis'],
    }),
  },
});

export const qualityCheck = table({
  name: 'quality_check',
  meaning: 'One row per check of correspondence or files, or per operational or program review.',
  group: 'Casework',
  when: 'checked_date',
  columns: {
    staff_id: id('Whose work', { references: 'staff' }),
    facility_id: id('Institution', { references: 'facility' }),
    unit_id: id('Unit', { references: 'unit' }),
    checked_date: date.required('Day of the check'),
    source: category('Kind of check', {
      values: ['correspondence', 'file_audit', 'operational_review', 'program_review'],
      decides: true,
    }),
    items_checked: integer.required('Items looked at'),
    items_returned: integer.required('Items sent back'),
    repeat_finding: flag('The finding had been made before'),
    closed_date: date('Day the finding was closed', { later: true }),
    due_date: date('Day it should be closed', { planned: true }),
    subject: category('What the finding is about, in the agency’s own words, alike in reviews and audits'),
  },
});

export const correctiveAction = table({
  name: 'corrective_action',
  meaning: 'One row per corrective action on what was found in a check, audit or review.',
  group: 'Casework',
  key: ['action_id'],
  when: 'opened_date',
  order: [
    ['opened_date', 'done_date'],
    ['done_date', 'verified_date'],
  ],
  columns: {
    action_id: id.required('The action'),
    facility_id: id.required('Institution', { references: 'facility' }),
    unit_id: id('Unit', { references: 'unit' }),
    subject: category.required('What it is about, in the words of quality_check.subject'),
    owner_staff_id: id('Whose it is to do', { references: 'staff' }),
    opened_date: date.required('Day it was decided on'),
    due_date: date('Day it should be done', { planned: true }),
    done_date: date('Day it was done', { later: true }),
    verified_date: date('Day somebody saw that it was done', { later: true }),
  },
});

export const training = table({
  name: 'training',
  meaning: 'One row per person and course.',
  group: 'Casework',
  when: 'training_date',
  columns: {
    staff_id: id.required('Who', { references: 'staff' }),
    training_date: date.required('Day'),
    course: category('Course'),
    hours: decimal.required('Hours'),
    part: category('Part taken', { values: ['attended', 'presented'], decides: true }),
  },
});

export const incident = table({
  name: 'incident',
  meaning: 'One row per incident report.',
  group: 'Casework',
  when: 'incident_date',
  columns: {
    stay_id: id.required('The stay', { references: 'stay' }),
    facility_id: id('Institution', { references: 'facility' }),
    incident_date: date.required('Day', { fresh: true }),
    severity: category('Severity'),
  },
});

export const performanceNote = table({
  name: 'performance_note',
  meaning: 'One row per performance entry on a member of staff.',
  group: 'Casework',
  when: 'note_date',
  order: [['note_date', 'discussed_date']],
  columns: {
    staff_id: id.required('Whom it concerns', { references: 'staff' }),
    note_date: date.required('Day of the entry'),
    element: integer('Element of the performance plan (2, 3 or 4)'),
    text: text('Text of the entry', { freeText: true }),
    discussed_date: date('Day it was discussed', { later: true }),
    disputed: flag('The employee disputes it'),
  },
});
