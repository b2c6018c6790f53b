import type { IsoDate } from '../../calendar/date.ts';
import { dimensions, populationDimensions } from '../dimensions.ts';
import {
  agencyPart,
  cellKey,
  coveredWindow,
  facilityParts,
  finestPlace,
  groupsOf,
  needsDays,
  populationGroups,
  populationParts,
} from './stock-sql.ts';
import { coveredMonths } from './monthly.ts';
import { monthlyMart, monthRows } from './months-sql.ts';
import { question, type Request } from '../question.ts';
import { and, chosenRows, grouped, inMonths, partOf, raw, sql, statement, type Sql } from '../sql.ts';

export interface PopulationFlow {
  month: IsoDate;
  group: string | null;
  admissions: number;
  releases: number;
  /** Null, as those out, for a place of which nothing supplied says who was moved. */
  transfers_in: number | null;
  transfers_out: number | null;
  /** Moves between levels or statuses, which change a filtered or grouped population without anyone coming or going. */
  reclassified: number;
  population_start: number;
  population_end: number;
}

/** The flow mart for a request; a month or a region is answered from the small one, which tells neither age nor race. */
function flowMart(request: Request): 'flow_month' | 'flow_month_facility' {
  return ['facility', 'unit'].includes(finestPlace(request)) || needsDays(request)
    ? 'flow_month_facility'
    : 'flow_month';
}

function flowParts(request: Request) {
  const mart = flowMart(request);
  return mart === 'flow_month' ? agencyPart(mart) : facilityParts(mart, request);
}

/** Moves that cross the edge of the places the answer speaks of; a move inside a place is no flow of it. */
function crossing(request: Request): Sql {
  const place = finestPlace(request);
  if (place === 'unit') return raw('true');
  const outside = {
    agency: 'false',
    region: 'region_id IS DISTINCT FROM other_region_id',
    facility: 'facility_id IS DISTINCT FROM other_facility_id',
  }[place];
  return raw(`(flow IN ('admission', 'release') OR ${outside})`);
}

function flowConditions(request: Request): Sql {
  return and(inMonths(coveredWindow(request)), crossing(request), chosenRows(request, populationDimensions));
}

export const populationFlows = question({
  id: 'population/flows',
  title: 'Admissions and releases by month',
  description: 'Who came and went each month, with the population at both ends: start + in − out = end.',
  columns: [
    { name: 'month', kind: 'month', meaning: 'First day of the month' },
    { name: 'group', kind: 'text', meaning: 'Value of the grouped column; null where it was not recorded' },
    { name: 'admissions', kind: 'count', meaning: 'People admitted from outside the agency' },
    { name: 'releases', kind: 'count', meaning: 'People released from the agency' },
    { name: 'transfers_in', kind: 'count', meaning: 'People who came from elsewhere in the agency' },
    { name: 'transfers_out', kind: 'count', meaning: 'People who went elsewhere in the agency' },
    { name: 'reclassified', kind: 'count', meaning: 'Net moves between levels, statuses or age groups' },
    { name: 'population_start', kind: 'count', meaning: 'People at the end of the day before the month' },
    { name: 'population_end', kind: 'count', meaning: 'People at the end of the month’s last covered day' },
  ],
  parameters: [{ name: 'grain', kind: 'choice', choices: ['month'], meaning: 'Length of a step' }],
  by: populationGroups,
  eachUnit: true,
  needs: (request) => [...flowParts(request), ...populationParts(monthlyMart(request), request)],
  statements(request) {
    const group = grouped(request);
    return [
      statement(sql`
        SELECT CAST(month AS VARCHAR) AS month, ${group}, flow, sum(people)::INTEGER AS people
        FROM ${raw(flowMart(request))}
        WHERE ${flowConditions(request)}
        GROUP BY ALL`),
      statement(sql`
        SELECT CAST(month AS VARCHAR) AS month, ${group}, sum(opening)::INTEGER AS opening, sum(closing)::INTEGER AS closing
        FROM ${monthRows(request)}
        GROUP BY ALL`),
    ];
  },
  rows([flows = [], stocks = []], request): PopulationFlow[] {
    const groups = groupsOf(
      [...flows, ...stocks].map((row) => row.group as string | null),
      request,
    );
    const people = new Map(flows.map((row) => [cellKey(row.month, row.group, row.flow), Number(row.people)]));
    const stock = new Map(stocks.map((row) => [cellKey(row.month, row.group), row]));
    return coveredMonths(request).flatMap((month) =>
      groups.map((group) => {
        const of = (flow: string) => people.get(cellKey(month, group, flow)) ?? 0;
        const at = stock.get(cellKey(month, group));
        const [admissions, releases] = [of('admission'), of('release')];
        const [transfers_in, transfers_out] = [of('transfer_in'), of('transfer_out')];
        const [population_start, population_end] = [Number(at?.opening ?? 0), Number(at?.closing ?? 0)];
        const net = admissions - releases + transfers_in - transfers_out;
        return {
          month,
          group,
          admissions,
          releases,
          transfers_in,
          transfers_out,
          reclassified: population_end - population_start - net,
          population_start,
          population_end,
        };
      }),
    );
  },
});

export interface Movement {
  flow: 'admission' | 'release' | 'transfer_in' | 'transfer_out';
  type: string | null;
  people: number;
}

export const populationMovements = question({
  id: 'population/movements',
  title: 'Admissions and releases by type',
  description: 'Everybody who came or went in the period’s months, by type.',
  columns: [
    { name: 'flow', kind: 'text', meaning: 'admission, release, transfer_in or transfer_out' },
    {
      name: 'type',
      kind: 'text',
      meaning: dimensions.admission_type.label + ' or ' + dimensions.release_type.label.toLowerCase(),
    },
    { name: 'people', kind: 'count', meaning: 'People' },
  ],
  parameters: [],
  by: [],
  eachUnit: true,
  needs: flowParts,
  statements: (request) => [
    statement(sql`
      SELECT ${partOf(request)}flow, type, sum(people)::INTEGER AS people
      FROM ${raw(flowMart(request))}
      WHERE ${flowConditions(request)}
      GROUP BY ALL
      ORDER BY flow, people DESC, type`),
  ],
  rows: ([found = []]): Movement[] =>
    found.map((row) => ({
      flow: row.flow as Movement['flow'],
      type: row.type as string | null,
      people: Number(row.people),
    })),
});
