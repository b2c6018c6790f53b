import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { packAnswer, type AnswerFile } from '../export/answers.ts';
import { parseView } from '../pages/view.ts';
import { packInput } from '../projection/packed-input.ts';
import type { PlaceProjection } from '../projection/place.ts';
import { emptyRecord } from '../projection/predictive.ts';
import { baseline, type Scenario } from '../projection/scenario.ts';
import { formatScope, type Scope } from '../questions/scope.ts';
import type { App } from './app.svelte.ts';
import { Dataset } from './dataset.svelte.ts';
import { answerOf, dataFolder, FakeHost, FakeWorker, until } from './fixture.ts';
import { ScenarioRuns } from './scenario-runs.svelte.ts';

let host: FakeHost;
let dataset: Dataset;
let runs: ScenarioRuns;

/** What the projection of a place is made from: 24 months with that many people at the end of each. */
function inputOf(scope: Scope, people: number): AnswerFile {
  const [first, last] = [24294, 24317];
  const population = Array.from({ length: last - first + 2 }, () => people);
  const input = {
    first,
    last,
    population,
    snapshot: null,
    baseline: [],
    record: emptyRecord(),
    work: { deadlines: null, hours: null },
  };
  const answer = answerOf(dataset.manifest);
  return {
    dataset: answer.dataset,
    as_of: answer.as_of,
    page: 'projection-on-action',
    scope: formatScope(scope),
    panels: { input: packAnswer({ ...answer, rows: packInput(input) }) },
  };
}

beforeEach(async () => {
  FakeWorker.all.length = 0;
  host = new FakeHost();
  vi.stubGlobal('fetch', host.fetch);
  vi.stubGlobal('Worker', FakeWorker);
  dataset = new Dataset(await host.put(), dataFolder);
  const north = inputOf({ kind: 'region', id: 'R1' }, 100);
  const south = inputOf({ kind: 'region', id: 'R2' }, 200);
  dataset.manifest = await host.put({}, [north, south]);
  runs = new ScenarioRuns({ dataset } as App);
});
afterEach(() => vi.unstubAllGlobals());

const at = (region: string) => parseView(new URLSearchParams({ region }), dataset.manifest).view;
const longer = (stayMonths: number): Scenario => ({ ...baseline, stayMonths });

/** The month ahead, of which only the number of people matters here. */
const projected = (people: number) =>
  ({
    months: [{ ahead: 1, projected: people, scale: 1, freedom: 9 }],
    differences: null,
  }) as unknown as PlaceProjection;

/** The scenarios a worker was asked, the last one's unless told. */
const projects = (worker = FakeWorker.all.at(-1)) =>
  worker?.calls.flatMap(({ name, input }) => (name === 'project' ? [input as Scenario] : [])) ?? [];

/** Until the last worker has been asked so many times. */
const asked = (count: number) => until(() => expect(projects()).toHaveLength(count));

function answer(people: number): void {
  FakeWorker.all.at(-1)?.say({ result: projected(people) });
}

const shown = (region: string, scenario: Scenario) => runs.rows(at(region), scenario)?.map((row) => row.projected);

describe('scenarios of a place', () => {
  it('are simulated one after the other, and each once', async () => {
    const wanted = runs.want(at('R1'), [baseline, longer(3)], 12);
    expect(runs.busy).toBe(true);
    await asked(1);
    answer(100);
    await asked(2);
    expect(shown('R1', baseline)).toEqual([100]);
    answer(130);
    await wanted;
    expect([shown('R1', longer(3)), runs.busy]).toEqual([[130], false]);
    await runs.want(at('R1'), [longer(3), baseline], 12);
    expect(projects()).toHaveLength(2);
  });

  it('between two positions of a slider are left out: only the last wish counts', async () => {
    const first = runs.want(at('R1'), [longer(1)], 12);
    await asked(1);
    const between = runs.want(at('R1'), [longer(2)], 12);
    const last = runs.want(at('R1'), [longer(3)], 12);
    answer(110);
    await asked(2);
    expect(projects().map(({ stayMonths }) => stayMonths)).toEqual([1, 3]);
    answer(130);
    await Promise.all([first, between, last]);
    expect([shown('R1', longer(2)), shown('R1', longer(3)), runs.busy]).toEqual([undefined, [130], false]);
  });

  it('of a place that was left never pass for those of another', async () => {
    const north = runs.want(at('R1'), [baseline], 12);
    await asked(1);
    const [old] = FakeWorker.all;
    const south = runs.want(at('R2'), [baseline], 12);
    await north;
    await until(() => expect(FakeWorker.all).toHaveLength(2));
    await asked(1);
    expect([old?.ended, shown('R1', baseline), shown('R2', baseline)]).toEqual([true, undefined, undefined]);
    answer(200);
    await south;
    expect([shown('R1', baseline), shown('R2', baseline), runs.problem]).toEqual([undefined, [200], null]);
  });

  it('that a reader cancels say so; another move starts them again', async () => {
    const wanted = runs.want(at('R1'), [longer(1)], 12);
    await asked(1);
    runs.cancel();
    await wanted;
    expect([runs.busy, runs.problem, FakeWorker.all[0]?.ended]).toEqual([
      false,
      expect.stringMatching(/^Cancelled\./),
      true,
    ]);
    const again = runs.want(at('R1'), [longer(1)], 12);
    await until(() => expect(FakeWorker.all).toHaveLength(2));
    await asked(1);
    answer(110);
    await again;
    expect([shown('R1', longer(1)), runs.problem]).toEqual([[110], null]);
  });

  it('that fail say why', async () => {
    const wanted = runs.want(at('R1'), [longer(1)], 12);
    await asked(1);
    FakeWorker.all[0]?.say({ failure: { message: 'The numbers ran away.' } });
    await wanted;
    expect([runs.problem, runs.busy]).toEqual(['The scenario could not be simulated. The numbers ran away.', false]);
  });

  it('whose figures cannot be fetched say why, and are fetched again at the next move', async () => {
    host.refuse = (path) => (path.includes('answers') ? new Response('', { status: 404 }) : undefined);
    await runs.want(at('R1'), [baseline], 12);
    expect(runs.problem).toMatch(/could not be simulated\. .* is not on the server/);
    host.refuse = null;
    const again = runs.want(at('R1'), [baseline], 12);
    await asked(1);
    answer(100);
    await again;
    expect([shown('R1', baseline), runs.problem]).toEqual([[100], null]);
  });

  it('have the baseline simulated ahead, before anybody moves a slider', async () => {
    runs.prepare(at('R1'), 12);
    await asked(1);
    expect(projects()[0]).toEqual(baseline);
    expect([runs.busy, runs.problem]).toEqual([false, null]);
    // The move that follows waits for the worker, and needs no second fetch.
    const wanted = runs.want(at('R1'), [longer(2)], 12);
    answer(100);
    await asked(2);
    answer(120);
    await wanted;
    expect(shown('R1', longer(2))).toEqual([120]);
    expect(host.asked.filter((path) => path.includes('answers/'))).toHaveLength(1);
  });

  it('end with the page', async () => {
    const wanted = runs.want(at('R1'), [baseline], 12);
    await asked(1);
    runs.close();
    await wanted;
    expect([FakeWorker.all[0]?.ended, shown('R1', baseline), runs.problem]).toEqual([true, undefined, null]);
  });
});
