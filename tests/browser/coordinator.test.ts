import type { Browser, Locator, Page as Tab } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RequestText } from '../../src/lib/questions/read-request.ts';
import { openReader, settled, visit, type Reader } from './browser.ts';
import { choosePeriod } from './controls.ts';
import { csvOf } from './figures.ts';
import type { Native } from './native.ts';
import type { Site } from './site.ts';
import { openStage } from './stage.ts';

let site: Site;
let browser: Browser;
let native: Native;
let reader: Reader;
let page: Tab;

beforeAll(async () => {
  const stage = await openStage();
  ({ site, browser, native } = stage);
  reader = await openReader(browser);
  page = reader.page;
  return stage.close;
});

type Row = Record<string, number | string | null>;
type Read = (row: Row) => readonly [count: number, of: number];

const from =
  (count: string, of: string): Read =>
  (row) =>
    [Number(row[count]), Number(row[of])] as const;

/** A duty of the page, and the question that answers it on the command line. */
const duties: readonly { label: string; question: string; values?: Record<string, string>; read: Read; pick?: Row }[] =
  [
    {
      label: 'Meetings with case managers, every two weeks',
      question: 'coordinator/meetings',
      pick: { meeting_type: 'case_managers' },
      read: from('held', 'due'),
    },
    { label: 'Minutes sent within 14 days', question: 'coordinator/minutes', read: from('on_time', 'due') },
    { label: 'Minutes kept two years', question: 'coordinator/minutes-kept', read: from('kept', 'due') },
    {
      label: 'Classification teams observed within six months (183 days)',
      question: 'coordinator/teams-observed',
      read: from('observed', 'units'),
    },
    {
      label: 'Operational reviews with a repeat finding',
      question: 'coordinator/reviews',
      values: { 'check-source': 'operational_review' },
      read: from('repeat_findings', 'reviews'),
    },
    {
      label: 'Findings closed by the day they were due',
      question: 'coordinator/closures',
      read: from('on_time', 'due'),
    },
    {
      label: 'Correspondence accepted on first pass',
      question: 'casework/quality-checks',
      values: { 'check-source': 'correspondence' },
      read: (row) => [Number(row['items_checked']) - Number(row['items_returned']), Number(row['items_checked'])],
    },
    {
      label: 'Victim/Witness notifications on time',
      question: 'casework/timeliness',
      values: { type: 'victim_witness_notification' },
      read: from('on_time', 'due'),
    },
    {
      label: 'Community placement referrals on time',
      question: 'casework/timeliness',
      values: { type: 'community_referral' },
      read: from('on_time', 'due'),
    },
    {
      label: 'Releases with the checklist gone through',
      question: 'coordinator/release-checks',
      read: from('checked', 'releases'),
    },
  ];

const line = (label: string): Locator =>
  page.locator('main li.duty').filter({ has: page.getByRole('heading', { name: label, exact: true }) });
const whole = (value: number) => value.toLocaleString('en-US');

/** Every duty on the open page against the command line's answer. */
async function expectDuties(request: RequestText): Promise<void> {
  for (const { label, question, values, read, pick = {} } of duties) {
    const rows = await native.answer<Row>(question, { ...request, ...(values ? { values } : {}) });
    const row = rows.find((each) => Object.entries(pick).every(([name, value]) => each[name] === value));
    const [count, of] = row ? read(row) : [0, 0];
    const words = await line(label).locator('.value').innerText();
    if (of === 0) expect(words, label).not.toMatch(/%/);
    else {
      expect(words, label).toContain(`${whole(count)} of ${whole(of)}`);
      expect(words.includes('too few for a rate'), label).toBe(of < 10);
    }
    const csv = await csvOf(line(label));
    expect(csv.rows[0]?.slice(1, 3).map(Number), label).toEqual([count, of]);
    expect(csv.notes.join(' ')).toContain(native.manifest.version);
  }
}

