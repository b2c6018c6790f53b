import { describe, expect, it } from 'vitest';
import { MemoryStorage } from './fixture.ts';
import { KeptTexts } from './storage.ts';

describe('texts kept in this browser', () => {
  it('are found again by their key, until they are removed', () => {
    const storage = new MemoryStorage();
    const kept = new KeptTexts(() => storage);
    expect(kept.write('a', 'one')).toEqual({ ok: true });
    expect(kept.write('b', 'two')).toEqual({ ok: true });
    expect([kept.read('a'), kept.read('c')]).toEqual(['one', null]);
    expect(kept.keys().sort()).toEqual(['a', 'b']);
    kept.remove('a');
    expect(kept.read('a')).toBeNull();
  });

  it('of a full disk: the reason is said', () => {
    const storage = new MemoryStorage();
    storage.full = true;
    expect(new KeptTexts(() => storage).write('a', 'one')).toEqual({ ok: false, reason: 'its storage is full' });
  });

  it('of a browser that refuses: nothing throws, and a refusal is no empty place', () => {
    const kept = new KeptTexts(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    expect(kept.read('a')).toBeUndefined();
    expect(kept.keys()).toEqual([]);
    expect(kept.write('a', 'one')).toEqual({
      ok: false,
      reason: 'it does not allow this site to store anything',
    });
    expect(() => kept.remove('a')).not.toThrow();
  });
});
