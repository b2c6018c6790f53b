import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { literal } from '../../scripts/engine/database.ts';
import { runHere } from './command-line.ts';
import { readWholeExport } from './export-folder.ts';
import { temporaryFolder } from './source-folder.ts';

/** Names every object has, and plain ones that stand in the same order. */
const names = [
  ['__proto__', 'a-name'],
  ['constructor', 'cname'],
  ['hasOwnProperty', 'h-name'],
  ['toString', 't-name'],
  ['valueOf', 'v-name'],
] as const;
type Naming = 0 | 1;

/** What of the demonstration agency is so named: the first values of each kind. */
const renamed: [columns: string[], values: string[]][] = [
  [['facility_id'], ['F-1', 'F-2', 'F-3', 'F-4']],
  [['region_id'], ['R-1', 'R-2']],
  [['unit_id'], ['U-001', 'U-002', 'U-003', 'U-004']],
  [['staff_id'], ['S-001', 'S-002', 'S-003', 'S-0001', 'S-0002']],
  [['program_id'], ['PR-101', 'PR-102', 'PR-103', 'PR-104']],
  [
    ['custody_level', 'scored_custody_level', 'current_level', 'recommended_level', 'decided_level'],
    ['minimum', 'low', 'medium', 'high'],
  ],
  [['offense_category'], ['drug', 'property', 'violent', 'sex']],
  [
    ['risk_level', 'admission_risk'],
    ['low', 'moderate', 'medium', 'high'],
  ],
  [['race_ethnicity'], ['white', 'black', 'hispanic', 'asian']],
];

let home: string;
const outs: [string, string] = ['', ''];

beforeAll(async () => {
  home = temporaryFolder();
  for (const naming of [0, 1] as const) {
    const folder = join(home, `${naming}`, 'source');
    mkdirSync(folder, { recursive: true });
    cpSync(join(inject('demo'), 'source'), folder, { recursive: true });
    for (const file of readdirSync(folder)) {
      if (file.endsWith('.sql'))
        writeFileSync(join(folder, file), named(readFileSync(join(folder, file), 'utf8'), naming));
    }
    writeFileSync(join(folder, 'source.json'), jsonNamed(readFileSync(join(folder, 'source.json'), 'utf8'), naming));
    const out = join(home, `${naming}`, 'out');
    const { code, stderr } = await runHere(['export', folder, '--out', out, '--rejects', `${out}.csv`]);
    expect(code, stderr).toBe(0);
    outs[naming] = out;
  }
}, 400_000);

/** The SELECT with its values renamed. */
function named(sql: string, naming: Naming): string {
  const replaced = renamed.flatMap(([columns, values]) =>
    columns
      .filter((column) => new RegExp(`\\b${column}\\b`).test(sql))
      .map((column) => {
        const cases = values.map((value, at) => `WHEN ${literal(value)} THEN ${literal(names[at]?.[naming] ?? value)}`);
        return `CASE CAST(${column} AS VARCHAR) ${cases.join(' ')} ELSE CAST(${column} AS VARCHAR) END AS ${column}`;
      }),
  );
  const whole = sql.trim().replace(/;$/, '');
  return replaced.length === 0 ? whole : `SELECT * REPLACE (${replaced.join(', ')}) FROM (\n${whole}\n)`;
}

function jsonNamed(text: string, naming: Naming): string {
  const json = JSON.parse(text) as { custody_levels: string[]; annotations?: { facility?: string }[] };
  const rename = (column: string, value: string) => {
    const values = renamed.find(([columns]) => columns.includes(column))?.[1] ?? [];
    return names[values.indexOf(value)]?.[naming] ?? value;
  };
  const annotations = (json.annotations ?? []).map((each) => ({
    ...each,
    ...(each.facility ? { facility: rename('facility_id', each.facility) } : {}),
  }));
  return JSON.stringify({
    ...json,
    custody_levels: json.custody_levels.map((level) => rename('custody_level', level)),
    annotations,
  });
}

/** A text of the export with the names every object has, as it is with the plain ones. */
function plain(text: string): string {
  // A code word is shown with a capital letter.
  const shown = text.replaceAll('Constructor', 'Cname');
  return names.reduce((all, [odd, simple]) => all.replaceAll(odd, simple), shown);
}

/** What a text of JSON holds; sums of the same numbers may differ in their last digits. */
function held(text: string): unknown {
  return JSON.parse(text, (_name, value: unknown) =>
    typeof value === 'number' ? Number(value.toPrecision(9)) : value,
  );
}