describe('the coordinator’s duties', () => {
  it('are what the command line answers, for the agency and an institution', async () => {
    await visit(page, `${site.address}coordinator/`);
    await expectDuties({});
    await visit(page, `${site.address}coordinator/?facility=F-2`);
    await expectDuties({ scope: 'facility=F-2' });
    expect(reader.errors).toEqual([]);
  });

  it('follow the period that is chosen', async () => {
    await visit(page, `${site.address}coordinator/?facility=F-2`);
    await choosePeriod(page, 'FY 2026 Q2');
    await settled(page);
    await expectDuties({ scope: 'facility=F-2', period: '2026Q2' });
  });

  it('speak of the institution where a link names one of its units', async () => {
    const unit = native.manifest.scopes.units.find(({ facility_id }) => facility_id === 'F-2');
    await visit(page, `${site.address}coordinator/?unit=${unit?.id ?? ''}`);
    await expectDuties({ scope: 'facility=F-2' });
  });

  it('list every unit with the days since its team was observed', async () => {
    await visit(page, `${site.address}coordinator/`);
    const rows = await native.answer<Row>('coordinator/teams-observed', { by: 'unit' });
    expect(rows.length).toBeGreaterThan(0);
    const table = page.locator('.scroller[aria-label="Classification teams by unit"]');
    expect(await table.locator('tbody tr').count()).toBe(rows.length);
    for (const { group, longest } of rows) {
      const name = native.manifest.scopes.units.find(({ id }) => id === group)?.name ?? '';
      const words = await table.locator('tbody tr').filter({ hasText: name }).allInnerTexts();
      const days = longest === null ? 'no observation is on record' : `${whole(Number(longest))} day`;
      expect(words.some((text) => text.includes(days))).toBe(true);
    }
  });

  it('stand in a matrix of institutions whose columns add up', async () => {
    await visit(page, `${site.address}coordinator/`);
    const matrix = page.locator('.scroller[aria-label^="Coordinator’s duties by institution"]');
    const head = await matrix.locator('thead th').allInnerTexts();
    const minutes = head.findIndex((text) => text.replace(/\s+/g, ' ') === 'Minutes sent in time');
    const cells = await matrix.locator(`tbody tr > :nth-child(${minutes + 1})`).allInnerTexts();
    const [sent, due] = cells.reduce<[number, number]>(
      ([a, b], text) => {
        const [, one, two] = /([\d,]+) of ([\d,]+)/.exec(text) ?? [];
        const read = (digits: string | undefined) => Number((digits ?? '0').replaceAll(',', ''));
        return [a + read(one), b + read(two)];
      },
      [0, 0],
    );
    const [all] = await native.answer<Row>('coordinator/minutes', {});
    expect([sent, due]).toEqual([all?.['on_time'], all?.['due']]);
  });
});

describe('the casework of the overview', () => {
  it('is what the command line answers', async () => {
    await visit(page, site.address);
    const [timely] = await native.answer<Row>('casework/timeliness', {});
    const tile = await page.locator('.tile', { hasText: 'Casework on time' }).innerText();
    expect(tile).toContain(`${whole(Number(timely?.['on_time']))} of ${whole(Number(timely?.['due']))}`);
    expect(tile).toMatch(/usual variation|limits in|months in a row|months together|months with data/);
    const [now] = await native.answer<Row>('casework/now', {});
    const facts = await page.getByRole('region', { name: 'Further figures' }).innerText();
    expect(facts).toContain(`Overdue now\n${whole(Number(now?.['overdue']))}`);
    expect(facts).toContain(`People without a case manager\n${whole(Number(now?.['unassigned']))}`);
  });

  it('stands in the table of institutions with its mark in words', async () => {
    const reviews = await native.answer<Row>('casework/timeliness', {
      by: 'facility',
      values: { type: 'program_review' },
    });
    const now = await native.answer<Row>('casework/now', { by: 'facility' });
    for (const { id, name } of native.manifest.scopes.facilities) {
      const row = page.getByRole('row').filter({ hasText: name });
      const found = reviews.find(({ group }) => group === id);
      const text = await row.innerText();
      if (found && Number(found['due']) > 0) {
        expect(text).toContain(`${whole(Number(found['on_time']))} of ${whole(Number(found['due']))}`);
      }
      const overdue = now.find(({ group }) => group === id)?.['overdue'] ?? 0;
      const cells = await row.getByRole('cell').allInnerTexts();
      expect(cells.map((said) => said.replace(/\s*, the rows behind it/, '').trim())).toContain(whole(Number(overdue)));
    }
  });
});
