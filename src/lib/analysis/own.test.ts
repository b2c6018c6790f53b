import fc from 'fast-check';
import { expect, it } from 'vitest';
import { own, setOwn } from './own.ts';

const inherited = Object.getOwnPropertyNames(Object.prototype);
const names = fc.oneof(fc.constantFrom(...inherited), fc.string());

it('finds nothing under a name nobody set', () => {
  for (const name of inherited) expect(own({}, name), name).toBe(undefined);
});

it('holds what was set, as a Map does, through copies and JSON', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(names, fc.nat())), fc.array(names), (entries, asked) => {
      const record: Record<string, number> = {};
      for (const [name, value] of entries) setOwn(record, name, value);
      const map = new Map(entries);
      for (const copy of [record, { ...record }, JSON.parse(JSON.stringify(record)) as typeof record]) {
        for (const name of [...map.keys(), ...asked]) expect(own(copy, name)).toBe(map.get(name));
        expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
        expect(new Map(Object.entries(copy))).toEqual(map);
      }
    }),
  );
});
