import { describe, expect, it } from 'vitest';
import { expectClose, readClusteredReference, readReleases } from '../../../tests/reference/reference.ts';
import { aalenJohansen, incidenceAt } from './aalen-johansen.ts';
import {
  clusteredHazard,
  clusteredIncidence,
  clusteredMeanError,
  type ClusteredStep,
  type PersonRow,
} from './clustered-curve.ts';
import { nelsonAalen } from './cumulative-hazard.ts';
import { kaplanMeier, restrictedMean, survivalAt } from './survival.ts';

const reference = readClusteredReference();
const kinds = [null, 'new', 'technical', 'death'];
const releases = readReleases().map(({ person, week, kind }) => ({
  person,
  time: week,
  cause: kinds[kind] ?? null,
  count: 1,
}));
const onlyNew = releases.map((row) => ({ ...row, cause: row.cause === 'new' ? 'new' : null }));
const errorAt = (steps: readonly ClusteredStep[], time: number) =>
  Math.sqrt(steps.findLast((step) => step.time <= time)?.variance ?? NaN);

describe('errors by person against R', () => {
  it('of Kaplan–Meier and Nelson–Aalen, and of the mean time without the event', () => {
    const { time, surv, se, cumhaz, se_cumhaz, mean_error_100 } = reference.km;
    const events = onlyNew.map((row) => ({ ...row, event: row.cause !== null }));
    const [curve, hazard] = [kaplanMeier(events), nelsonAalen(events)];
    const [ofCurve, ofHazard] = [clusteredIncidence(onlyNew, 'new'), clusteredHazard(releases, 'new')];
    time.forEach((week, i) => {
      expectClose(survivalAt(curve, week)?.survival, surv[i]!);
      expectClose(errorAt(ofCurve, week), se[i]!);
      expectClose(hazard.findLast((step) => step.time <= week)?.hazard, cumhaz[i]!);
      expectClose(errorAt(ofHazard, week), se_cumhaz[i]!);
    });
    expectClose(clusteredMeanError(releases, 'new', 100), mean_error_100);
  });

  it('of Aalen–Johansen, for every cause', () => {
    const { time, incidence, se } = reference.aj;
    ['new', 'technical', 'death'].forEach((cause, k) => {
      const curve = aalenJohansen(releases).find((found) => found.cause === cause)!;
      const steps = clusteredIncidence(releases, cause);
      time.forEach((week, i) => {
        expectClose(incidenceAt(curve, week)?.incidence, incidence[i]![k]!);
        expectClose(errorAt(steps, week), se[i]![k]!);
      });
    });
  });

  it('kinds competing, with and without death among them', () => {
    const { est, var: variance, net_est, net_var } = reference.cuminc;
    const alive = releases.map((row) => ({ ...row, cause: row.cause === 'death' ? null : row.cause }));
    for (const [rows, shares, variances] of [
      [releases, est, variance],
      [alive, net_est, net_var],
    ] as const) {
      ['new', 'technical'].forEach((cause, k) => {
        const curve = aalenJohansen(rows).find((found) => found.cause === cause)!;
        reference.aj.time.forEach((week, i) => {
          expectClose(incidenceAt(curve, week)?.incidence, shares[k]![i]!);
          expectClose(incidenceAt(curve, week)?.variance, variances[k]![i]!, 1e-5);
        });
      });
    }
  });
});

describe('errors by person', () => {
  it('are Greenwood’s where nobody has a second row, also for people counted together', () => {
    const counted: PersonRow[] = [
      { person: null, time: 4, cause: 'a', count: 3 },
      { person: null, time: 4, cause: null, count: 2 },
      { person: null, time: 9, cause: 'a', count: 1 },
      { person: null, time: 12, cause: null, count: 5 },
    ];
    const written = counted.flatMap((row, at) =>
      Array.from({ length: row.count }, (_, i) => ({ ...row, person: 100 * at + i, count: 1 })),
    );
    const curve = kaplanMeier(counted.map((row) => ({ ...row, event: row.cause !== null })));
    for (const rows of [counted, written]) {
      const steps = clusteredIncidence(rows, 'a');
      for (const day of [4, 9, 12]) expectClose(errorAt(steps, day), survivalAt(curve, day)?.standardError ?? NaN);
      expectClose(clusteredMeanError(rows, 'a', 11), restrictedMean(curve, 11)?.standardError ?? NaN);
    }
  });

  it('double their variance where everybody stands there twice', () => {
    const twice = onlyNew.flatMap((row, at) => [
      { ...row, person: at },
      { ...row, person: at },
    ]);
    const once = onlyNew.map((row, at) => ({ ...row, person: at }));
    const variance = (rows: PersonRow[]) => clusteredIncidence(rows, 'new').at(-1)?.variance ?? NaN;
    // The estimate is the same, from half as many people as there are rows.
    expectClose(variance(twice), variance(once));
    expect(variance(twice)).toBeGreaterThan(1.9 * variance(twice.map((row, at) => ({ ...row, person: at }))));
  });
});
