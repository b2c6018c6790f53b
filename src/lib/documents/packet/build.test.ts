import { describe, expect, it } from 'vitest';
import type { TableReport } from '../../export/manifest.ts';
import { figureOf } from '../../measures/figures.ts';
import type { MemoBlock, MemoTable } from '../document.ts';
import { memoHtml } from '../html.ts';
import { buildPacket } from './build.ts';
import { elsewhere, monthAhead, monthOf, onTime, packetDataset, packetFixture, quarterOf } from './fixture.ts';
import { packetFileName } from './file-name.ts';
import type { PacketInput } from './input.ts';
import { coordinatorTables, labelOf, packetMeasures } from './measures.ts';

const blocksOf = (changes: Partial<PacketInput> = {}) => buildPacket(packetFixture(changes)).blocks;

function tableOf(blocks: readonly MemoBlock[], caption: string): MemoTable {
  const table = blocks.find((block): block is MemoTable => block.kind === 'table' && block.caption === caption);
  if (!table) throw new Error(`there is no table "${caption}"`);
  return table;
}

/** The cells of a row by the labels of their columns: text, and the note under it. */
function rowOf(table: MemoTable, name: string): Record<string, string> {
  const row = table.rows.find(([first]) => first?.text === name);
  if (!row) throw new Error(`"${table.caption}" has no row "${name}"`);
  return Object.fromEntries(
    table.columns.map(({ label }, index) => [label, [row[index]?.text, row[index]?.note].filter(Boolean).join(' | ')]),
  );
}

const text = (blocks: readonly MemoBlock[]) => JSON.stringify(blocks).replaceAll('\u202f', ' ');

const summaries = (blocks: readonly MemoBlock[]) =>
  blocks.flatMap((block) => (block.kind === 'chart' ? [block.summary] : []));

/** What stands between a heading and the next. */
function section(blocks: readonly MemoBlock[], heading: string): readonly MemoBlock[] {
  const at = blocks.findIndex((block) => block.kind === 'heading' && block.text === heading);
  const rest = blocks.slice(at + 1);
  const end = rest.findIndex(({ kind }) => kind === 'heading' || kind === 'attachment');
  return rest.slice(0, end < 0 ? rest.length : end);
}

