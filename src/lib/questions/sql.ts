import { firstOfMonth, type IsoDate } from '../calendar/date.ts';
import type { Binding } from '../engine/engine.ts';
import type { Filters, Request, Statement } from './question.ts';
import type { DimensionId } from './dimensions.ts';

/** A piece of SQL with the values it binds, so that text from readers never becomes part of a statement. */
export interface Sql {
  text: string;
  bindings: Binding[];
}

/**
 * Builds SQL from a template. Values are bound; pieces made by this function are put in as they are.
 * Column names come from code only, through `column`.
 */
export function sql(parts: TemplateStringsArray, ...values: (Binding | Sql)[]): Sql {
  let text = parts[0] ?? '';
  const bindings: Binding[] = [];
  values.forEach((value, index) => {
    if (value !== null && typeof value === 'object') {
      text += value.text;
      bindings.push(...value.bindings);
    } else {
      text += '?';
      bindings.push(value);
    }
    text += parts[index + 1] ?? '';
  });
  return { text, bindings };
}

/** What a piece of SQL written in the code is made of: no end of a statement, no comment, no backslash. */
const pieceOfSql = /^(?!.*(--|\/\*))[\w\s.,()[\]'"<>=!|&+*/%:?-]*$/s;

/**
 * Names and expressions known to the code, as they are. Values of readers and of the data are bound, never put here:
 * whatever could end a statement is refused all the same.
 */
export function raw(text: string): Sql {
  if (!pieceOfSql.test(text)) throw new Error(`not a piece of SQL this code writes: ${text}`);
  return { text, bindings: [] };
}

/** The statement with its indentation taken away, as readers see it. */
export function statement(piece: Sql): Statement {
  const lines = piece.text.split('\n').map((line) => line.trimEnd());
  const indents = lines.filter((line) => line.trim() !== '').map((line) => /^ */.exec(line)?.[0].length ?? 0);
  // The first line follows the opening backtick and has no indentation of its own.
  const indent = Math.min(...(indents.length > 1 ? indents.slice(1) : indents));
  const text = lines.map((line, index) => (index === 0 ? line.trimStart() : line.slice(indent))).join('\n');
  return { sql: text.trim(), bindings: piece.bindings };
}

export function and(...conditions: Sql[]): Sql {
  return conditions.length === 0 ? raw('true') : joined(conditions, ' AND ');
}

/** Pieces one after another, with a separator that the code writes. */
export function joined(pieces: readonly Sql[], separator: string): Sql {
  return { text: pieces.map(({ text }) => text).join(separator), bindings: pieces.flatMap(({ bindings }) => bindings) };
}

/** The rows whose column holds one of the values; null stands for "not recorded". Lists do not bind, so they expand. */
export function isOneOf(name: string, values: readonly (string | null)[]): Sql {
  const recorded = values.filter((value) => value !== null);
  const pieces: string[] = [];
  if (recorded.length > 0) pieces.push(`CAST(${name} AS VARCHAR) IN (${recorded.map(() => '?').join(', ')})`);
  if (recorded.length < values.length) pieces.push(`${name} IS NULL`);
  return { text: `(${pieces.join(' OR ') || 'false'})`, bindings: recorded };
}

/** The rows inside the scope, for a mart that has the scope's own column. */
export function inScope(request: Request): Sql {
  const { scope } = request;
  return scope.kind === 'agency' ? raw('true') : sql`${raw(`${scope.kind}_id`)} = ${scope.id}`;
}

/** The rows the reader's filters keep. */
export function kept(filters: Filters, dimensions: readonly DimensionId[]): Sql {
  const wanted = dimensions.flatMap((id) => {
    const values = filters[id];
    return values ? [isOneOf(id, values)] : [];
  });
  return and(...wanted);
}

/** The rows a request is about: those of its scope that its filters keep. */
export function chosenRows(request: Request, dimensions: readonly DimensionId[]): Sql {
  return and(inScope(request), kept(request.filters, dimensions));
}

/** The months of a span of days (`to` exclusive), of a mart by month. */
export function inMonths({ from, to }: { readonly from: IsoDate; readonly to: IsoDate }): Sql {
  return sql`month >= CAST(${firstOfMonth(from)} AS DATE) AND month < CAST(${to} AS DATE)`;
}

/** The grouping column as text under the name "group", or one null group; before it the unit or person, when each is asked for. */
export function grouped(request: Pick<Request, 'by' | 'each'>): Sql {
  const group = request.by === null ? 'NULL' : request.by;
  return raw(`${partOf(request).text}CAST(${group} AS VARCHAR) AS "group"`);
}

/** The unit or person as the column "part", with its comma, when each is asked for at once; goes with GROUP BY ALL. */
export function partOf({ each }: Pick<Request, 'each'>): Sql {
  return raw(each ? `CAST(${each} AS VARCHAR) AS "part", ` : '');
}
