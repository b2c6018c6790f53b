/** Days of first admission to custody, by month and weekday. */
import { isWeekend, monthOf, monthStart, type Day } from './day.ts';
import { randomStream } from '../../src/lib/analysis/random.ts';
import { ADMISSION_NOISE, admissionFactor, type Scenario } from './scenario.ts';

/** Who comes in: a person's first known commitment, a pretrial person, or a holdover of another authority. */
export type Entry = 'commitment' | 'pretrial' | 'holdover';

const ENTRIES: readonly Entry[] = ['commitment', 'pretrial', 'holdover'];
/** Transport runs on weekdays. */
const WEEKEND_WEIGHT = 0.08;

/** Calls `admit` once for every person who enters, day by day from the burn-in to the as-of day. */
export function forEachEntry(scenario: Scenario, admit: (day: Day, entry: Entry) => void): void {
  const random = randomStream(scenario.seed, 'admissions');
  const base = {
    commitment: scenario.firstAdmissionsPerMonth,
    pretrial: scenario.pretrialAdmissionsPerMonth,
    holdover: scenario.holdoverAdmissionsPerMonth,
  };
  for (let month = monthOf(scenario.burnInStart); month <= monthOf(scenario.asOf); month++) {
    random.at(month);
    const start = monthStart(month);
    const end = monthStart(month + 1);
    const factor = admissionFactor(month) * (1 + ADMISSION_NOISE * random.normal());
    let weights = 0;
    for (let day = start; day < end; day++) weights += isWeekend(day) ? WEEKEND_WEIGHT : 1;
    for (let day = start; day < end; day++) {
      const share = (isWeekend(day) ? WEEKEND_WEIGHT : 1) / weights;
      for (const entry of ENTRIES) {
        // Short stays of the burn-in are over long before the window; drawing them would be wasted work.
        if (entry !== 'commitment' && day < scenario.windowStart - 1500) continue;
        const count = random.poisson(base[entry] * factor * share);
        for (let i = 0; i < count; i++) admit(day, entry);
      }
    }
  }
}