/** Every answer of an export by page and scope, with plain names. */
function answersOf(naming: Naming): Map<string, unknown> {
  const { manifest, files, folder } = readWholeExport(outs[naming]);
  return new Map(
    Object.entries(files.answers).map(([key, { file }]) => {
      const text = readFileSync(join(folder, file), 'utf8').replaceAll(manifest.version, 'version');
      return [plain(key), held(plain(text))];
    }),
  );
}

describe('an agency whose places, people and categories are named like members of Object', () => {
  it('has the names in its export', () => {
    const { manifest } = readWholeExport(outs[0]);
    expect(manifest.scopes.facilities.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['__proto__', 'constructor']),
    );
    expect(manifest.scopes.units.map(({ id }) => id)).toEqual(expect.arrayContaining(['__proto__', 'toString']));
    expect(manifest.dimensions['custody_level']).toEqual(
      expect.arrayContaining(['__proto__', 'constructor', 'toString']),
    );
  });

  it('has every answer of every page and place that it has under plain names', () => {
    const [odd, simple] = [answersOf(0), answersOf(1)];
    expect([...odd.keys()].sort()).toEqual([...simple.keys()].sort());
    expect(odd.size).toBeGreaterThan(50);
    for (const [key, answer] of odd) expect(answer, key).toEqual(simple.get(key));
  });

  it.each([
    ['population/daily', ['--by', 'facility']],
    ['population/daily', ['--by', 'custody_level', '--scope', 'facility=NAME']],
    ['population/average', ['--scope', 'unit=NAME']],
    ['population/flows', ['--by', 'offense_category', '--custody-level', 'NAME']],
    ['casework/timeliness', ['--by', 'facility']],
    ['recidivism/rate', ['--by', 'offense_category']],
    ['recidivism/competing', []],
    ['programs/funnel', ['--program', 'NAME']],
  ])('%s %j is the same from the command line', async (question, args) => {
    for (const [odd, simple] of names.slice(0, 4)) {
      const [one, other] = await Promise.all(
        ([odd, simple] as const).map((name, naming) => {
          const given = args.map((arg) => arg.replace('NAME', () => name));
          return { given, data: outs[naming] ?? '' };
        }),
      );
      const texts: string[] = [];
      for (const each of [one, other]) {
        if (!each) throw new Error('two exports are asked');
        const { code, stdout, stderr } = await runHere([
          'answer',
          question,
          ...each.given,
          '--data',
          each.data,
          '--format',
          'json',
        ]);
        expect({ code, stderr }, each.given.join(' ')).toEqual({ code: 0, stderr: '' });
        texts.push(stdout);
      }
      const [mine, theirs] = texts.map((text) => ({ ...(held(plain(text)) as object), dataset: '' }));
      expect(mine).toEqual(theirs);
      if (!args.includes('NAME') && !args.some((arg) => arg.includes('NAME'))) break;
    }
  });
});

describe('a name nobody gave', () => {
  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('%s is none', async (name) => {
    const data = ['--data', join(inject('demo'), 'out')];
    for (const args of [
      ['answer', name, ...data],
      ['answer', 'population/daily', '--by', name, ...data],
      ['answer', 'population/daily', `--${name}`, 'x', ...data],
      ['answer', 'population/daily', '--scope', `facility=${name}`, ...data],
      ['answer', 'population/daily', '--scope', `${name}=x`, ...data],
      [name],
    ]) {
      const { code, stderr } = await runHere(args);
      expect([args.join(' '), code], stderr).toEqual([args.join(' '), expect.any(Number)]);
      expect(code).toBeGreaterThan(1);
      expect(stderr).not.toMatch(/defect in Caseboard|\n +at /);
    }
    const folder = join(home, `setting-${name}`);
    cpSync(join(inject('demo'), 'source'), folder, { recursive: true });
    const json = readFileSync(join(folder, 'source.json'), 'utf8').trim();
    for (const [place, changed] of [
      ['settings', `{"settings": {"${name}": 3}, ${json.slice(1).replace(/"settings": *\{[^}]*\},?/, '')}`],
      ['entries', `{"${name}": 3, ${json.slice(1)}`],
    ] as const) {
      writeFileSync(join(folder, 'source.json'), changed);
      const { code, stderr } = await runHere(['check', folder]);
      expect(code, place).toBe(2);
      expect(stderr).toContain(`"${name}"`);
    }
  });
});