describe('a packet', () => {
  it('says on every page what it is of, and in its first lines what it is compared with', () => {
    const { title, footer, marking, blocks } = buildPacket(packetFixture());
    expect(title).toBe('Regional packet: East, FY 2026 Q3 (Apr 1 – Jun 30, 2026)');
    expect(footer).toMatch(/^Example agency · East · .* · data as of Jun 30, 2026, version 2026-06-30\.00000000$/);
    expect(marking).toBe('');
    const fields = blocks.find((block) => block.kind === 'fields');
    expect(fields?.fields.map(({ value }) => value)).toEqual([
      'FY 2026 Q3 (Apr 1 – Jun 30, 2026)',
      'FY 2025 Q3 (Apr 1 – Jun 30, 2025)',
      'Ash, Birch, Juniper (closed May 15, 2026)',
      'as of Jun 30, 2026, version 2026-06-30.00000000',
    ]);
  });

  it('has its eight sections in order, and the definitions of what it shows after them', () => {
    const headings = blocksOf().flatMap((block) => (block.kind === 'heading' ? [block.text] : []));
    expect(headings.map((heading) => Number(heading.slice(0, 1)))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const defined = tableOf(blocksOf(), 'Definitions').rows.map(([first]) => first?.text);
    expect(defined).toHaveLength(4);
    expect(defined).toContain(labelOf('goals-met'));
    expect(defined).not.toContain(labelOf('program-completion'));
  });

  it('names an institution that closed within the quarter, and none that was gone before or is of another region', () => {
    const rows = tableOf(blocksOf(), 'Population by institution').rows.map(([first]) => first);
    expect(rows).toEqual([{ text: 'Ash' }, { text: 'Birch' }, { text: 'Juniper', note: 'closed May 15, 2026' }]);
  });

  it('says of a region without institutions that there are none', () => {
    const dataset = packetDataset();
    const scopes = { ...dataset.scopes, facilities: dataset.scopes.facilities.filter(({ id }) => id === 'C') };
    const blocks = blocksOf({ dataset: { ...dataset, scopes } });
    expect(blocks.find((block) => block.kind === 'fields')?.fields[2]?.value).toBe('none');
  });

  it('keeps a name text, whatever is in it', () => {
    const page = memoHtml(buildPacket(packetFixture({ region: { id: 'R1', name: '<img src=x onerror=alert(1)>' } })));
    expect(page).not.toContain('<img');
    expect(page).toContain('&lt;img');
  });

  it('is called after its quarter and region, in letters every file system takes', () => {
    expect(packetFileName(packetFixture(), 'pdf')).toBe('packet-2026q3-r1.pdf');
    expect(packetFileName({ ...packetFixture(), region: { id: '¿?', name: '' } }, 'pdf')).toBe(
      'packet-2026q3-region.pdf',
    );
  });

  it('asks of every measure it shows for a figure there is', () => {
    expect(packetMeasures.filter((id) => !figureOf(id))).toEqual([]);
    expect(new Set(packetMeasures).size).toBe(packetMeasures.length);
  });
});

describe('population, capacity and projection', () => {
  it('stand side by side for each institution', () => {
    const table = tableOf(blocksOf(), 'Population by institution');
    expect(rowOf(table, 'Ash')).toEqual({
      Institution: 'Ash',
      'Average daily population': '511',
      'A year before': '480',
      'Rated capacity': '500',
      'In use': '102.1\u202f%',
    });
  });

  it('that are not known say so, cell by cell', () => {
    const birch = rowOf(tableOf(blocksOf(), 'Population by institution'), 'Birch');
    expect([birch['Rated capacity'], birch['A year before'], birch['In use']]).toEqual([
      'not recorded',
      'no data',
      'no rated capacity recorded',
    ]);
  });

  it('are expected by institution, the likeliest to pass its capacity first', () => {
    const title = 'Expected population by institution, baseline';
    const table = tableOf(blocksOf(), title);
    expect(rowOf(table, 'Ash')).toEqual({
      Institution: 'Ash',
      Now: '505',
      'In 6 months (80\u202f%)': '515 | 508–522',
      'In 12 months (80\u202f%)': '530 | 520–540',
      'In 24 months (80\u202f%)': '540 | 520–560',
      'Rated capacity': '500',
      'Chance of passing it in 24 months': '92\u202f%',
      'First month above 50\u202f%': 'Jul 2026',
      'Chance, next 12 months’ average above 750': 'under 1\u202f%',
    });
    const birch = rowOf(table, 'Birch');
    expect([birch['Rated capacity'], birch['Chance of passing it in 24 months']]).toEqual(['not recorded', 'no data']);
    expect(blocksOf({ institutions: [] }).some((block) => block.kind === 'table' && block.caption === title)).toBe(
      false,
    );
  });

  it('are drawn with the months counted and those to come, and a summary for who does not see it', () => {
    const chart = blocksOf().find((block) => block.kind === 'chart');
    expect(chart?.summary.replaceAll('\u202f', ' ')).toBe(
      'People in custody at the end of each month and, dashed with its 80 % band, as projected, Apr 2026 to Jun 2027: 951 in Jun 2026.',
    );
  });

  it('of a quarter long past are drawn as they were counted, not as projected then', () => {
    const ahead = [monthAhead('2026-05-01', 999), monthAhead('2026-07-01', 955)];
    const chart = blocksOf({ ahead }).find((block) => block.kind === 'chart');
    expect(chart?.summary).toContain('Apr 2026 to Jul 2026');
  });

  it('are not drawn where nobody was counted', () => {
    for (const months of [[monthOf('2026-06-01', null)], null])
      expect(summaries(blocksOf({ months })).some((summary) => summary.startsWith('People in custody'))).toBe(false);
  });
});

describe('the region against a year before', () => {
  const table = () => tableOf(blocksOf(), 'The region against a year before');

  it('gives both figures and the difference with its limits', () => {
    const row = rowOf(table(), labelOf('timeliness'));
    expect([row['Quarter'], row['A year before']].map((cell) => cell?.replaceAll('\u202f', ' '))).toEqual([
      '75.0 % (150 of 200)',
      '80.0 % (160 of 200)',
    ]);
    // Newcombe's interval of 0.75 - 0.80, both of 200: -0.131 to 0.032.
    expect(row['Difference']?.replaceAll('\u202f', ' ')).toMatch(/5.* points.*13.*3/);
  });

  it('says of what is known of one day only, which day', () => {
    const row = rowOf(table(), labelOf('out-of-level'));
    expect([row['A year before'], row['Difference']]).toEqual(['–', 'as of Jun 30, 2026']);
  });

  it('leaves out what the agency does not record', () => {
    expect(table().rows).toHaveLength(3);
  });
});

describe('institutions side by side', () => {
  it('carry the mark of their limits and the counts under the rate; too few give no rate', () => {
    const table = tableOf(blocksOf(), 'Casework by institution');
    const head = table.columns.map(({ label }) => label);
    expect(head).toHaveLength(3);
    const [, timely = '', goals = ''] = head;
    // 54 of 100 where 80 are expected lies beyond every limit; 96 above them.
    expect(rowOf(table, 'Ash')[timely]).toMatch(/^96\s% ▲ \| 96 of 100/);
    expect(rowOf(table, 'Birch')[timely]).toMatch(/^54\s% ▼ \| 54 of 100/);
    expect(rowOf(table, 'Ash')[goals]).toMatch(/3 of 4/);
    expect(rowOf(table, 'Ash')[goals]).not.toMatch(/%/);
  });

  it('of which nothing is recorded say so in place of a table', () => {
    for (const { title } of coordinatorTables)
      expect(blocksOf()).toContainEqual({ kind: 'note', text: `${title}: none of it is recorded by this agency.` });
  });

  it('are compared with all institutions of the agency, so that a region of one has somebody beside it', () => {
    const alone = packetFixture({ region: { id: 'R2', name: 'West' } });
    expect(rowOf(tableOf(buildPacket(alone).blocks, 'Casework by institution'), 'Cedar')).toMatchObject({
      Institution: 'Cedar',
    });
    expect(text(section(blocksOf(), '3. Casework'))).toContain('all 13 institutions of the agency');
  });
});

describe('signals', () => {
  it('are listed by measure and institution of the region, with the figure', () => {
    const found = text(section(blocksOf(), '4. Signals'));
    expect(found).toMatch(/Casework on time, Birch: 54 % \(54 of 100\), below the 99\.8 % limits/);
    expect(found).not.toContain('Cedar');
  });

  it('elsewhere in the agency are said to be elsewhere', () => {
    const places = new Map([
      ['timeliness', [onTime('A', 80, 100), onTime('B', 80, 100), ...elsewhere(80).slice(1), onTime('C', 40, 100)]],
    ]);
    expect(text(section(blocksOf({ places }), '4. Signals'))).toContain('None of the signals is in this region.');
  });

  it('are none where nothing could be compared', () => {
    const found = section(blocksOf({ places: new Map() }), '4. Signals');
    expect(found).toEqual([
      { kind: 'paragraph', text: 'No comparison with limits: too few were due, or there is one place only.' },
    ]);
  });
});

describe('return after release', () => {
  it('is given by region and horizon, with the years it was counted on', () => {
    const table = tableOf(blocksOf(), 'Return after release, by region');
    expect(table.columns.map(({ label }) => label)).toEqual(['Region', 'Within 1 year', 'Within 3 years']);
    const east = rowOf(table, 'East');
    expect(east['Within 1 year']?.replaceAll('\u202f', ' ')).toBe('8.0 % | 20 of 250; released 2021–2023');
    expect(east['Within 3 years']?.replaceAll('\u202f', ' ')).toBe('20.0 % | 40 of 200; released 2021–2023');
    expect(rowOf(table, 'West')['Within 3 years']).toBe('not followed long enough');
  });

  it('is missing with a sentence where nothing was supplied', () => {
    expect(section(blocksOf({ returns: null }), '6. Return after release, by region')).toEqual([
      { kind: 'paragraph', text: 'The agency has not supplied what returns are counted from.' },
    ]);
  });
});

describe('programs by kind', () => {
  it('list every kind that ended or was waited for', () => {
    const table = tableOf(blocksOf(), 'Programs by kind');
    const [, completed = '', waited = ''] = table.columns.map(({ label }) => label);
    expect(rowOf(table, 'Education')[completed]).toMatch(/75.*\(30 of 40\)/);
    expect(rowOf(table, 'Vocational')[waited]).toMatch(/41 days \(20 of 25\)/);
    expect(rowOf(table, 'Education')[waited]).toBe('nobody was referred');
  });

  it('say when there were none, and nothing where none are recorded', () => {
    expect(blocksOf({ completion: [], waits: [] })).toContainEqual({
      kind: 'note',
      text: 'No program began or ended in the quarter.',
    });
    expect(text(blocksOf({ completion: null, waits: null }))).not.toContain('Programs by kind');
  });
});

describe('the trend of timeliness', () => {
  /** Twelve months of a place, the last as given. */
  const months = (group: string, last: number) =>
    Array.from({ length: 12 }, (_, index) => ({
      ...onTime(group, index === 11 ? last : 80, 100),
      month: `${index < 6 ? 2025 : 2026}-${String(((index + 6) % 12) + 1).padStart(2, '0')}-01`,
    }));

  it('draws the institutions of the region on one scale, and says in words what is seen', () => {
    const charts = blocksOf({ trend: [...months('A', 80), ...months('B', 20), ...months('C', 80)] }).filter(
      (block) => block.kind === 'chart',
    );
    const chart = charts.at(-1);
    expect(charts).toHaveLength(3);
    expect(chart?.summary).toMatch(
      /^Casework on time by month, institution by institution on one scale\. Ash: .*\. Birch: Below the limits in Jun 2026\./,
    );
    expect(chart?.summary).not.toContain('Cedar');
    expect(chart?.svg.match(/<g transform/g)).toHaveLength(2);
  });

  it('is left out where no months are known', () => {
    expect(summaries(blocksOf({ trend: [] })).some((summary) => summary.includes('by month'))).toBe(false);
  });
});

describe('data quality', () => {
  const report = (name: string, changes: Partial<TableReport>): TableReport => ({
    ...{
      name,
      supplied: true,
      read: 1000,
      loaded: 1000,
      rejected: 0,
      rules: [],
      cleared: [],
      latest: null,
      warnings: [],
    },
    ...changes,
  });

  it('counts rows read and refused, with the rule broken most often, and names what was not supplied', () => {
    const tables = [
      report('stay', {
        loaded: 993,
        rejected: 7,
        rules: [
          { rule: 'a', column: null, rows: 2, meaning: 'Stays do not overlap.' },
          { rule: 'b', column: 'sex', rows: 5, meaning: 'Sex is F or M.' },
        ],
      }),
      report('task', {}),
      report('contact', { supplied: false, read: 0, loaded: 0 }),
    ];
    const blocks = section(blocksOf({ dataset: packetDataset({ tables }) }), '8. Data quality');
    expect(text(blocks)).toContain(
      '2,000 rows were read for the whole agency; 7 broke a rule and were not loaded. Not supplied: contact.',
    );
    const table = tableOf(blocks, 'Rows not loaded, by table');
    expect(table.rows).toHaveLength(1);
    expect(rowOf(table, 'stay')).toMatchObject({ 'Rule broken most often': 'sex: Sex is F or M.' });
    expect(rowOf(table, 'stay')['Not loaded']?.replaceAll('\u202f', ' ')).toBe('7 (0.70 %)');
  });

  it('says what could not be answered', () => {
    expect(section(blocksOf(), '8. Data quality')).toContainEqual({
      kind: 'list',
      items: ['Staffing: the agency has not supplied the table position.'],
    });
  });
});

it('a packet of a quarter before the history begins is made all the same', () => {
  const dataset = packetDataset();
  const period = quarterOf(dataset, '2016Q1');
  const empty = { whole: new Map(), wholeBefore: new Map(), places: new Map(), placesBefore: new Map() };
  expect(() => blocksOf({ dataset, period, ...empty, months: [], ahead: [], institutions: [] })).not.toThrow();
});
