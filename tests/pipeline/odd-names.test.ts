import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { runHere } from './command-line.ts';
import { readWholeExport, writtenAnswers } from './export-folder.ts';
import { names, shownName, writeOddAgency, type Naming } from './odd-agency.ts';
import { pdfWords } from './pdf.ts';
import { temporaryFolder } from './source-folder.ts';

let home: string;
const outs: [string, string] = ['', ''];

beforeAll(async () => {
  home = temporaryFolder();
  for (const naming of [0, 1] as const) {
    const folder = writeOddAgency(join(inject('demo'), 'source'), join(home, `${naming}`, 'source'), naming);
    const out = join(home, `${naming}`, 'out');
    const { code, stderr } = await runHere(['export', folder, '--out', out, '--rejects', `${out}.csv`]);
    expect(code, stderr).toBe(0);
    outs[naming] = out;
  }
}, 400_000);

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
    writtenAnswers({ files, folder }).map(([key, answers]) => {
      const text = JSON.stringify(answers).replaceAll(manifest.version, 'version');
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
    const { regions, facilities, units, staff } = manifest.scopes;
    for (const named of [regions, facilities, units, staff]) {
      expect(named.find(({ id }) => id === 'constructor')?.name).toBe(shownName('constructor'));
    }
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

describe('the documents of that agency', () => {
  /** The text of the PDFs a command makes, without spaces: a cell of a table breaks a name where it must. */
  async function printed(command: string[]): Promise<string> {
    const folder = temporaryFolder();
    const { code, stderr } = await runHere([...command, '--data', outs[0], '--out', folder]);
    expect(code, stderr).toBe(0);
    const files = readdirSync(folder).filter((name) => name.endsWith('.pdf'));
    expect(files.length).toBeGreaterThan(0);
    const texts = files.map((name) => pdfWords(join(folder, name)));
    return texts.join('\f').replace(/[\s\u202f]+/g, '');
  }
  const close = (name: string) => shownName(name).replaceAll(' ', '');

  it.each(['constructor', 'hasOwnProperty'])('the memorandum of %s names them, as PDF', async (staff) => {
    const text = await printed(['memo', '--staff', staff]);
    expect(text).toContain(close(staff));
    expect(text).toContain(close('__proto__'));
    expect(text).not.toMatch(/undefined|\[objectObject\]|NaN/);
  });

  it('the packet of a region names its institutions and custody levels, as PDF', async () => {
    const text = await printed(['packet', '--region', '__proto__']);
    for (const name of ['__proto__', 'constructor']) expect(text).toContain(close(name));
    expect(text).not.toMatch(/undefined|\[objectObject\]|NaN/);
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
