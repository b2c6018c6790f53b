import { clusteredMeanError } from '../../analysis/clustered-curve.ts';
import { coxByPerson } from '../../analysis/cox-by-person.ts';
import { coxRegression } from '../../analysis/cox.ts';
import { leastAtRisk } from '../../analysis/minimum-counts.ts';
import { confidenceMultiple } from '../../analysis/normal.ts';
import { atRiskAt, kaplanMeier, medianSurvival, restrictedMean } from '../../analysis/survival.ts';
import { releaseGroups } from '../dimensions.ts';
import { defaultHorizon } from './offered-events.ts';
import { eventOf, outcomeOf } from './outcome.ts';
import { question, type Request } from '../question.ts';
import {
  byPerson,
  coxDesign,
  groupNames,
  groupOfName,
  named,
  strataParameter,
  testedRows,
  type Named,
} from './design.ts';
import {
  asked,
  followed,
  groupColumn,
  isClustered,
  isDeparture,
  noCurve,
  releaseParameters,
  releaseParts,
  underOneName,
} from './releases.ts';
import { releaseScopes } from '../scope.ts';

export interface ReturnGroup {
  group: string | null;
  released: number;
  events: number;
  median_days: number | null;
  mean_days: number | null;
  mean_error: number | null;
  hazard_ratio: number | null;
  lower: number | null;
  upper: number | null;
  /** Why there is no hazard ratio: the others are compared with this group, it had no event, nothing to compare. */
  missing: 'reference' | 'no_event' | 'not_compared' | null;
}

export const recidivismGroups = question({
  id: 'recidivism/groups',
  title: 'Time without the event, and hazard ratios, by group',
  description:
    'Median and restricted mean time without the event, as if nothing else had kept people from it, and the hazard against the largest group (Cox, ties after Efron). The median is given only where the curve comes down to a half, and neither where fewer are left at risk than a curve may be read from.',
  columns: [
    groupColumn,
    { name: 'released', kind: 'count', meaning: 'Releases followed' },
    { name: 'events', kind: 'count', meaning: 'Of those, with the event' },
    {
      name: 'median_days',
      kind: 'number',
      meaning: 'Days by which half had the event; null when fewer had, or too few were left',
    },
    { name: 'mean_days', kind: 'number', meaning: 'Mean days without the event, of the days of the horizon' },
    { name: 'mean_error', kind: 'number', meaning: 'Its standard error' },
    { name: 'hazard_ratio', kind: 'number', meaning: 'Hazard against the largest group; null for that group' },
    { name: 'lower', kind: 'number', meaning: 'Lower 95 % limit of the hazard ratio' },
    { name: 'upper', kind: 'number', meaning: 'Upper 95 % limit of the hazard ratio' },
    {
      name: 'missing',
      kind: 'text',
      meaning:
        'Why there is no hazard ratio: reference (the others are compared with it), no_event, not_compared (never at risk beside another group of its stratum, or the events tell the groups apart completely)',
    },
  ],
  parameters: [
    ...releaseParameters,
    strataParameter,
    { name: 'horizon', kind: 'integer', meaning: `Days of the restricted mean (default ${defaultHorizon})` },
  ],
  by: releaseGroups,
  scopes: releaseScopes,
  needs: releaseParts,
  long: true,
  statements: (request) => [testedRows(request)],
  rows([found = []], request): ReturnGroup[] {
    if (noCurve(found, request) !== null) return [];
    const rows = named(found, request);
    const { design, compared, reference } = coxDesign(rows, request);
    const fit = coxRegression(design);
    const errors = fit && isClustered(request) ? coxByPerson(design, fit)?.standardErrors : fit?.standardErrors;
    return groupNames(rows, request).map((name) => {
      const own = rows.filter((row) => row.group === name);
      const times = timesOf(own, request);
      const at = compared.indexOf(name);
      const ratio = ratioOf(fit?.coefficients[at], errors?.[at]);
      const missing =
        ratio !== null
          ? null
          : name === reference && fit !== null
            ? 'reference'
            : times.events === 0
              ? 'no_event'
              : 'not_compared';
      return {
        group: groupOfName(name),
        ...times,
        hazard_ratio: ratio?.[0] ?? null,
        lower: ratio?.[1] ?? null,
        upper: ratio?.[2] ?? null,
        missing,
      };
    });
  },
  note([found = []], request) {
    const none = noCurve(found, request);
    if (none !== null) return none.replace('No curve', 'No times');
    const rows = named(found, request);
    const said = [asIf(rows, request), isClustered(request) ? byPerson(rows, request) : null].filter(
      (words) => words !== null,
    );
    return said.length === 0 ? null : said.join(' ');
  },
});

/** What times and hazard ratios leave out of account: whatever else came first counts as if it had not come. */
function asIf(rows: readonly Named[], request: Request): string | null {
  const others = [...new Set(underOneName(rows, request).flatMap(({ cause }) => cause ?? []))].filter(
    (cause) => cause !== asked,
  );
  const kinds = others.filter((cause) => !isDeparture(cause, request)).map((cause) => outcomeOf(cause).label);
  const told = [
    ...(kinds.length < others.length ? ['nobody had died or left'] : []),
    ...(kinds.length > 0 ? [`nobody had another event first (${kinds.join(', ').toLowerCase()})`] : []),
  ];
  if (told.length === 0) return null;
  return `Times and hazard ratios of ${outcomeOf(eventOf(request)).label.toLowerCase()} are as if ${told.join(' and ')}.`;
}

function ratioOf(b: number | null | undefined, error: number | null | undefined): number[] | null {
  if (b === null || b === undefined || error === null || error === undefined) return null;
  const reach = confidenceMultiple(0.95) * error;
  return [b, b - reach, b + reach].map(Math.exp);
}

/** Median and mean time of a group without the event, as far as its curve may be read. */
function timesOf(own: readonly Named[], request: Request) {
  const horizon = Math.max(1, Number(request.params.horizon ?? defaultHorizon));
  const curve = kaplanMeier(followed(own, request));
  const least = leastAtRisk(curve.people, request.dataset.settings.minimum_at_risk);
  const readable = (day: number) => atRiskAt(curve, day) >= least;
  const median = medianSurvival(curve);
  const mean = readable(horizon) ? restrictedMean(curve, horizon) : null;
  const error = mean && isClustered(request) ? clusteredMeanError(underOneName(own, request), asked, horizon) : null;
  return {
    released: curve.people,
    events: curve.steps.reduce((sum, step) => sum + step.events, 0),
    median_days: median !== null && readable(median) ? median : null,
    mean_days: mean?.mean ?? null,
    mean_error: error ?? mean?.standardError ?? null,
  };
}
