import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AnswerFile } from '../export/answers.ts';
import { exampleDataset } from '../export/fixture.ts';
import type { FirstView } from '../pages/first-view.ts';
import { population } from '../pages/population.ts';
import { defaultView, parseView, type ChosenView } from '../pages/view.ts';
import type { Dataset } from './dataset.svelte.ts';
import type { QueryEngine } from './engine.svelte.ts';
import { Panels } from './panels.svelte.ts';

const manifest = exampleDataset();
const agency = defaultView(manifest);
const elsewhere = (search: string): ChosenView => parseView(new URLSearchParams(search), manifest).view;

const onePanel = { ...population, panels: { now: population.panels.now } };

/** A page whose files arrive when the test lets them, and whose engine never starts. */
function open(view: ChosenView | null) {
  const waiting: { scope: string; arrive: (average: number) => void; fail: () => void }[] = [];
  const first: FirstView = { ...answersOf('agency', 1000), measures: {} };
  const dataset = {
    manifest,
    answers: (_page: string, scope: string) =>
      new Promise<AnswerFile>((resolve, reject) => {
        const arrive = (average: number) => resolve(answersOf(scope, average));
        waiting.push({ scope, arrive, fail: () => reject(new Error('not there')) });
      }),
  } as unknown as Dataset;
  const engine = { start: () => Promise.reject(new Error('No engine here.')) } as unknown as QueryEngine;
  const panels = new Panels(onePanel, dataset, engine, first, view);
  return { panels, waiting, shown: () => panels.rows('now')[0]?.average };
}

function answersOf(scope: string, average: number): AnswerFile {
  const now = { columns: ['group', 'average'], rows: [[null, average]] };
  return { dataset: manifest.version, as_of: manifest.as_of, page: 'population', scope, panels: { now } };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('figures of the view before', () => {
  it('are exchanged where the new ones come within 150 ms, and never seen after that', async () => {
    const { panels, waiting, shown } = open(agency);
    await panels.show(agency);
    expect([shown(), panels.blank]).toEqual([1000, false]);

    void panels.show(elsewhere('facility=F1'));
    await vi.advanceTimersByTimeAsync(149);
    expect([panels.look('now'), panels.blank]).toEqual(['outdated', false]);
    waiting.at(-1)?.arrive(90);
    await vi.advanceTimersByTimeAsync(500);
    expect([shown(), panels.look('now'), panels.blank]).toEqual([90, 'current', false]);

    void panels.show(elsewhere('facility=F2'));
    await vi.advanceTimersByTimeAsync(149);
    expect(panels.blank).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(panels.blank).toBe(true);
    waiting.at(-1)?.arrive(180);
    await vi.advanceTimersByTimeAsync(0);
    expect([shown(), panels.look('now'), panels.blank]).toEqual([180, 'current', false]);
  });

  it('are waited for from the first change on, however often a reader changes again', async () => {
    const { panels, waiting } = open(agency);
    await panels.show(agency);
    void panels.show(elsewhere('facility=F1'));
    await vi.advanceTimersByTimeAsync(100);
    void panels.show(elsewhere('facility=F2'));
    await vi.advanceTimersByTimeAsync(50);
    expect(panels.blank).toBe(true);
    // Without coming and going in between.
    void panels.show(elsewhere('facility=F3'));
    expect(panels.blank).toBe(true);
    waiting.at(-1)?.arrive(7);
    await vi.advanceTimersByTimeAsync(0);
    expect(panels.blank).toBe(false);
  });

  it('of the HTML are never seen under a link to another view', async () => {
    const { panels } = open(null);
    expect(panels.rows('now')).toHaveLength(1);
    void panels.show(elsewhere('facility=F1'));
    expect(panels.blank).toBe(true);
  });

  it('of the HTML are not even taken up where the link is known, or the host has another export', () => {
    expect(open(elsewhere('facility=F1')).panels.rows('now')).toEqual([]);
    const { panels } = open(defaultView({ ...manifest, version: '2026-07-01.00000000' }));
    expect(panels.rows('now')).toEqual([]);
  });

  it('are gone when the new ones cannot be had, and a sentence says why', async () => {
    const { panels, waiting } = open(agency);
    await panels.show(agency);
    void panels.show(elsewhere('facility=F1'));
    waiting.at(-1)?.fail();
    await vi.advanceTimersByTimeAsync(0);
    expect(panels.state('now')).toMatchObject({ status: 'failed', rows: [], message: 'No engine here.' });
    expect([panels.look('now'), panels.blank, panels.pending]).toEqual(['current', false, false]);
  });

  it('are gone when a reader cancels', async () => {
    const { panels } = open(agency);
    await panels.show(agency);
    void panels.show(elsewhere('facility=F1'));
    panels.cancel();
    expect(panels.state('now')).toMatchObject({ status: 'failed', rows: [] });
    expect(panels.state('now').message).toMatch(/^Cancelled\./);
  });
});
