import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../data/contract/settings.ts';
import { dueReason, type DeadlineRow } from './deadline.ts';

const reason = (row: Partial<DeadlineRow>) =>
  dueReason(
    { rule: null, rule_from: null, rule_days: null, stopped_days: 0, due_date: '2026-05-12', ...row },
    defaultSettings(),
  );

describe('dueReason', () => {
  it('names the rule, its dates and the days the clock stood', () => {
    expect(reason({ rule: 'initial_days', rule_from: '2026-04-02', rule_days: 28, stopped_days: 12 })).toBe(
      '28 days after arrival on Apr 2, 2026, 12 stopped days',
    );
    expect(reason({ rule: 'program_review_days_near_release', rule_from: '2026-02-11', rule_days: 90 })).toBe(
      '90 days after the last review on Feb 11, 2026',
    );
  });

  it('says which side of the event a deadline lies on', () => {
    expect(reason({ rule: 'release_plan_days', rule_from: '2026-08-10', rule_days: -90, stopped_days: 1 })).toBe(
      '90 days before projected release on Aug 10, 2026, 1 stopped day',
    );
    expect(reason({ rule: 'community_referral_months', rule_from: '2027-10-12', rule_days: -518 })).toBe(
      '17 months before projected release on Oct 12, 2027',
    );
  });

  it('says when counting back from release would leave no time', () => {
    expect(reason({ rule: 'with_initial_classification', rule_from: '2026-04-02', rule_days: 28 })).toBe(
      'with the initial classification, 28 days after the first day on Apr 2, 2026',
    );
    expect(reason({ rule: 'at_projected_release', rule_from: '2026-04-20', rule_days: 0 })).toBe(
      'at projected release on Apr 20, 2026',
    );
  });

  it('counts working days as working days', () => {
    expect(reason({ rule: 'request_working_days', rule_from: '2026-04-28', rule_days: 14 })).toBe(
      '10 working days after receipt on Apr 28, 2026',
    );
    expect(reason({ rule: 'monthly_report_working_day', rule_from: '2026-04-01', rule_days: 36 })).toBe(
      'working day 5 after Apr 2026',
    );
  });

  it('says that a date was moved to a working day', () => {
    expect(reason({ rule: 'investigation_days', rule_from: '2026-06-03', rule_days: 30, moved_days: 3 })).toBe(
      '30 days after the request on Jun 3, 2026, moved to the next working day',
    );
  });

  it('says so where the date is the agency’s own, or nobody’s', () => {
    expect(reason({ rule: 'given' })).toBe('date given by the agency');
    expect(reason({ rule: 'given', rule_from: '2026-03-01', rule_days: 72 })).toBe('date given by the agency');
    expect(reason({ rule: 'given', our_due: '2026-04-30' })).toBe(
      'date given by the agency; our rule gives Apr 30, 2026',
    );
    expect(reason({ rule: 'given', our_due: '2026-05-12' })).toBe('date given by the agency, as our rule gives it');
    expect(reason({})).toBe('no rule could date it');
  });
});
