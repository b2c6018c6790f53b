import { describe, expect, it } from 'vitest';
import { federalHolidays, holidayDates } from './holidays.ts';

/**
 * Federal holidays as the Office of Personnel Management lists them (opm.gov, policy on pay and leave), on the days
 * observed: month and day of each year, New Year's Day of the year first.
 */
const listed: Readonly<Record<number, string>> = {
  2020: '01-01 01-20 02-17 05-25 07-03 09-07 10-12 11-11 11-26 12-25',
  2021: '01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24',
  2022: '2021-12-31 01-17 02-21 05-30 06-20 07-04 09-05 10-10 11-11 11-24 12-26',
  2023: '01-02 01-16 02-20 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25',
  2024: '01-01 01-15 02-19 05-27 06-19 07-04 09-02 10-14 11-11 11-28 12-25',
  2025: '01-01 01-20 02-17 05-26 06-19 07-04 09-01 10-13 11-11 11-27 12-25',
  2026: '01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25',
  2027: '01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24',
  2028: '2027-12-31 01-17 02-21 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25',
  2029: '01-01 01-15 02-19 05-28 06-19 07-04 09-03 10-08 11-12 11-22 12-25',
  2030: '01-01 01-21 02-18 05-27 06-19 07-04 09-02 10-14 11-11 11-28 12-25',
  2031: '01-01 01-20 02-17 05-26 06-19 07-04 09-01 10-13 11-11 11-27 12-25',
  2032: '01-01 01-19 02-16 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24',
  2033: '2032-12-31 01-17 02-21 05-30 06-20 07-04 09-05 10-10 11-11 11-24 12-26',
  2034: '01-02 01-16 02-20 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25',
  2035: '01-01 01-15 02-19 05-28 06-19 07-04 09-03 10-08 11-12 11-22 12-25',
};

describe('federal holidays', () => {
  it.each(Object.entries(listed))('of %s are those on the list, as observed', (year, days) => {
    expect(federalHolidays(Number(year))).toEqual(
      days.split(' ').map((day) => (day.length > 5 ? day : `${year}-${day}`)),
    );
  });

  it('never lie on a weekend', () => {
    for (let year = 1970; year <= 2060; year += 1) {
      for (const day of federalHolidays(year)) expect([0, 6]).not.toContain(new Date(`${day}T00:00:00Z`).getUTCDay());
    }
  });
});

describe('the holidays of a source', () => {
  it('are its own dates, the federal ones, or none', () => {
    expect(holidayDates(null, '2026-06-30')).toEqual([]);
    expect(holidayDates(['2026-04-03'], '2026-06-30')).toEqual(['2026-04-03']);
    const federal = holidayDates('us-federal', '2026-06-30');
    expect(federal).toContain('2026-07-03');
    expect(federal).toContain('2031-12-25');
    expect(federal).not.toContain('2026-07-04');
  });
});
