import { appendFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { makeSecret, secretProblem } from '../../scripts/export/secret.ts';
import { runHere } from './command-line.ts';
import { lenient, smallAgency } from './small-agency.ts';
import { temporaryFolder, writeSource } from './source-folder.ts';

describe('a secret', () => {
  it.each([
    ['too short', 'tiny', /has 4 characters; it needs at least 16/],
    ['of spaces', ' '.repeat(40), /spaces only/],
    ['of other blanks', '\u00a0\u2003'.repeat(20), /spaces only/],
    ['of one letter', 'a'.repeat(64), /only 1 different characters/],
    ['of few letters', 'abcabcabdabcabcabd', /only 4 different characters/],
    ['of an emoji', '🔑'.repeat(20), /only 1 different characters/],
    ['that repeats itself', 'correct horse correct horse ', /one text repeated/],
    ['that repeats itself and is cut', 'correct horse correct horse corr', /one text repeated/],
    ['that is a shorter one and a half of it again', 'CASEBOARD_SECRETCASEBOARD_SECRE', /one text repeated/],
    ['that runs along the alphabet', 'abcdefghijklmnopqrst', /alphabet or the digits/],
    ['that runs along both', 'abcdefgh12345678', /alphabet or the digits/],
    ['that everybody knows', 'caseboard demonstration: public, protects nobody', /public key of the demonstration/],
    [
      'that everybody knows, with a space',
      ' caseboard demonstration: public, protects nobody\n',
      /public key of the demo/,
    ],
    [
      'that everybody knows, in capitals',
      'Caseboard Demonstration: Public, Protects Nobody',
      /public key of the demonst/,
    ],
  ])('%s is refused with a sentence that does not repeat it', (_, secret, sentence) => {
    const problem = secretProblem(secret) ?? '';
    expect(problem).toMatch(sentence);
    expect(problem).toMatch(/^CASEBOARD_SECRET .*"caseboard secret" makes one/);
    if (secret.trim() !== '') expect(problem).not.toContain(secret);
  });

  it('made by the command is a new one every time, and good', async () => {
    const made = new Set<string>();
    for (let round = 0; round < 3; round += 1) {
      const { code, stdout, stderr } = await runHere(['secret']);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      made.add(stdout);
      expect(stdout).toMatch(/^[\w-]{43}\n$/);
    }
    expect(made.size).toBe(3);
    for (let round = 0; round < 2000; round += 1) expect(secretProblem(makeSecret())).toBeNull();
  });

  it.each(['sixteen letters!', 'Geheimnis für Łódź 🔑🔑', 'correct horse battery staple'])('"%s" is one', (secret) =>
    expect(secretProblem(secret)).toBeNull(),
  );
});

describe('the public key of the demonstration', () => {
  let folder: string;
  const exported = (source: string, ...more: string[]) =>
    runHere(
      [
        'export',
        source,
        '--out',
        join(folder, 'out'),
        '--rejects',
        join(folder, 'rejects.csv'),
        '--without-pages',
        ...more,
      ],
      {
        CASEBOARD_SECRET: undefined,
      },
    );
  /** A copy of the demonstration, changed. */
  const changed = (change: (source: string) => void) => {
    const source = join(folder, 'source');
    rmSync(source, { recursive: true, force: true });
    cpSync(join(inject('demo'), 'source'), source, { recursive: true });
    change(source);
    return source;
  };

  beforeAll(() => {
    folder = temporaryFolder();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is for its data as they were made, under any name', async () => {
    const { code, stdout } = await exported(changed(() => {}));
    expect(code).toBe(0);
    expect(stdout).toMatch(/public key: they protect nobody, and nobody exists/);
  });

  it.each<[string, (source: string) => void, RegExp]>([
    [
      'a row more',
      (source) => appendFileSync(join(source, 'files', 'agency.csv'), '\n'),
      /files\/agency\.csv is not as/,
    ],
    [
      'another SELECT',
      (source) => appendFileSync(join(source, 'person.sql'), ' WHERE true\n'),
      /person\.sql is not as/,
    ],
    [
      'a file more',
      (source) => writeFileSync(join(source, 'files', 'extra.csv'), 'a\n1\n'),
      /files\/extra\.csv is not as/,
    ],
    ['no seal', (source) => rmSync(join(source, 'demonstration.json')), /did not make it/],
    ['a seal that is no JSON', (source) => writeFileSync(join(source, 'demonstration.json'), '{'), /did not make it/],
  ])('is not for data with %s', async (_, change, sentence) => {
    const { code, stderr } = await exported(changed(change));
    expect(code).toBe(2);
    expect(stderr).toMatch(sentence);
    expect(stderr).toMatch(/Put a secret into the environment variable CASEBOARD_SECRET/);
  });

  it('is not for rows that come from elsewhere', async () => {
    const elsewhere = join(folder, 'elsewhere');
    mkdirSync(elsewhere, { recursive: true });
    const { code, stderr } = await exported(
      changed(() => {}),
      '--files',
      elsewhere,
    );
    expect(code).toBe(2);
    expect(stderr).toMatch(/rows come from elsewhere/);
  });

  it('is not for another agency that calls itself a demonstration, whatever its name', async () => {
    const { path } = writeSource(join(folder, 'demo'), smallAgency(), { ...lenient, demonstration: true });
    cpSync(join(inject('demo'), 'source', 'demonstration.json'), join(path, 'demonstration.json'));
    const { code, stderr } = await exported(path);
    expect(code).toBe(2);
    expect(stderr).toMatch(/is not as "caseboard demo" made it/);
    expect(readdirSync(folder)).not.toContain('.out.incoming');
    expect(readFileSync(join(path, 'source.json'), 'utf8')).toContain('"demonstration": true');
  });
});
