/**
 * Objects keyed by data. A category, id or column may be named like something every object has (`constructor`,
 * `toString`, `__proto__`): a plain look-up then finds that, and a plain assignment is lost. A Map has no such names and
 * is what to reach for; what comes as JSON, or is a row, is read and written with these.
 */

/** What an object holds itself under a name; undefined where it holds nothing. */
export function own<Value>(record: Readonly<Partial<Record<string, Value>>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** Sets a name of an object, whatever the name. */
export function setOwn<Value>(record: Record<string, Value>, name: string, value: Value): void {
  if (name !== '__proto__') record[name] = value;
  else Object.defineProperty(record, name, { value, writable: true, enumerable: true, configurable: true });
}
