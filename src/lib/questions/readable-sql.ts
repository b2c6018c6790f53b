import { withLiterals } from '../engine/literal-sql.ts';
import type { Statement } from './question.ts';

/** A statement as a reader can copy it: bound values written out. */
export function readableSql({ sql, bindings }: Statement): string {
  return withLiterals(sql, bindings);
}
