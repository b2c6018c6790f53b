import { describe, expect, it } from 'vitest';
import { buildMemo } from './build.ts';
import { documentTexts } from '../document-text.ts';
import type { MemoDocument, MemoTable } from '../document.ts';
import { newDraft } from './draft.ts';
import { measure, memoFixture, share } from './fixture.ts';
import type { MemoInput } from './input.ts';
import { measures as allMeasures } from '../../measures/measures.ts';

const memoOf = (changes: Partial<MemoInput> = {}) => {
  const input = memoFixture(changes);
  return buildMemo(input, newDraft(input));
};
const plain = (text: string) => text.replaceAll('\u202f', ' ');
const textOf = (memo: MemoDocument) => plain(documentTexts(memo).join('\n'));
const tables = (memo: MemoDocument) => memo.blocks.filter((block): block is MemoTable => block.kind === 'table');
const row = (memo: MemoDocument, label: string) =>
  tables(memo)
    .flatMap(({ rows }) => rows)
    .find(([first]) => first?.text === label)
    ?.map(({ text, note }) => plain(note ? `${text} | ${note}` : text));

describe('the order of a memorandum', () => {
  it('has its nine sections and three attachments', () => {
    const heads = memoOf().blocks.flatMap((block) =>
      block.kind === 'heading' ? [block.text] : block.kind === 'attachment' ? [block.title] : [],
    );
    expect(heads).toEqual([
      '1. Purpose and period',
      '2. Basis',
      '3. Element 2: Performs Professional Duties',
      '4. Element 3: Communicates',
      '5. Element 4: Maintains and Provides Expertise',
      '6. Context',
      '7. Strengths and items for discussion',
      '8. Overdue items',
      '9. Definitions and method',
      'Attachment 1. Overdue items as of Jul 1, 2026',
      'Attachment 2. Items not on time in FY 2026 Q3',
      'Attachment 3. Definitions and method',
    ]);
  });

  it('is addressed, and leaves out THROUGH where there is nobody', () => {
    const input = memoFixture();
    const labels = (through: string) => {
      const draft = { ...newDraft(input), addressees: { for: 'J. Reyes', from: 'T. Webb', through } };
      const fields = buildMemo(input, draft).blocks.find((block) => block.kind === 'fields');
      return fields?.fields.map(({ label, value }) => `${label}: ${value}`);
    };
    expect(labels('')).toEqual([
      'MEMORANDUM FOR: J. Reyes',
      'FROM: T. Webb',
      'SUBJECT: Quarterly performance information on Alex Morgan, FY 2026 Q3',
      'DATE: ',
    ]);
    expect(labels('A. Warden')).toContain('THROUGH: A. Warden');
  });

  it('ends with receipt, discussion, comment, and the box for disputes', () => {
    const text = textOf(memoOf());
    expect(text).toContain('Employee (signature shows receipt, not agreement)');
    expect(text).toContain('Employee’s comment');
    expect(text).toContain('Disputed — refer to Reviewing Official');
  });
});

