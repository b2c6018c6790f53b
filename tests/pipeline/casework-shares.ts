import type { Event } from './casework-requests.ts';
import { shift, type CaseworkSource, type Place, type Row } from './casework-source.ts';

const one = (condition: boolean) => (condition ? 1 : 0);
const places = ['region_id', 'facility_id', 'unit_id', 'staff_id'];
const numberOf = (text: string | null | undefined) => Number(text ?? 0);

/** What a question that shows a share must count, one source row after the other. */
export interface Shared {
  question: string;
  by: readonly string[];
  scopes?: readonly string[];
  /** Whether days before the history count. */
  cut: boolean;
  share: [part: string, whole: string];
  events(source: CaseworkSource): Event[];
}

/** The place of a member of staff's work, as recorded on the row and filled up from the home. */
function workPlace(source: CaseworkSource, row: Row): Place {
  const home = source.home(row.staff_id ?? null);
  const unit = source.rows('unit').find((known) => known.unit_id === row.unit_id && row.unit_id !== null);
  const facility = row.facility_id ?? unit?.facility_id ?? home.facility_id;
  const atHome = (row.facility_id ?? home.facility_id) === home.facility_id;
  return {
    region_id: source.regionOf(facility),
    facility_id: facility,
    unit_id: row.unit_id ?? (atHome ? home.unit_id : null),
    staff_id: row.staff_id ?? null,
  };
}

function recorded(place: Place, staff: string | null | undefined): Place {
  return { ...place, staff_id: staff ?? place.staff_id };
}

function closure({ asOf }: CaseworkSource, { due_date, closed_date }: Row): string {
  if (!due_date) return 'none';
  if (due_date > asOf) return 'pending';
  if (!closed_date) return 'open';
  return closed_date <= due_date ? 'on_time' : 'late';
}

/** Minutes are due two weeks after a meeting with case managers or unit support staff. */
function minutesOf({ asOf }: CaseworkSource, { meeting_type, held_date, minutes_sent_date: sent }: Row) {
  const of = ['case_managers', 'unit_support'].includes(meeting_type ?? '');
  const until = shift(held_date ?? '', 14);
  const due = of && until <= asOf;
  return {
    held: 1,
    due: one(due),
    on_time: one(due && !!sent && sent <= until),
    late: one(due && !!sent && sent > until),
    open_overdue: one(due && !sent),
    not_due: one(of && until > asOf),
    attended: one(!of),
  };
}

const reviewed = [
  'monthly_report',
  'progress_report',
  'parole_summary',
  'presentence_report',
  'correspondence',
  'community_referral',
];

