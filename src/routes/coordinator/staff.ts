import { formatChange, formatNumber, formatShort, roundTo } from '$lib/format/number.ts';
import { formatPercent } from '$lib/format/share.ts';
import { contextOf, figuresOf, type DutyReader } from '$lib/summaries/coordinator.ts';
import { sessionsPresented, type Training } from '$lib/questions/casework/expertise.ts';
import { amountDuty, comparedDates, rateDuty, spanned, type Duty } from '$lib/summaries/duty.ts';

/** Positions are often halves; a whole number needs no decimal. */
const decimal = (value: number) => formatShort(value);
const whole = (value: number) => formatNumber(value);

/** Training given and certification of case management staff. */
export function trainingDuties(reader: DutyReader): Duty[] {
  const training = reader.panels.rows('training')[0];
  const certified = reader.panels.rows('certified')[0];
  return [
    amountDuty(
      {
        ...figuresOf(reader, 'training', (row) => ({ count: sessionsPresented(row), of: null })),
        label: 'Training given: sessions presented',
        beside: 'in courses and meetings',
        note: training ? trainingNote(training) : '',
        format: whole,
      },
      contextOf(reader, 'training'),
    ),
    rateDuty(
      {
        panel: 'certified',
        label: 'Staff certified on the as-of date',
        now: certified && { count: certified.certified, of: certified.staff },
        none: 'no staff are in their role',
        note: certified
          ? `${formatNumber(certified.lapsed)} lapsed, ${formatNumber(certified.not_recorded)} not recorded, ${formatNumber(certified.expiring)} about to expire`
          : '',
      },
      { ...reader, comparison: null },
    ),
  ];
}

/** '62 hours in courses; 14 attended by 7 staff; 2 more presented and attended none'. */
function trainingNote({ hours, attended, trained, presented_only: only }: Training): string {
  const also = only ? `; ${formatNumber(only)} more presented and attended none` : '';
  return `${whole(hours)} hours in courses; ${formatNumber(attended)} attended by ${formatNumber(trained)} staff${also}`;
}

/** Staffing of case managers, and population against the guideline for an assistant coordinator. */
export function staffingDuties(reader: DutyReader, guideline: number): Duty[] {
  const staffing = reader.panels.rows('staffing')[0];
  const hours = reader.panels.rows('hours')[0];
  return [
    amountDuty(
      {
        ...figuresOf(reader, 'staffing', ({ filled, authorized }) => ({ count: filled, of: authorized })),
        label: 'Case manager positions filled',
        beside: staffing?.authorized == null ? '' : `of ${decimal(staffing.authorized)} authorised`,
        note: staffing?.share == null ? '' : `${formatPercent(staffing.share, 0)} filled, on average over the months`,
        format: decimal,
      },
      contextOf(reader, 'staffing'),
    ),
    amountDuty(
      {
        ...figuresOf(reader, 'position', ({ people_per_filled }) => ({ count: people_per_filled, of: null })),
        label: 'People per filled position',
        beside: '',
        note: 'average daily population divided by positions filled',
        format: whole,
      },
      contextOf(reader, 'position'),
    ),
    amountDuty(
      {
        ...figuresOf(reader, 'hours', ({ custody_post_hours }) => ({
          count: custody_post_hours,
          of: null,
        })),
        label: 'Hours on custody posts',
        beside: '',
        note:
          hours?.hours_per_filled == null ? '' : `${decimal(hours.hours_per_filled)} a month for each filled position`,
        format: whole,
      },
      contextOf(reader, 'hours'),
    ),
    ...populationDuty(reader, guideline),
  ];
}

/** An institution's population against the guideline; the guideline is for one institution, so others have a count. */
function populationDuty(reader: DutyReader, guideline: number): Duty[] {
  const { panels } = reader;
  const institutions = panels.rows('guideline');
  const now = panels.rows('population')[0];
  const before = panels.inStep('population', 'population:before') ? panels.rows('population:before')[0] : undefined;
  const months = panels.rows('population:months').map(({ month, average }) => ({ month, count: average, of: null }));
  const above = institutions.filter((row) => row.above > 0);
  const assistants = institutions.reduce((sum, row) => sum + (row.assistants ?? 0), 0);
  const dates = comparedDates(reader);
  const alone = institutions.length === 1 ? institutions[0] : undefined;
  const duty = amountDuty(
    {
      panel: 'population',
      label: `Average daily population against the guideline of ${formatNumber(guideline)}`,
      now: now && { count: now.average, of: null },
      before: before && { count: before.average, of: null },
      months,
      beside: alone
        ? `${formatNumber(Math.abs(alone.above))} ${alone.above > 0 ? 'above' : 'below'}`
        : `${formatNumber(above.length)} of ${formatNumber(institutions.length)} institutions above`,
      note: `${decimal(assistants)} assistant ${assistants === 1 ? 'coordinator' : 'coordinators'} in the last month on record`,
      format: whole,
    },
    reader,
  );
  if (!now || !before || dates === '') return [{ ...duty, also: 'guideline' }];
  return [
    {
      ...duty,
      also: 'guideline',
      compared: spanned(`${formatChange(roundTo(now.average) - roundTo(before.average))} on ${dates}`, reader),
    },
  ];
}
