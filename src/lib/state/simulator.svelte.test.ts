import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PlaceProjection } from '../projection/place.ts';
import { baseline } from '../projection/scenario.ts';
import { FakeWorker } from './fixture.ts';
import type { OnePlace } from '../projection/projection-message.ts';
import { Simulator } from './simulator.svelte.ts';

let simulator: Simulator<OnePlace>;
beforeEach(() => {
  FakeWorker.all.length = 0;
  vi.stubGlobal('Worker', FakeWorker);
  simulator = new Simulator();
});
afterEach(() => vi.unstubAllGlobals());

const place = { action: 'place', months: 12 } as OnePlace;
const projection = { months: [] } as unknown as PlaceProjection;

describe('scenarios simulated in a worker', () => {
  it('need a place', async () => {
    await expect(simulator.project(baseline)).rejects.toMatchObject({ name: 'AbortError' });
    expect(FakeWorker.all).toEqual([]);
  });

  it('go to one worker, which is told the place first, and come back to who asked', async () => {
    simulator.use(place);
    const [one, other] = [simulator.project(baseline), simulator.project(baseline)];
    const [worker] = FakeWorker.all;
    expect(worker?.calls.map(({ name }) => name)).toEqual(['use', 'project', 'project']);
    expect(simulator.progress).toBe(0);
    worker?.say({ progress: 0.4 }, 1);
    expect(simulator.progress).toBe(0.4);
    const second = { ...projection };
    worker?.say({ result: second }, 2);
    expect(await other).toBe(second);
    expect(simulator.progress).toBe(0.4);
    worker?.say({ result: projection }, 1);
    expect(await one).toBe(projection);
    expect([FakeWorker.all.length, simulator.progress]).toEqual([1, null]);
  });

  it('that fail say why, and the worker goes on', async () => {
    simulator.use(place);
    const asked = simulator.project(baseline);
    FakeWorker.all[0]?.say({ failure: { message: 'There is nobody to project.' } });
    await expect(asked).rejects.toThrow('There is nobody to project.');
    const again = simulator.project(baseline);
    FakeWorker.all[0]?.say({ result: projection });
    expect(await again).toBe(projection);
  });

  it('that are cancelled end the worker at once; the next one starts another, at the same place', async () => {
    simulator.use(place);
    const asked = simulator.project(baseline);
    simulator.cancel();
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
    expect([FakeWorker.all[0]?.ended, simulator.progress]).toEqual([true, null]);
    const again = simulator.project(baseline);
    expect(FakeWorker.all[1]?.calls[0]).toMatchObject({ name: 'use', input: { action: 'place', months: 12 } });
    // What the old one still says is of nobody's interest.
    FakeWorker.all[0]?.say({ result: { ...projection } });
    FakeWorker.all[1]?.say({ result: projection });
    expect(await again).toBe(projection);
  });

  it('all fail with a sentence when the worker breaks, and a new one takes over', async () => {
    simulator.use(place);
    const asked = [simulator.project(baseline), simulator.project(baseline)];
    FakeWorker.all[0]?.break();
    for (const each of asked) await expect(each).rejects.toThrow(/simulation stopped\. Reload the page/);
    void simulator.project(baseline);
    expect(FakeWorker.all).toHaveLength(2);
  });
});
