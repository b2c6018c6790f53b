import {
  caseGroups,
  countedShare,
  grainParameter,
  groupColumn,
  groupedOf,
  monthColumn,
  monthOf,
  placeGroups,
  placeScopes,
  rated,
  ratedColumns,
  within,
  caseMart,
  groupedRows,
  type Grouped,
  type Rated,
} from './case-counts.ts';
import type { IsoDate } from '../../calendar/date.ts';
import type { Manifest } from '../../export/manifest.ts';
import type { RawRow } from '../../engine/engine.ts';
import { agencyPart, coveredWindow } from '../population/stock-sql.ts';
import { question } from '../question.ts';
import { chosenRows, raw, grouped, inMonths, sql, statement } from '../sql.ts';

/** How often the classification committee decided what was recommended; both few and all agreed invite a talk. */
export const concurrence = countedShare({
  id: 'casework/concurrence',
  title: 'Recommendations the classification committee followed',
  description:
    'Recommendations decided in the period whose decided custody level is the recommended one, under whoever is recorded as having recommended, else the case manager assigned on the day of the recommendation.',
  mart: 'recommendation',
  part: 'cases',
  date: 'decided_date',
  window: coveredWindow,
  counts: {
    decided: {
      of: 'recommendations',
      where: 'recommended_level IS NOT NULL AND decided_level IS NOT NULL',
      meaning: 'Recommendations decided, with both levels recorded',
    },
    agreed: {
      of: 'recommendations',
      where: 'recommended_level = decided_level',
      meaning: 'Of those, decided as recommended',
    },
    not_recorded: {
      of: 'recommendations',
      where: 'recommended_level IS NULL OR decided_level IS NULL',
      meaning: 'Decided, with a level not recorded; set aside',
    },
  },
  share: { part: 'agreed', whole: 'decided', meaning: 'Agreed as a share of decided' },
  by: caseGroups,
});

export type Direction = 'lower' | 'same' | 'higher';

export interface RecommendedDirection extends Grouped {
  direction: Direction;
  recommendations: number;
  /** Recommendations whose direction is known. */
  total: number;
  rate: number | null;
  lower: number | null;
  upper: number | null;
}

export const directions: readonly Direction[] = ['lower', 'same', 'higher'];

/** Which way a level lies from another; null where either is not in the agency's list. */
export function directionOf(
  from: string | null,
  to: string | null,
  dataset: Pick<Manifest, 'custody_levels'>,
): Direction | null {
  if (from !== null && from === to) return 'same';
  const [before, after] = [from, to].map((level) => dataset.custody_levels.indexOf(level ?? ''));
  if (before === undefined || after === undefined || before < 0 || after < 0) return null;
  return after < before ? 'lower' : 'higher';
}

export const recommendedDirections = question({
  id: 'casework/recommendations',
  title: 'Direction of recommendations',
  description:
    'Recommendations made in the period by whether they were for less, the same or more security, under whoever is recorded as having recommended, else the case manager assigned that day. Those with a level not recorded, or not in the agency’s list, are left out.',
  columns: [
    monthColumn,
    groupColumn,
    { name: 'direction', kind: 'text', meaning: 'lower (less secure), same or higher' },
    { name: 'recommendations', kind: 'count', meaning: 'Recommendations in that direction' },
    { name: 'total', kind: 'count', meaning: 'Recommendations with both levels recorded' },
    ...ratedColumns('Recommendations in that direction as a share of all'),
  ],
  parameters: [grainParameter],
  by: caseGroups,
  eachUnit: true,
  needs: (request) => caseMart('recommendation', coveredWindow(request), request).parts,
  statements(request) {
    const window = coveredWindow(request);
    return [
      statement(sql`
        SELECT ${monthOf('recommended_date', request)} AS month, ${grouped(request)},
          current_level, recommended_level, sum(recommendations)::INTEGER AS recommendations
        FROM ${raw(caseMart('recommendation', window, request).name)}
        WHERE ${within('recommended_date', window)} AND ${chosenRows(request, caseGroups)}
        GROUP BY ALL`),
    ];
  },
  rows([found = []], request): RecommendedDirection[] {
    const cells = new Map<string, RawRow>();
    const counts = new Map<string, Record<Direction, number>>();
    for (const row of found) {
      const direction = directionOf(
        row.current_level as string | null,
        row.recommended_level as string | null,
        request.dataset,
      );
      if (!direction) continue;
      const key = `${row.month}\t${row.group}`;
      cells.set(key, row);
      const known = counts.get(key) ?? { lower: 0, same: 0, higher: 0 };
      known[direction] += Number(row.recommendations);
      counts.set(key, known);
    }
    return groupedRows([...cells.values()], coveredWindow(request), request, groupedOf).flatMap((grouped) => {
      const known = counts.get(`${grouped.month}\t${grouped.group}`) ?? { lower: 0, same: 0, higher: 0 };
      const total = known.lower + known.same + known.higher;
      return directions.map((direction) => ({
        ...grouped,
        direction,
        recommendations: known[direction],
        total,
        ...rated(known[direction], total, request),
      }));
    });
  },
});

export interface LoweredSecurity extends Rated {
  month: IsoDate | null;
  group: string | null;
  reductions: number;
  with_incident: number;
  left_early: number;
}

export const loweredSecurity = question({
  id: 'casework/lowered-security',
  title: 'Serious incidents after a reduction of custody level',
  description:
    'Reductions of custody level whose time of watching (180 days by default) was over in the period’s months, and those followed by a serious incident in the same stay. By institution and above only, where the person was after the change.',
  columns: [
    monthColumn,
    groupColumn,
    { name: 'reductions', kind: 'count', meaning: 'Reductions of custody level watched for the whole time' },
    { name: 'with_incident', kind: 'count', meaning: 'Of those, followed by a serious incident within the time' },
    { name: 'left_early', kind: 'count', meaning: 'Of those, people released within the time without one' },
    ...ratedColumns('With an incident as a share of reductions'),
  ],
  parameters: [grainParameter],
  by: placeGroups,
  scopes: placeScopes,
  needs: () => agencyPart('level_change'),
  statements(request) {
    return [
      statement(sql`
        SELECT ${monthOf('month', request)} AS month, ${grouped(request)}, from_level, to_level,
          sum(changes)::INTEGER AS changes, sum(with_incident)::INTEGER AS with_incident, sum(left_early)::INTEGER AS left_early
        FROM level_change
        WHERE ${inMonths(coveredWindow(request))} AND ${chosenRows(request, placeGroups)}
        GROUP BY 1, 2, 3, 4`),
    ];
  },
  rows([found = []], request): LoweredSecurity[] {
    const summed = new Map<string, RawRow>();
    for (const row of found) {
      if (directionOf(row.from_level as string, row.to_level as string, request.dataset) !== 'lower') continue;
      const key = `${row.month}\t${row.group}`;
      const known = summed.get(key);
      summed.set(key, {
        ...groupedOf(row),
        reductions: Number(known?.reductions ?? 0) + Number(row.changes),
        with_incident: Number(known?.with_incident ?? 0) + Number(row.with_incident),
        left_early: Number(known?.left_early ?? 0) + Number(row.left_early),
      });
    }
    return groupedRows([...summed.values()], coveredWindow(request), request, (row) => {
      const reductions = Number(row.reductions ?? 0);
      const withIncident = Number(row.with_incident ?? 0);
      return {
        ...groupedOf(row),
        reductions,
        with_incident: withIncident,
        left_early: Number(row.left_early ?? 0),
        ...rated(withIncident, reductions, request),
      };
    });
  },
});
