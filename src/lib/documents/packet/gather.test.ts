import { describe, expect, it } from 'vitest';
import type { Binding, MartPart, RawRow } from '../../engine/engine.ts';
import type { MartEntry } from '../../export/manifest.ts';
import type { MemoSource } from '../asker.ts';
import { packetInput, packetQuestions } from './gather.ts';
import { packetDataset, quarterOf } from './fixture.ts';

const dataset = packetDataset();
const region = { id: 'R1', name: 'East' };

/** A source without a row that knows every mart but some. */
function source(missing: Readonly<Record<string, string[]>> = {}) {
  const asked: { bindings: readonly Binding[] }[] = [];
  const loaded: MartPart[] = [];
  const engine = {
    load: (parts: readonly MartPart[]) => Promise.resolve(void loaded.push(...parts)),
    query: (_sql: string, bindings: readonly Binding[] = []): Promise<RawRow[]> => {
      asked.push({ bindings });
      return Promise.resolve([]);
    },
  };
  const marts = new Proxy({} as MemoSource['marts'], {
    get: (_, mart) => ({ missing: missing[String(mart)] ?? [] }) as MartEntry,
  });
  return { asked, loaded, source: { engine, marts, dataset } satisfies MemoSource };
}

describe('what a packet asks', () => {
  it('is as many questions as a reader is told beforehand, counted from none', async () => {
    const befores: number[] = [];
    await packetInput(source().source, region, quarterOf(dataset), { onQuestion: (_, before) => befores.push(before) });
    expect(befores).toEqual(Array.from({ length: packetQuestions }, (_, index) => index));
  });

  it('has the projection of the region and of its institutions, without a scenario', async () => {
    const asked = source();
    const { ahead, institutions } = await packetInput(asked.source, region, quarterOf(dataset));
    expect([ahead, institutions]).toEqual([[], []]);
    expect(asked.loaded).toContainEqual({ mart: 'projection_ahead', part: 'agency' });
  });

  it('is of the quarter and the same a year before', async () => {
    const input = await packetInput(source().source, region, quarterOf(dataset));
    expect([input.period.id, input.before.id]).toEqual(['2026Q3', '2025Q3']);
  });

  it('names what the agency lacks, and is asked for without it', async () => {
    const marts = { staffing_month: ['position'] };
    const { gaps, whole } = await packetInput(source(marts).source, region, quarterOf(dataset));
    const lacking = [...whole].filter(([, rows]) => rows === null).map(([measure]) => measure);
    expect(lacking).toEqual(['staffing', 'people-per-position']);
    expect(gaps).toEqual([expect.stringMatching(/: the agency has not supplied the table position\.$/)]);
  });

  it('ends when nobody waits any more', async () => {
    const controller = new AbortController();
    const { asked, source: from } = source();
    const gathered = packetInput(from, region, quarterOf(dataset), {
      signal: controller.signal,
      onQuestion: (_, before) => before === 3 && controller.abort(),
    });
    await expect(gathered).rejects.toMatchObject({ name: 'AbortError' });
    expect(asked.length).toBeLessThan(20);
  });
});
