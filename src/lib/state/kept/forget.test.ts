import { afterEach, describe, expect, it, vi } from 'vitest';
import { DraftStore } from '../../documents/memo/draft-store.ts';
import { MemoryStorage } from '../../browser/fixture.ts';
import { ViewStore } from '../saved-views/view-store.ts';
import { forgetOnThisComputer, isOurs } from './forget.ts';
import { cachesOf } from './names.ts';

afterEach(() => vi.unstubAllGlobals());

/** A browser that keeps things for us and for others. */
function browser() {
  const [local, session] = [new MemoryStorage(), new MemoryStorage()];
  const ours = [new ViewStore('example').key, new DraftStore('example').keyOf('S1', '2026Q3'), 'caseboard theme'];
  for (const key of [...ours, 'another site', 'caseboards of others']) local.setItem(key, '');
  session.setItem('caseboard console', '');
  const kept = new Set([`${cachesOf('/site')}shell`, `${cachesOf('/site')}data`, `${cachesOf('/site/other')}data`]);
  const told: unknown[] = [];
  const unregister = vi.fn(() => Promise.resolve(true));
  vi.stubGlobal('localStorage', withKeys(local));
  vi.stubGlobal('sessionStorage', withKeys(session));
  vi.stubGlobal('caches', {
    keys: () => Promise.resolve([...kept]),
    delete: (name: string) => Promise.resolve(kept.delete(name)),
  });
  vi.stubGlobal('navigator', {
    serviceWorker: {
      controller: { postMessage: (message: unknown) => told.push(message) },
      getRegistration: () => Promise.resolve({ unregister }),
    },
  });
  return { local, session, kept, told, unregister };
}

/** The keys of a browser's storage are its properties. */
function withKeys(storage: MemoryStorage): MemoryStorage {
  return new Proxy(storage, {
    ownKeys: (target) => target.keys(),
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

describe('forgetting on this computer', () => {
  it('takes away all this site kept, and nothing of others', async () => {
    const { local, session, kept, told, unregister } = browser();
    expect(await forgetOnThisComputer('/site')).toEqual([]);
    expect(local.keys()).toEqual(['another site', 'caseboards of others']);
    expect(session.keys()).toEqual([]);
    expect([...kept]).toEqual([`${cachesOf('/site/other')}data`]);
    expect([told, unregister.mock.calls.length]).toEqual([['caseboard forget'], 1]);
  });

  it('says what could not be taken away, and goes on with the rest', async () => {
    const { kept } = browser();
    vi.stubGlobal(
      'localStorage',
      new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error('Storage is forbidden here.');
          },
        },
      ),
    );
    expect(await forgetOnThisComputer('/site')).toEqual(['Storage is forbidden here.']);
    expect(kept.size).toBe(1);
  });

  it('knows its own keys', () => {
    for (const key of ['caseboard theme', '["caseboard views","north"]', '["caseboard memo","x","S1","2026Q3"]'])
      expect(isOurs(key), key).toBe(true);
    for (const key of ['', 'caseboards', 'my caseboard', '["other","caseboard"]']) expect(isOurs(key), key).toBe(false);
  });
});
