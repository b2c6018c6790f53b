/** The program catalogue: who takes part (selection) and what it truly does to the hazard of return (effect). */
import { ASSAULT, DRUG, HOMICIDE, ROBBERY, SEX_OFFENSE } from './scenario.ts';

/** What selection may depend on: recorded characteristics only, so that adjustment for them can remove it. */
export interface Participant {
  /** Index in RISK_LEVELS, or NONE when not recorded (then treated as moderate). */
  risk: number;
  female: boolean;
  ageAtAdmission: number;
  offense: number;
  /** Months from admission to the release that is to come. */
  months: number;
}

export interface ProgramPlan {
  name: string;
  category: string;
  days: number;
  partner: string;
  approved: string;
  restricted: boolean;
  /** True multiplier of the hazard of return for those who started. */
  hazardRatio: number;
  /** Probability of starting. */
  chance(p: Participant): number;
  /** Why it is here, for truth.json. */
  note: string;
}

const risk = (p: Participant, low: number, moderate: number, high: number) =>
  p.risk === 0 ? low : p.risk === 2 ? high : moderate;
const bounded = (p: number) => Math.min(0.85, Math.max(0.07, p));
const violent = (offense: number) => offense === ASSAULT || offense === ROBBERY || offense === HOMICIDE;

const program = (
  name: string,
  category: string,
  days: number,
  chance: (p: Participant) => number,
  extra: Partial<ProgramPlan> = {},
): ProgramPlan => ({
  name,
  category,
  days,
  partner: '',
  approved: '2012-10-01',
  restricted: false,
  hazardRatio: 1,
  note: 'selection mild, no true effect',
  chance,
  ...extra,
});

export const EFFECTIVE = 0;
export const SELECTION_ONLY = 1;
export const NO_OVERLAP = 3;
/** Attendance goes on after release and stops at a return: an exposure that must be refused. */
export const AFTERCARE = 13;

export const PROGRAMS: readonly ProgramPlan[] = [
  program(
    'Thinking and Choices',
    'cognitive_behavioral',
    120,
    (p) => bounded(risk(p, 0.14, 0.28, 0.44) * (p.ageAtAdmission < 25 ? 1.2 : 1)),
    {
      hazardRatio: 0.65,
      note: 'truly lowers return; chosen for people at higher risk, so the crude comparison hides it',
    },
  ),
  program(
    'Skilled Trades Apprenticeship',
    'vocational',
    180,
    (p) =>
      bounded(
        risk(p, 0.52, 0.24, 0.1) *
          (p.months < 6 ? 0.75 : p.months < 24 ? 1 : 1.2) *
          (p.ageAtAdmission < 25 ? 0.75 : p.ageAtAdmission >= 45 ? 1.15 : 1),
      ),
    { partner: 'State Trades Council', note: 'selection only: taken by people at lower risk; no true effect' },
  ),
  program('Residential Substance Use Treatment', 'substance_use', 270, (p) => (p.offense === DRUG ? 0.4 : 0.1), {
    restricted: true,
    hazardRatio: 0.85,
    note: 'a smaller true effect; most participants have a drug offense',
  }),
  program('Sex Offense Treatment', 'sex_offense', 360, (p) => (p.offense === SEX_OFFENSE ? 0.97 : 0), {
    restricted: true,
    note: 'no overlap: nearly everybody with the offense takes part and nobody else; not comparable',
  }),
  program('Adult Basic Education', 'education', 150, (p) => (p.ageAtAdmission < 30 ? 0.3 : 0.12)),
  program('Job Search Workshop', 'job_search', 30, (p) => (p.months > 6 ? 0.2 : 0.08)),
  program('Parenting From Inside', 'parenting', 60, (p) => (p.female ? 0.3 : 0.07)),
  program('Anger Management', 'anger_management', 75, (p) => (violent(p.offense) ? 0.3 : 0.06)),
  program('Domestic Violence Intervention', 'domestic_violence', 120, (p) => (p.offense === ASSAULT ? 0.18 : 0.01)),
  program('Life Skills', 'life_skills', 45, () => 0.14),
  program('Institution Work Assignment', 'work_assignment', 200, (p) => (p.months > 6 ? 0.4 : 0.1)),
  program('Recreation Leadership', 'recreation', 90, () => 0.04),
  program('Mental Health Group', 'mental_health', 90, (p) => (p.female ? 0.2 : 0.09)),
  program('Community Aftercare', 'community', 120, () => 0.12, {
    partner: 'Community Reentry Partners',
    note: 'starts at release and stops at a return: attendance counted up to the return, to be refused',
  }),
  program('Work Release', 'work_release', 120, (p) => (p.months > 18 ? 0.1 : 0), {
    partner: 'Regional Chamber of Commerce',
  }),
  program('Peer Mentoring', 'other', 90, () => 0.03, { approved: '2024-02-01' }),
];

/** Needs are recorded under the category that answers them. */
export const NEED_DOMAINS = [...new Set(PROGRAMS.map((p) => p.category))].filter(
  (c) => !['work_assignment', 'recreation', 'community', 'other', 'job_search', 'work_release'].includes(c),
);
