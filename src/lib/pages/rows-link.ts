import { measuresWithRows } from '../measures/with-rows.ts';
import type { Scope } from '../questions/scope.ts';
import type { Period } from '../calendar/period.ts';
import { formatView, type ChosenView } from './view.ts';

interface Asked {
  /** Of one person. */
  readonly staff?: string | null;
  readonly scope?: Scope;
  readonly period?: Period;
  /** One kind of what the measure counts: `check_source=program_review`. */
  readonly only?: string;
}

/** Address, below the base, of the rows behind a count of a measure; null where there is no list of them. */
export function rowsLink(view: ChosenView, measure: string, { staff, scope, period, only }: Asked = {}): string | null {
  if (!measuresWithRows.includes(measure)) return null;
  const own = { measure, ...(staff ? { staff } : {}), ...(only ? { only } : {}) };
  const seen = { ...view, scope: scope ?? view.scope, period: period ?? view.period, filters: {} };
  return `/rows/${formatView(seen, own)}`;
}
