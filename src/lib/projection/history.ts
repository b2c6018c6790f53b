import { dueSlot, dueSlots, relativeSlot, relativeSlots } from './due.ts';
import { ages } from './life-table.ts';
import { addExposure, lexisTables, stockAt, type Lexis, type Spell } from './lexis.ts';
import { blockMonths, windowMonths, type DueExposure, type Snapshot, type StratumSnapshot } from './snapshot.ts';
import { joinCells, type Cell, type StratumCells } from './strata.ts';
import type { Share } from './scenario.ts';

/** A spell in a place, with the release date projected for it. Months are counted from any fixed January. */
export interface DatedSpell extends Spell {
  /** Month of the projected release, null without one. */
  due: number | null;
}

/** Returns by the month they came back in and months since release. */
export interface ReturnCount {
  month: number;
  since: number;
  people: number;
}

/** A place's past, ready to be looked at as it stood at any month end. */
export interface PlaceHistory {
  /** First and last month. */
  first: number;
  last: number;
  /** People at month end m (0 is the one before the first month). */
  population: Float64Array;
  strata: readonly StratumCells[];
  snapshotAt(m: number): Snapshot;
}

/** Months of releases that returns are followed back. */
export const returnMonths = 60;

/**
 * @param first first month of which everything is known
 * @param last last whole month
 */
export function placeHistory(
  cells: readonly Cell[],
  spells: readonly DatedSpell[],
  { first, last, returns }: { first: number; last: number; returns?: readonly ReturnCount[] | undefined },
): PlaceHistory {
  const months = last - first + 1;
  const admitted = new Array<number>(cells.length).fill(0);
  for (const { cell, entry, people } of spells) if (entry >= first && entry <= last) admitted[cell]! += people;
  const held = new Set(spells.map(({ cell }) => cell));
  const used = cells.map((_, i) => i).filter((i) => held.has(i));
  const joined = joinCells(
    used.map((i) => cells[i]!),
    used.map((i) => (admitted[i]! * 12) / months),
  );
  const groupOf = new Int32Array(cells.length);
  joined.forEach((stratum, group) => stratum.cells.forEach((i) => (groupOf[used[i]!] = group)));
  const mixes = joined.map((stratum) =>
    mixOf(
      cells,
      stratum.cells.map((i) => used[i]!),
      admitted,
    ),
  );
  const tables = lexisTables(spells, { first, last, groups: joined.length, groupOf: (cell) => groupOf[cell]! });
  const admissions = tables.map((table) => [...table.entries.slice(1)]);
  const population = Float64Array.from({ length: months + 1 }, (_, m) =>
    tables.reduce((all, { stock, width }) => {
      let here = 0;
      for (let i = m * width; i < (m + 1) * width; i++) here += stock[i]!;
      return all + here;
    }, 0),
  );
  const exits = Array.from({ length: months }, (_, i) => {
    const entered = tables.reduce((all, { entries }) => all + entries[i + 1]!, 0);
    return population[i]! + entered - population[i + 1]!;
  });
  const windows = tables.map((table) => movingExposure(table));
  const since = returns ? movingReturns(returns, first, months) : null;

  return {
    first,
    last,
    population,
    strata: joined,
    snapshotAt(m) {
      const strata = joined.map(({ label, type }, g): StratumSnapshot => {
        const { risk, exits: left } = windows[g]!(m);
        return {
          label,
          type,
          mix: mixes[g]!,
          undated: stockAt(tables[g]!, m),
          dated: [],
          due: [],
          risk,
          exits: left,
          admissions: admissions[g]!.slice(0, m),
        };
      });
      const firstMonth = ((first % 12) + 12) % 12;
      return {
        firstMonth,
        strata,
        exits: exits.slice(0, m),
        due: null,
        withoutDate: null,
        returnsSince: since?.(m) ?? null,
        designated: [],
      };
    },
  };
}

