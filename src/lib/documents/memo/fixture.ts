import type { MemoDraft } from './draft.ts';
import type { MemoFigure, MemoInput, MemoMeasure } from './input.ts';

/** A share with limits wide enough to be told from the rate; tests do not look at how they are made. */
export function share(done: number, of: number): MemoFigure {
  const rate = of === 0 ? 0 : done / of;
  const limits = of === 0 ? { lower: null, upper: null } : { lower: rate * 0.9, upper: Math.min(1, rate * 1.1) };
  return { kind: 'share', done, of, ...limits };
}

export function measure(changes: Partial<MemoMeasure> & Pick<MemoMeasure, 'id' | 'label'>): MemoMeasure {
  return {
    element: 2,
    direction: 'higher',
    counts: 'on time',
    figure: share(61, 74),
    quarters: [
      { label: 'FY 2026 Q2', figure: share(58, 70) },
      { label: 'FY 2026 Q3', figure: changes.figure === undefined ? share(61, 74) : changes.figure },
    ],
    pooled: share(240, 290),
    unit: share(180, 210),
    institution: share(812, 944),
    expected: 0.86,
    limits: { lower: 0.78, upper: 0.93 },
    position: 'within',
    minimum: 10,
    definition: { definition: `${changes.label}s done on or before the due date.`, numerator: 'Done in time.' },
    ...changes,
  };
}

/** A draft as the first format held it. */
export function firstFormat(draft: MemoDraft): Partial<MemoDraft> {
  const since: readonly string[] = ['leftOut', 'followUps', 'disputes', 'sealed'];
  return Object.fromEntries(Object.entries(draft).filter(([name]) => !since.includes(name)));
}

/** A memorandum by hand: every kind of figure, and every way of having none. */
export function memoFixture(changes: Partial<MemoInput> = {}): MemoInput {
  return {
    agency: 'Demonstration Department of Corrections',
    marking: 'Demonstration data. No real people, staff or institutions.',
    person: { id: 'CM-0417', name: 'Alex Morgan' },
    institution: { id: 'F03', name: 'Harnett' },
    units: ['Unit C'],
    ratingOfficial: 'Jordan Reyes, Unit Manager',
    coordinator: null,
    period: {
      id: '2026Q3',
      short: 'FY 2026 Q3',
      full: 'FY 2026 Q3 (Apr 1 – Jun 30, 2026)',
      toDate: false,
      from: '2026-04-01',
      last: '2026-06-30',
    },
    asOf: '2026-07-01',
    dataVersion: '2026-07-02.1a2b3c4d',
    definitions: '0123456789abcdef',
    assigned: { days: 91, of: 91 },
    notCovered: ['Contacts: the agency has not supplied the contact table.'],
    measures: [
      measure({ id: 'initial_classification', label: 'Initial classification', figure: share(12, 13) }),
      measure({ id: 'program_review', label: 'Program review', position: 'below' }),
      measure({ id: 'release_plan', label: 'Release plan', figure: share(0, 12), position: 'far-below' }),
      measure({
        id: 'community_referral',
        label: 'Community placement referral',
        figure: share(3, 3),
        position: 'too-few',
      }),
      measure({
        id: 'home_leave_investigation',
        label: 'Home leave investigation',
        figure: share(0, 0),
        position: null,
        expected: null,
        limits: null,
      }),
      measure({ id: 'reassessment', label: 'Reassessment', figure: share(44, 44), position: 'above' }),
      measure({ id: 'inmate_request', label: 'Inmate request', element: 3, figure: share(118, 131) }),
      measure({ id: 'monthly_report', label: 'Monthly report', element: 3, figure: share(12, 12) }),
      measure({
        id: 'contacts',
        label: 'Counseling contacts',
        element: 3,
        direction: 'neither',
        counts: 'contacts',
        exposure: 'person-months',
        figure: { kind: 'rate', events: 812, exposure: 382.5, lower: 1.98, upper: 2.27 },
        position: null,
        expected: null,
        limits: null,
      }),
      measure({
        id: 'training_hours',
        label: 'Training hours',
        element: 4,
        counts: 'hours',
        figure: { kind: 'amount', value: 14.5, target: 10 },
        quarters: [],
        pooled: null,
        unit: null,
        institution: null,
        expected: null,
        limits: null,
        position: null,
      }),
      measure({
        id: 'certification',
        label: 'Certification',
        element: 4,
        figure: { kind: 'date', date: '2027-03-31', ended: false },
        quarters: [],
        pooled: null,
        unit: null,
        institution: null,
        expected: null,
        limits: null,
        position: null,
      }),
      measure({
        id: 'file_audits',
        label: 'File audit items returned',
        element: 4,
        direction: 'lower',
        counts: 'returned',
        none: 'none were checked',
        figure: share(2, 40),
        position: null,
        expected: null,
        limits: null,
      }),
    ],
    general: [
      { label: 'Casework on time', definition: { definition: 'Done on or before the due date, of what fell due.' } },
    ],
    context: {
      caseload: { average: 128.4, lowest: 119, highest: 141, last: 131, whileAssigned: null },
      mix: [
        {
          title: 'custody level',
          groups: [
            { label: 'Minimum', people: 44 },
            { label: 'Medium', people: 84 },
          ],
        },
      ],
      inflow: 22,
      outflow: 17,
      inherited: { overdue: 4, cleared: 2 },
      setAside: 5,
      custodyPostHours: 36,
      staffing: { filled: 16, authorized: 17 },
    },
    overdue: [
      { case: 'K-20871', task: 'Program review', due: '2026-05-31', days: 31, hand: 'own' },
      { case: 'K-30115', task: 'Program review', due: '2026-06-12', days: 19, hand: 'taken over' },
    ],
    notOnTime: {
      items: [
        {
          case: 'K-20871',
          task: 'Program review',
          due: '2026-05-31',
          done: null,
          days: 31,
          why: '180 days after the last review on Dec 2, 2025',
        },
        {
          case: 'K-30990',
          task: 'Monthly report',
          due: '2026-04-07',
          done: '2026-04-09',
          days: 2,
          why: 'working day 5 after March 2026',
        },
      ],
      unlisted: 1,
    },
    entries: { entries: 3, discussed: 2, disputed: 1 },
    rows: [],
    facts: [{ side: 'discussion', text: 'One finding of a file audit was a repeat finding.' }],
    ...changes,
  };
}