export const shares: Shared[] = [
  {
    question: 'casework/goals',
    by: [...places, 'case_model', 'domain'],
    cut: true,
    share: ['met', 'due'],
    events: (source) =>
      source.rows('plan_goal').flatMap((goal): Event[] => {
        const day = goal.target_date ?? null;
        if (day === null || day > source.asOf) return [];
        const release = source.stay(goal.stay_id ?? null).release_date ?? '9999-12-31';
        const closed = ['met', 'not_met', 'withdrawn'].includes(goal.closed_as ?? '') ? goal.closed_as : null;
        const what = closed ?? (release <= day ? 'left' : 'open');
        return [
          {
            day,
            place: source.on(goal.stay_id ?? null, day),
            kinds: goal,
            counts: {
              due: one(['met', 'not_met', 'open'].includes(what)),
              met: one(what === 'met'),
              not_met: one(what === 'not_met'),
              open: one(what === 'open'),
              withdrawn: one(what === 'withdrawn'),
              left_early: one(what === 'left'),
            },
          },
        ];
      }),
  },
  {
    question: 'casework/models',
    by: [...places, 'domain'],
    cut: true,
    share: ['strength_based', 'with_model'],
    events: (source) =>
      source.rows('plan_goal').map((goal) => ({
        day: goal.set_date ?? null,
        place: recorded(source.on(goal.stay_id ?? null, goal.set_date ?? ''), goal.staff_id),
        kinds: goal,
        counts: {
          goals: 1,
          with_model: one(goal.case_model !== null),
          strength_based: one(goal.case_model === 'strength_based'),
          assertive: one(goal.case_model === 'assertive'),
        },
      })),
  },
  {
    question: 'casework/needs',
    by: [...places, 'domain'],
    cut: true,
    share: ['started', 'needs'],
    events(source) {
      const programs = source.rows('program');
      const category = new Map(programs.map((row) => [row.program_id, row.category]));
      // Domains with a protected program are told by months.
      const guarded = new Set(programs.filter((row) => row.restricted === 'true').map((row) => row.category));
      const high = new Map(
        source
          .rows('need')
          .filter(({ level }) => level === 'high')
          .map((row) => [`${row.stay_id} ${row.assessed_date} ${row.domain}`, row]),
      );
      return [...high.values()].flatMap((need): Event[] => {
        const found = need.assessed_date ?? '';
        const due = shift(found, 90);
        if (due > source.asOf) return [];
        const started = source
          .rows('enrollment')
          .some(
            (row) =>
              row.stay_id === need.stay_id &&
              category.get(row.program_id ?? null) === need.domain &&
              row.start_date !== null &&
              (row.start_date ?? '') <= due &&
              (row.end_date ?? '9999-12-31') >= found,
          );
        const left = !started && (source.stay(need.stay_id ?? null).release_date ?? '9999-12-31') <= due;
        return [
          {
            day: guarded.has(need.domain ?? null) ? monthTold(due, source.historyFrom) : due,
            place: source.on(need.stay_id ?? null, due),
            kinds: need,
            counts: { needs: one(!left), started: one(started), left_early: one(left) },
          },
        ];
      });
    },
  },
  {
    question: 'casework/concurrence',
    by: places,
    cut: true,
    share: ['agreed', 'decided'],
    events: (source) =>
      source.rows('classification').map((row) => {
        const both = row.recommended_level !== null && row.decided_level !== null;
        return {
          day: row.decided_date ?? null,
          place: recorded(source.on(row.stay_id ?? null, row.recommended_date ?? row.decided_date ?? ''), row.staff_id),
          counts: {
            decided: one(both),
            agreed: one(both && row.recommended_level === row.decided_level),
            not_recorded: one(!both),
          },
        };
      }),
  },
  {
    question: 'casework/quality-checks',
    by: [...places, 'check_source'],
    cut: false,
    share: ['items_returned', 'items_checked'],
    events: (source) =>
      source.rows('quality_check').map((row) => ({
        day: row.checked_date ?? null,
        place: workPlace(source, row),
        kinds: { check_source: row.source ?? null },
        counts: {
          checks: 1,
          items_checked: numberOf(row.items_checked),
          items_returned: numberOf(row.items_returned),
          findings: one(numberOf(row.items_returned) > 0),
          repeat_findings: one(row.repeat_finding === 'true'),
        },
      })),
  },
  {
    question: 'casework/first-pass',
    by: [...places, 'task_type'],
    cut: false,
    share: ['accepted', 'reviewed'],
    events: (source) =>
      source.rows('task').flatMap((task): Event[] => {
        const day = task.completed_date ?? null;
        if (day === null || !(task.result !== null || reviewed.includes(task.task_type ?? ''))) return [];
        const place =
          task.stay_id === null
            ? workPlace(source, { ...task, unit_id: null })
            : recorded(source.on(task.stay_id ?? null, day), task.staff_id);
        return [
          {
            day,
            place,
            kinds: task,
            counts: {
              reviewed: one(task.result !== null),
              accepted: one(task.result === 'accepted'),
              returned: one(task.result === 'returned'),
              unreviewed: one(task.result === null),
            },
          },
        ];
      }),
  },
  {
    question: 'casework/performance-notes',
    by: [...places, 'element'],
    cut: false,
    share: ['discussed', 'entries'],
    events: (source) =>
      source.rows('performance_note').map((note) => ({
        day: note.note_date ?? null,
        place: source.home(note.staff_id ?? null),
        kinds: note,
        counts: { entries: 1, discussed: one(note.discussed_date !== null), disputed: one(note.disputed === 'true') },
      })),
  },
  {
    question: 'coordinator/reviews',
    by: ['region_id', 'facility_id', 'unit_id', 'check_source'],
    cut: false,
    share: ['repeat_findings', 'reviews'],
    events: (source) =>
      source
        .rows('quality_check')
        .filter((row) => ['operational_review', 'program_review'].includes(row.source ?? ''))
        .map((row) => ({
          day: row.checked_date ?? null,
          place: workPlace(source, row),
          kinds: { check_source: row.source ?? null },
          counts: {
            reviews: 1,
            findings: one(numberOf(row.items_returned) > 0),
            repeat_findings: one(row.repeat_finding === 'true'),
          },
        })),
  },
  {
    question: 'coordinator/closures',
    by: [...places, 'check_source'],
    cut: false,
    share: ['on_time', 'due'],
    events: (source) =>
      source.rows('quality_check').map((row) => ({
        day: row.due_date ?? null,
        place: workPlace(source, row),
        kinds: { check_source: row.source ?? null },
        counts: {
          due: one(['on_time', 'late', 'open'].includes(closure(source, row))),
          on_time: one(closure(source, row) === 'on_time'),
          late: one(closure(source, row) === 'late'),
          open_overdue: one(closure(source, row) === 'open'),
        },
      })),
  },
  {
    question: 'coordinator/minutes',
    by: ['region_id', 'facility_id', 'meeting_type'],
    scopes: ['agency', 'region', 'facility'],
    cut: false,
    share: ['on_time', 'due'],
    events: (source) =>
      source
        .rows('meeting')
        .filter(({ meeting_type }) => meeting_type !== 'classification_team_observed')
        .map((row) => ({
          day: row.held_date ?? null,
          place: { ...workPlace(source, { ...row, staff_id: null }), unit_id: null },
          kinds: row,
          counts: minutesOf(source, row),
        })),
  },
  {
    question: 'coordinator/release-checks',
    by: ['region_id', 'facility_id'],
    scopes: ['agency', 'region', 'facility'],
    cut: true,
    share: ['checked', 'releases'],
    events: (source) =>
      source.rows('stay').flatMap((stay): Event[] => {
        const day = stay.release_date ?? null;
        const types = ['parole', 'mandatory', 'expiration', 'community_placement', 'probation'];
        if (day === null || !types.includes(stay.release_type ?? '')) return [];
        if (stay.legal_status !== null && stay.legal_status !== 'sentenced' && stay.sentenced_date === null) return [];
        const checked = source
          .rows('release_readiness')
          .some(
            (row) =>
              row.stay_id === stay.stay_id &&
              (row.checked_date ?? '') <= day &&
              (row.checked_date ?? '') >= shift(day, -90),
          );
        return [{ day, place: source.on(stay.stay_id ?? null, day), counts: { releases: 1, checked: one(checked) } }];
      }),
  },
];

/** What stands for a day of the history that is told by its month. */
function monthTold(day: string, historyFrom: string): string {
  const month = `${day.slice(0, 7)}-01`;
  return day >= historyFrom && month < historyFrom ? historyFrom : month;
}