/** The history's last month with the release dates of the people who are there: they are known as of today only. */
export function datedSnapshot(
  history: PlaceHistory,
  cells: readonly Cell[],
  spells: readonly DatedSpell[],
  designated: readonly number[] = [],
): Snapshot {
  const { first, last } = history;
  const plain = history.snapshotAt(last - first + 1);
  const groupOf = groupsBy(history, cells, spells);
  const parts = plain.strata.map(() => ({ dated: new Float64Array(ages), due: new Float64Array(dueSlots) }));
  const blocks = Array.from({ length: windowMonths / blockMonths }, () => ({
    risk: new Float64Array(relativeSlots),
    exits: new Float64Array(relativeSlots),
  }));
  const withoutDate = { risk: new Float64Array(ages), exits: new Float64Array(ages) };
  const from = Math.max(first, last - windowMonths + 1);
  for (const { cell, entry, exit, due, people } of spells) {
    if (entry > last) continue;
    if (due === null) {
      const end = Math.min(exit ?? last, last);
      for (let month = Math.max(entry, from); month <= end; month++) {
        const age = Math.min(ages - 1, month - entry);
        withoutDate.risk[age]! += people;
        if (exit === month) withoutDate.exits[age]! += people;
      }
      continue;
    }
    const here = exit === null || exit > last;
    if (here) {
      const part = parts[groupOf[cell]!]!;
      part.dated[Math.min(ages - 1, last - entry)]! += people;
      part.due[dueSlot(due - last)]! += people;
    }
    const end = Math.min(exit ?? last, last);
    for (let month = Math.max(entry + 1, from); month <= end; month++) {
      const block = blocks[blocks.length - 1 - Math.floor((last - month) / blockMonths)]!;
      const slot = relativeSlot(month - due);
      block.risk[slot]! += people;
      if (exit === month) block.exits[slot]! += people;
    }
  }
  const anyDue = parts.some(({ dated }) => dated.some((people) => people > 0));
  if (!anyDue) return { ...plain, designated };
  return {
    ...plain,
    designated,
    strata: plain.strata.map((stratum, g) => {
      const { dated, due } = parts[g]!;
      return { ...stratum, dated, due, undated: Float64Array.from(stratum.undated, (all, age) => all - dated[age]!) };
    }),
    withoutDate,
    due: blocks.filter(({ risk }) => risk.some((people) => people > 0)) satisfies DueExposure,
  };
}

function groupsBy(history: PlaceHistory, cells: readonly Cell[], spells: readonly DatedSpell[]): Int32Array {
  const held = new Set(spells.map(({ cell }) => cell));
  const used = cells.map((_, i) => i).filter((i) => held.has(i));
  const groupOf = new Int32Array(cells.length);
  history.strata.forEach((stratum, group) => stratum.cells.forEach((i) => (groupOf[used[i]!] = group)));
  return groupOf;
}

/** What a stratum is made of, by type and offense. */
function mixOf(cells: readonly Cell[], members: readonly number[], admitted: readonly number[]): Share[] {
  const shares = new Map<string, Share>();
  const all = members.reduce((total, i) => total + admitted[i]!, 0);
  for (const i of members) {
    const { admission_type: type, offense_category: offense } = cells[i]!;
    const key = JSON.stringify([type, offense]);
    const part = all > 0 ? admitted[i]! / all : 1 / members.length;
    const known = shares.get(key);
    if (known) known.share += part;
    else shares.set(key, { type, offense, share: part });
  }
  return [...shares.values()];
}

/** Exposure of the window up to a month; asked for months in order it is moved on, not counted anew. */
function movingExposure(table: Lexis) {
  let [from, to] = [0, 0];
  let risk = new Float64Array(table.width + 1);
  let exits = new Float64Array(table.width + 1);
  return (m: number) => {
    const start = Math.max(0, m - windowMonths);
    if (start < from || m < to) {
      [from, to] = [start, start];
      risk = new Float64Array(table.width + 1);
      exits = new Float64Array(table.width + 1);
    }
    while (to < m) addExposure(table, ++to, 1, risk, exits);
    while (from < start) addExposure(table, ++from, -1, risk, exits);
    return { risk, exits };
  };
}

function movingReturns(returns: readonly ReturnCount[], first: number, months: number) {
  const byMonth = Array.from({ length: months + 1 }, () => [] as ReturnCount[]);
  for (const found of returns) byMonth[found.month - first + 1]?.push(found);
  return (m: number) => {
    const counts = new Float64Array(returnMonths);
    for (let at = Math.max(1, m - windowMonths + 1); at <= m; at++) {
      for (const { since, people } of byMonth[at]!) if (since < returnMonths) counts[since]! += people;
    }
    return counts;
  };
}