describe('how figures are said', () => {
  it('puts counts, rate and interval together', () => {
    expect(row(memoOf(), 'Program review')).toEqual([
      'Program review',
      '82 % (61 of 74) | 95 % interval 74 to 91 %',
      '82.8 % | 240 of 290',
      '85.7 % | 180 of 210',
      '86.0 % | 812 of 944',
      '86 % | limits 78 to 93 %',
      'below the 95 % limit',
    ]);
  });

  it('shows no rate of 3 of 3, and says that none were due', () => {
    expect(row(memoOf(), 'Community placement referral')?.[1]).toBe('3 of 3; too few for a rate');
    expect(row(memoOf(), 'Home leave investigation')?.[1]).toBe('none were due');
  });

  it('shows 0 of 12 as a rate', () => {
    expect(row(memoOf(), 'Release plan')?.[1]).toBe('0 % (0 of 12) | 95 % interval 0 to 0 %');
  });

  it('shows a missing figure as no data, never as 0', () => {
    const memo = memoOf({ measures: [measure({ id: 'a', label: 'Case plan', figure: null, unit: null })] });
    expect(row(memo, 'Case plan')?.[1]).toBe('no data');
    expect(textOf(memo)).toContain('No data: case plan.');
  });

  it('says rates of events, hours and dates in their own way', () => {
    expect(row(memoOf(), 'Counseling contacts')?.[1]).toBe(
      '212.3 contacts per 100 person-months | 812 contacts in 382.5; 95 % interval 198.0 to 227.0',
    );
    expect(row(memoOf(), 'Training hours')?.[1]).toBe('14.5 hours | 10 required');
    expect(row(memoOf(), 'Certification')?.[1]).toBe('valid to Mar 31, 2027');
  });

  it('says a certification past its last day has ended', () => {
    const certificate = (ended: boolean) =>
      row(
        memoOf({
          measures: [measure({ id: 'c', label: 'Certification', figure: { kind: 'date', date: '2026-06-30', ended } })],
        }),
        'Certification',
      )?.[1];
    expect([certificate(true), certificate(false)]).toEqual(['ended Jun 30, 2026', 'valid to Jun 30, 2026']);
  });

  it('names the time of a comparison that rests on more than the quarter', () => {
    const few = measure({
      id: 'r',
      label: 'Release plan',
      figure: share(7, 9),
      expected: 0.9,
      limits: { lower: 0.8, upper: 0.97 },
      position: 'within',
      basis: 'pooled over four quarters',
    });
    expect(row(memoOf({ measures: [few] }), 'Release plan')?.slice(-2)).toEqual([
      '90 % | limits 80 to 97 %',
      'within the limits | pooled over four quarters',
    ]);
  });

  it('leaves out columns that say nothing for an element', () => {
    const only = measure({
      id: 'hours',
      label: 'Training hours',
      element: 4,
      counts: 'hours',
      figure: { kind: 'amount', value: 3, target: null },
      quarters: [],
      pooled: null,
      unit: null,
      institution: null,
      expected: null,
      position: null,
    });
    const [table] = tables(memoOf({ measures: [only] }));
    expect(table?.columns.map(({ label }) => label)).toEqual(['Measure', 'This quarter']);
    expect(table?.columns.reduce((sum, { width }) => sum + width, 0)).toBeCloseTo(100);
  });

  it('says how many comparisons were made', () => {
    expect(textOf(memoOf())).toContain('6 figures are compared with limits below; about 1 in 20');
  });
});

describe('wording rules', () => {
  const banned =
    /\b(rank(ed|ing|s)?|league|best|worst|better|worse|poor(ly)?|excellent|good|bad|fail(s|ed|ing|ure)?|outstanding|superior|weak(est|ness)?|strong(est)?|satisfactory|unsatisfactory|acceptable|unacceptable|exceed(s|ed)?|deficient|lazy|slow|score)\b/i;

  it('never judge a person, in any text the product writes', () => {
    const people: Partial<MemoInput>[] = [
      {},
      { measures: [], overdue: [], facts: [], units: [], notCovered: [] },
      { overdue: [], assigned: { days: 12, of: 91 }, units: ['Unit A', 'Unit B'] },
      { context: { ...memoFixture().context, caseload: null, inherited: { overdue: 0, cleared: 0 }, staffing: null } },
      {
        measures: [0, 3, 9, 10, 400].flatMap((of) =>
          [0, of].map((done) => measure({ id: `m${of}${done}`, label: 'Case plan', figure: share(done, of) })),
        ),
      },
    ];
    for (const changes of people) {
      for (const text of documentTexts(memoOf(changes))) expect(text).not.toMatch(banned);
    }
  });

  it('hold for the definitions of the measures the memorandum prints', () => {
    for (const { element, label, definition, numerator, denominator, exclusions, method } of allMeasures) {
      if (element === undefined) continue;
      for (const text of [label, definition, numerator, denominator, exclusions, method]) {
        // Of a figure, not of a person.
        expect((text ?? '').replace('neither is better', '')).not.toMatch(banned);
      }
    }
  });

  it('never propose a rating', () => {
    expect(textOf(memoOf())).toContain('It proposes no rating.');
    expect(textOf(memoOf()).match(/rating(?! official)/g)).toHaveLength(1);
  });
});

