/** Numbers told apart in bands: one definition for the marts (as SQL macros), the order of values on pages and tests. */
export interface Band {
  readonly label: string;
  /** Numbers below this, from where the band before ends; null: all the rest. */
  readonly below: number | null;
}

/** Age in years: at release, and of people in custody that reached in the calendar year. */
export const ageBands: readonly Band[] = [
  { label: 'Under 25', below: 25 },
  { label: '25–34', below: 35 },
  { label: '35–44', below: 45 },
  { label: '45–54', below: 55 },
  { label: '55 and over', below: null },
];

/** Months served before release. */
export const monthsServedBands: readonly Band[] = [
  { label: 'Under 6', below: 6 },
  { label: '6–12', below: 12 },
  { label: '12–24', below: 24 },
  { label: '24–60', below: 60 },
  { label: '60 and over', below: null },
];

/** The band of a number as an SQL expression over `name`; null where there is no number. */
export function bandSql(bands: readonly Band[], name: string): string {
  const cases = bands.map(({ label, below }) => {
    const within = below === null ? `${name} IS NOT NULL` : `${name} < ${below}`;
    return `WHEN ${within} THEN '${label}'`;
  });
  return `CASE ${cases.join(' ')} END`;
}
