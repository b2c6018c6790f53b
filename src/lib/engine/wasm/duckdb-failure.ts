import { EngineError } from '../engine.ts';

const tooLarge = 'Choose a shorter period, fewer groups or a narrower scope.';

/** What DuckDB's worker leaves behind when it dies. */
export function asLost(reason: string): EngineError {
  const message = outOfMemory.test(reason)
    ? `The query engine ran out of memory and stopped. ${tooLarge}`
    : 'The query engine stopped working. Change a filter or reload the page to start it again.';
  return new EngineError('unavailable', message, { cause: reason });
}

const outOfMemory = /out of memory|bad_alloc|allocation failed|cannot enlarge memory|array buffer allocation/i;
/** After a trap of WebAssembly the memory of the module is in no known state. */
const trap = /^RuntimeError\b|memory access out of bounds|unreachable executed|maximum call stack|Aborted\(/i;

/** A failed statement as readers are told, and whether the engine is lost with it. */
export function asQueryError(error: unknown, sql: string): { error: EngineError; lost: boolean } {
  if (error instanceof EngineError) return { error, lost: false };
  const { name, message } = error instanceof Error ? error : { name: '', message: String(error) };
  const reason = plainMessage(message);
  if (trap.test(`${name}: ${reason}`)) return { error: asLost(reason), lost: true };
  if (outOfMemory.test(reason)) {
    const text = `This needs more memory than the browser gives. ${tooLarge}`;
    return { error: new EngineError('unavailable', text, { cause: error, sql }), lost: false };
  }
  return { error: new EngineError('query', `The query failed: ${reason}`, { cause: error, sql }), lost: false };
}

/** Some failures arrive as JSON. */
function plainMessage(message: string): string {
  if (!message.startsWith('{')) return message;
  try {
    const { exception_message: inner } = JSON.parse(message) as { exception_message?: unknown };
    return typeof inner === 'string' ? inner : message;
  } catch {
    return message;
  }
}