describe('people whose quarter was unusual', () => {
  it('says that someone with no caseload on record has none', () => {
    expect(textOf(memoOf({ context: { ...memoFixture().context, caseload: null } }))).toContain('Caseload: no data.');
  });

  it('names both units of a person on two, and the days of one who left', () => {
    const text = textOf(memoOf({ units: ['Unit A', 'Unit C'], assigned: { days: 40, of: 91 } }));
    expect(text).toContain('Cases were assigned on 40 of 91 days in Unit A and Unit C, with 128.4 cases');
  });

  it('says beside the average of the quarter what the days assigned were like, where they were not all of it', () => {
    // 33 of 91 days with 127.6 people are 46.3 on an average day of the quarter.
    const caseload = { average: 46.3, lowest: 0, highest: 129, last: 0, whileAssigned: 127.6 };
    const text = textOf(
      memoOf({
        assigned: { days: 33, of: 91 },
        context: { ...memoFixture().context, caseload, inflow: 2, outflow: 131 },
      }),
    );
    expect(text).toContain('with 46.3 cases on an average day of the quarter and 127.6 while assigned');
    expect(text).toContain('Average daily caseload: 46.3 (from 0 to 129), 127.6 while assigned; 0 on the last day.');
    expect(text).toContain('In the quarter: 2 cases taken over and 131 cases handed on or ended.');
  });

  it('lists what was not on time in the quarter, with the rule that made it due', () => {
    const table = (memo: ReturnType<typeof memoOf>) =>
      memo.blocks.find((block) => block.kind === 'table' && block.caption.startsWith('Items not on time'));
    const listed = table(memoOf());
    expect(listed?.kind === 'table' && listed.rows.map((cells) => cells.map(({ text }) => text))).toEqual([
      [
        'K-20871',
        'Program review',
        'May 31, 2026',
        'not by Jul 1, 2026',
        '31',
        '180 days after the last review on Dec 2, 2025',
      ],
      ['K-30990', 'Monthly report', 'Apr 7, 2026', 'Apr 9, 2026', '2', 'working day 5 after March 2026'],
    ]);
    expect(textOf(memoOf())).toContain('1 further item of work that is counted and never listed was not on time.');
    const none = memoOf({ notOnTime: { items: [], unlisted: 0 } });
    expect(table(none)).toBeUndefined();
    expect(textOf(none)).toContain('No listed item was late or not done.');
  });

  it('charges nobody with a case that left: what was handed on stands apart, and its age is in no sentence', () => {
    const overdue = [
      { case: 'K-1', task: 'Program review', due: '2025-06-01', days: 395, hand: 'handed on' as const },
      { case: 'K-2', task: 'Program review', due: '2026-06-21', days: 10, hand: 'own' as const },
    ];
    const memo = memoOf({ overdue });
    const lists = tables(memo).filter(({ caption }) => caption.startsWith('Overdue items'));
    expect(lists.map(({ caption, rows }) => [caption, rows.map(([first]) => first?.text)])).toEqual([
      ['Overdue items in hand as of Jul 1, 2026', ['K-2']],
      ['Overdue items handed on, as of Jul 1, 2026', ['K-1']],
    ]);
    const text = textOf(memo);
    expect(text).toContain(
      '1 item is overdue on the as-of date, the oldest by 10 days (attachment 1). 1 item counts here and is in other hands since the case was handed on.',
    );
    expect(text).not.toContain('395 days');
  });

  it('lists overdue items by case number only, and says when there are none', () => {
    const memo = memoOf();
    expect(row(memo, 'K-30115')).toEqual([
      'K-30115',
      'Program review',
      'Jun 12, 2026',
      '19',
      'overdue when taken over',
    ]);
    expect(textOf(memoOf({ overdue: [] }))).toContain('No items are overdue on the as-of date.');
  });

  it('marks a quarter that is not over', () => {
    const { period } = memoFixture();
    expect(textOf(memoOf({ period: { ...period, toDate: true } }))).toContain('figures are to date');
  });
});

describe('the fewest for a rate', () => {
  it('are those the agency has set, in the tables, the sentences and the method', () => {
    const few = measure({
      id: 'review',
      label: 'Program review',
      figure: share(14, 15),
      pooled: share(19, 19),
      unit: null,
      position: null,
      minimum: 20,
    });
    const memo = memoOf({ measures: [few] });
    expect(row(memo, 'Program review')?.slice(1, 3)).toEqual([
      '14 of 15; too few for a rate',
      '19 of 19 | too few for a rate',
    ]);
    expect(textOf(memo)).toContain('Too few for a rate: program review.');
    expect(textOf(memo)).toContain('Fewer than 20 due: counts only, no rate.');
  });

  it('hold for rates over time too: contacts of a few person-months are counts', () => {
    const contacts = measure({
      id: 'contacts',
      label: 'Contacts',
      counts: 'contacts',
      exposure: 'person-months',
      figure: { kind: 'rate', events: 7, exposure: 3.5, lower: null, upper: null },
      pooled: { kind: 'rate', events: 9, exposure: 4, lower: null, upper: null },
      unit: null,
      position: null,
    });
    const memo = memoOf({ measures: [contacts] });
    expect(row(memo, 'Contacts')?.slice(1, 3)).toEqual([
      '7 contacts in 3.5 person-months; too few for a rate',
      '9 | too few for a rate',
    ]);
    expect(textOf(memo)).not.toContain('per 100 person-months');
  });
});
