import { formatNumber } from '$lib/format/number.ts';
import { formatPercent } from '$lib/format/share.ts';
import { formatDate } from '$lib/calendar/date.ts';
import { expectedText, likelyFromText, percent } from '$lib/summaries/projection.ts';
import type { AttentionItem } from '$lib/ui/frame/frame.ts';
import { formatView, viewAt, type ChosenView } from '$lib/pages/view.ts';
import type { ProjectedInstitution } from '$lib/questions/population/institution-line.ts';
import type { PopulationAverage } from '$lib/questions/population/average.ts';
import type { ExpectedMove, LevelFit } from '$lib/questions/population/stock.ts';
import { groupLabel } from '$lib/questions/labels.ts';
import { caseworkItems, type CaseworkFigures } from './attention-casework.ts';

/** Figures the list is drawn from; whatever a source lacks is left empty. */
export interface AttentionFigures extends CaseworkFigures {
  places: readonly PopulationAverage[];
  placesBefore: readonly PopulationAverage[];
  expected: readonly ExpectedMove[];
  fit: LevelFit | undefined;
  /** The projection of every institution, without a scenario. */
  ahead: readonly ProjectedInstitution[];
}

/**
 * What needs attention in a scope: facts with the rule that makes each worth a look, never a judgement. Each leads to
 * the page with the figures.
 */
export function attentionItems(view: ChosenView, figures: AttentionFigures, base: string): AttentionItem[] {
  const institutions = figures.places.filter(({ group }) => group !== null && view.scope.kind !== 'facility');
  return [
    ...caseworkItems(view, figures, base),
    ...overCapacity(view, institutions, base),
    ...likelyOverCapacity(view, figures.ahead, base),
    ...likelyOverGuideline(view, figures.ahead, base),
    ...nearGuideline(view, institutions, figures.placesBefore, base),
    ...pastProjectedRelease(view, figures.expected, base),
    ...outOfLevel(view, figures.fit, base),
    ...rejectedRows(view, base),
  ];
}

function populationLink(view: ChosenView, base: string, facility?: string): string {
  return `${base}/population/${formatView(viewAt(view, facility ?? null))}`;
}

function overCapacity(view: ChosenView, places: readonly PopulationAverage[], base: string): AttentionItem[] {
  const over = ({ average, rated_capacity }: PopulationAverage) => average - (rated_capacity ?? 0);
  const [most, ...others] = places
    .filter((row) => row.rated_capacity !== null && over(row) > 0)
    .sort((a, b) => over(b) - over(a));
  if (!most) return [];
  const rule = 'average daily population above rated capacity';
  return [
    {
      title: `${groupLabel(most.group, 'facility_id', view.dataset)} is ${formatNumber(over(most))} people over rated capacity`,
      text: `${formatPercent(most.average / (most.rated_capacity ?? 1), 0)} on average`,
      detail: others.length === 0 ? rule : `${rule}; ${formatNumber(others.length)} more`,
      href: populationLink(view, base, most.group ?? undefined),
      link: 'population',
    },
  ];
}

/** The institution not above its capacity today that is the likeliest to be within two years: a row of the projection's table. */
function likelyOverCapacity(view: ChosenView, ahead: readonly ProjectedInstitution[], base: string): AttentionItem[] {
  const [first, ...others] = ahead.filter(
    ({ people, capacity, probability_passed }) =>
      capacity !== null && people <= capacity && (probability_passed ?? 0) > 0.5,
  );
  if (!first) return [];
  const month = likelyFromText(first);
  const rule = 'baseline; more likely than not to be above rated capacity at a month end within two years';
  return [
    {
      title: `${groupLabel(first.group, 'facility_id', view.dataset)} is likely to pass its rated capacity of ${formatNumber(first.capacity)}`,
      text: `chance ${percent(first.probability_passed ?? 0)} at least once in 24 months${first.likely_from === null ? '' : `, above 50\u202f% at a month end from ${month}`}; ${formatNumber(first.people)} now, ${expectedText(first, 12)} expected in 12 months`,
      detail: others.length === 0 ? rule : `${rule}; ${formatNumber(others.length)} more`,
      href: `${base}/population/projection/${formatView({ ...view, scope: { kind: 'facility', id: first.group } })}`,
      link: 'projection',
    },
  ];
}

