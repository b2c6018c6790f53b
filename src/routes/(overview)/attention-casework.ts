import { describePosition } from '$lib/analysis/comparison-wording.ts';
import type { FunnelPosition } from '$lib/analysis/funnel.ts';
import { formatNumber } from '$lib/format/number.ts';
import { readRate } from '$lib/measures/measure-figure.ts';
import type { AttentionItem } from '$lib/ui/frame/frame.ts';
import { formatView, type ChosenView } from '$lib/pages/view.ts';
import type { AssistantGuideline } from '$lib/questions/coordinator/staffing.ts';
import type { TeamsObserved } from '$lib/questions/coordinator/meetings.ts';
import { groupLabel } from '$lib/questions/labels.ts';
import type { Scope } from '$lib/questions/scope.ts';
import type { ComparedRate } from '$lib/summaries/compared-rate.ts';
import { observedUnits } from '$lib/summaries/observed-units.ts';

/** Program reviews of a place, with how many are past due and not done. */
export interface PlaceReviews extends ComparedRate {
  open_overdue: number;
}

/** The state of casework in a place on the as-of date. */
export interface PlaceNow {
  group: string | null;
  overdue: number;
  unassigned: number | null;
  unassigned_14: number | null;
}

/** Figures of casework the list is drawn from; whatever a source lacks is left empty. */
export interface CaseworkFigures {
  reviews: readonly PlaceReviews[];
  now: readonly PlaceNow[];
  teams: readonly TeamsObserved[];
  guideline: readonly AssistantGuideline[];
}

/** Of each kind the list names this many; it is read in a minute, and the pages have them all. */
const most = 2;

export function caseworkItems(view: ChosenView, figures: CaseworkFigures, base: string): AttentionItem[] {
  return [
    ...reviewsBelowLimits(view, figures.reviews, base),
    ...unassignedPeople(view, figures.now, base),
    ...withoutAssistant(view, figures.guideline, base),
    ...teamsNotObserved(view, figures.teams, base),
  ];
}

/** The place a row of the institutions or units table is about. */
function scopeOf(view: ChosenView, group: string): Scope {
  const unit = view.dataset.scopes.units.some(({ id }) => id === group);
  return { kind: unit ? 'unit' : 'facility', id: group };
}

function nameOf(view: ChosenView, group: string | null): string {
  if (group === null) return groupLabel(null, 'facility_id', view.dataset);
  return groupLabel(group, scopeOf(view, group).kind === 'unit' ? 'unit_id' : 'facility_id', view.dataset);
}

function reviewsBelowLimits(view: ChosenView, rows: readonly PlaceReviews[], base: string): AttentionItem[] {
  const far = ({ signal }: PlaceReviews) => Number(signal === 'far-below');
  const late = ({ due, on_time }: PlaceReviews) => due - on_time;
  const below = rows.filter(({ signal }) => signal === 'below' || signal === 'far-below');
  return below
    .sort((a, b) => far(b) - far(a) || late(b) - late(a))
    .slice(0, most)
    .flatMap((row) => {
      const { group, signal, due, on_time, open_overdue } = row;
      if (group === null) return [];
      const { headline } = readRate(on_time, due, { minimum: view.dataset.settings.minimum_for_rate });
      return [
        {
          title: `${nameOf(view, group)}: ${headline} of program reviews on time, ${formatNumber(late(row))} of ${formatNumber(due)} not`,
          text: describePosition(signal as FunnelPosition, due),
          ...(open_overdue > 0 ? { detail: `${formatNumber(open_overdue)} of them still open` } : {}),
          href: `${base}/worklist/${formatView({ ...view, scope: scopeOf(view, group) })}`,
          link: 'worklist',
        },
      ];
    });
}

function unassignedPeople(view: ChosenView, rows: readonly PlaceNow[], base: string): AttentionItem[] {
  const total = rows.reduce((sum, { unassigned }) => sum + (unassigned ?? 0), 0);
  if (total === 0) return [];
  const long = rows.reduce((sum, { unassigned_14 }) => sum + (unassigned_14 ?? 0), 0);
  const largest = rows.reduce((a, b) => ((b.unassigned ?? 0) > (a.unassigned ?? 0) ? b : a));
  return [
    {
      title: `${formatNumber(total)} ${total === 1 ? 'person has' : 'people have'} no case manager`,
      text: `${long === 0 ? 'none' : formatNumber(long)} for more than 14 days`,
      ...(rows.length > 1 ? { detail: `${formatNumber(largest.unassigned)} at ${nameOf(view, largest.group)}` } : {}),
      href: `${base}/worklist/${formatView(view, { list: 'unassigned' })}`,
      link: 'list',
    },
  ];
}

function withoutAssistant(view: ChosenView, rows: readonly AssistantGuideline[], base: string): AttentionItem[] {
  return rows
    .filter(({ group, above, assistants }) => group !== null && above > 0 && assistants === 0)
    .sort((a, b) => b.above - a.above)
    .slice(0, most)
    .map(({ group, population, guideline }) => ({
      title: `${nameOf(view, group)} is past ${formatNumber(guideline)} people without an assistant coordinator`,
      text: `${formatNumber(population)} on average`,
      detail: 'assistant coordinator guideline',
      href: `${base}/coordinator/${formatView({ ...view, scope: { kind: 'facility', id: group ?? '' } })}#staffing`,
      link: 'coordinator',
    }));
}

function teamsNotObserved(view: ChosenView, rows: readonly TeamsObserved[], base: string): AttentionItem[] {
  const allowed = view.dataset.settings.team_observation_days;
  const late = observedUnits(rows, view.dataset)
    .filter(({ days }) => days === null || days > allowed)
    .sort((a, b) => (b.days ?? Infinity) - (a.days ?? Infinity));
  const [longest, ...others] = late;
  if (!longest) return [];
  const { unit, institution, days } = longest;
  return [
    {
      title: `${unit}, ${institution}: team ${days === null ? 'never observed on record' : `last observed ${formatNumber(days)} days ago`}`,
      detail: others.length === 0 ? 'six-month rule' : `six-month rule; ${formatNumber(others.length)} more`,
      href: `${base}/coordinator/${formatView(view)}#teams`,
      link: 'coordinator',
    },
  ];
}
