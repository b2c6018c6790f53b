/** A day of a text written in a form, as `strptime` takes it; null where the text is not written so. */
const day = 'CAST(try_strptime(trim(CAST(written AS VARCHAR)), form) AS DATE)';

/**
 * What SELECTs over files may say besides the engine's own functions. A text that is not written as said stays as it
 * is, and its row is rejected with it, instead of stopping the SELECT.
 * - `date_written(text, form)`: the day.
 * - `birth_written(text, form)`: the day of a birth; one that is still to come was a century ago.
 * - `day_after(day)`: the first day that no longer counts, of the last one that does.
 */
export const selectWords: readonly string[] = [
  `CREATE MACRO date_written(written, form) AS coalesce(CAST(${day} AS VARCHAR), CAST(written AS VARCHAR))`,
  `CREATE MACRO birth_written(written, form) AS coalesce(
     CAST(CAST(CASE WHEN ${day} > current_date THEN ${day} - INTERVAL 100 YEAR ELSE ${day} END AS DATE) AS VARCHAR),
     CAST(written AS VARCHAR))`,
  `CREATE MACRO day_after(written) AS coalesce(
     CAST(TRY_CAST(trim(CAST(written AS VARCHAR)) AS DATE) + 1 AS VARCHAR), CAST(written AS VARCHAR))`,
];