/** The institution the likeliest to reach the guideline for an assistant coordinator in a year, not above it today. */
function likelyOverGuideline(view: ChosenView, ahead: readonly ProjectedInstitution[], base: string): AttentionItem[] {
  const guideline = view.dataset.settings.assistant_coordinator_population;
  const chance = ({ guideline12, guideline24 }: ProjectedInstitution) => Math.max(guideline12 ?? 0, guideline24 ?? 0);
  const [first, ...others] = ahead
    .filter((row) => row.people <= guideline && chance(row) > 0.5)
    .sort((a, b) => chance(b) - chance(a));
  if (!first) return [];
  const rule = `baseline; average of twelve months above ${formatNumber(guideline)}, assistant coordinator guideline`;
  return [
    {
      title: `${groupLabel(first.group, 'facility_id', view.dataset)} is likely to pass ${formatNumber(guideline)} people`,
      text: `chance ${percent(chance(first))} within two years; ${formatNumber(first.people)} now`,
      detail: others.length === 0 ? rule : `${rule}; ${formatNumber(others.length)} more`,
      href: `${base}/population/projection/${formatView({ ...view, scope: { kind: 'facility', id: first.group } })}`,
      link: 'projection',
    },
  ];
}

function nearGuideline(
  view: ChosenView,
  places: readonly PopulationAverage[],
  before: readonly PopulationAverage[],
  base: string,
): AttentionItem[] {
  const guideline = view.dataset.settings.assistant_coordinator_population;
  return places.flatMap((row) => {
    const earlier = before.find(({ group }) => group === row.group);
    if (!earlier || earlier.average > guideline || row.average <= guideline) return [];
    return [
      {
        title: `${groupLabel(row.group, 'facility_id', view.dataset)} has passed ${formatNumber(guideline)} people`,
        text: `${formatNumber(row.average)} on average, ${formatNumber(earlier.average)} in the period compared with`,
        detail: 'assistant coordinator guideline, Program Statement 3510.08',
        href: populationLink(view, base, row.group ?? undefined),
        link: 'population',
      },
    ];
  });
}

function pastProjectedRelease(view: ChosenView, expected: readonly ExpectedMove[], base: string): AttentionItem[] {
  const past = expected.find(({ kind }) => kind === 'projected_release')?.past ?? 0;
  if (past === 0) return [];
  return [
    {
      title: `${formatNumber(past)} people are past their projected release date`,
      text: `and in custody on ${formatDate(view.dataset.as_of)}`,
      detail: 'projected release on or before the as-of date',
      href: `${populationLink(view, base)}#expected`,
      link: 'expected moves',
    },
  ];
}

function outOfLevel(view: ChosenView, fit: LevelFit | undefined, base: string): AttentionItem[] {
  if (!fit || fit.unexplained === 0) return [];
  return [
    {
      title: `${formatNumber(fit.unexplained)} people are out of level without a management variable`,
      text: `of ${formatNumber(fit.scored)} with both levels recorded`,
      detail: 'custody level differs from the scored one',
      href: `${populationLink(view, base)}#level`,
      link: 'levels',
    },
  ];
}

function rejectedRows(view: ChosenView, base: string): AttentionItem[] {
  const rejected = view.dataset.tables.reduce((sum, table) => sum + table.rejected, 0);
  const read = view.dataset.tables.reduce((sum, table) => sum + table.read, 0);
  if (rejected === 0) return [];
  return [
    {
      title: `${formatNumber(rejected)} rows of the extract were rejected`,
      text: `of ${formatNumber(read)}`,
      detail: view.scope.kind === 'agency' ? 'they are in no figure' : 'of the whole agency; they are in no figure',
      href: `${base}/data/${formatView(view)}`,
      link: 'data',
    },
  ];
}
