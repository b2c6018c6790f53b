import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exampleDataset } from './fixture.ts';
import { manifestText, readManifestText } from './manifest-file.ts';
import { schemaVersion, type Manifest } from './manifest.ts';

const whole = exampleDataset({
  files: { file: 'files.json', bytes: 12, sha256: 'a'.repeat(64) },
  answers: { file: 'answers.json', bytes: 12, sha256: 'a'.repeat(64) },
  annotations: [{ date: '2026-01-05', text: 'A fire.', facility_id: null }],
  tables: [
    {
      name: 'stay',
      supplied: true,
      read: 3,
      loaded: 2,
      rejected: 1,
      rules: [{ rule: 'required', column: 'stay_id', rows: 1, meaning: 'It is given.' }],
      cleared: [],
      latest: '2026-06-01',
      warnings: [],
    },
  ],
});

/** A manifest with another member, and a hash that fits: what a tool that knows the format could write. */
const withMember = (change: (manifest: Record<string, unknown>) => void) => {
  const changed = structuredClone(whole) as unknown as Record<string, unknown>;
  change(changed);
  return manifestText(changed as unknown as Manifest);
};
const problemOf = async (text: string) => {
  const read = await readManifestText(text);
  return 'problem' in read ? read.problem : null;
};

describe('a manifest', () => {
  it('is read back as it was written, with the hash of the rest in front', async () => {
    const text = await manifestText(whole);
    expect(await readManifestText(text)).toEqual({ manifest: whole });
    const [, hash, rest] = /^\{"sha256":"(\w+)",(.*)\n$/.exec(text) ?? [];
    expect(hash).toBe(createHash('sha256').update(`{${rest}`).digest('hex'));
    // Other tools read it as JSON.
    expect(JSON.parse(text)).toEqual({ sha256: hash, ...whole });
  });

  it('with any character changed, left out or put in is not believed', async () => {
    const text = await manifestText(whole);
    const changes = fc.record({
      at: fc.nat(text.trimEnd().length - 1),
      cut: fc.nat(3),
      put: fc.string({ maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(changes, async ({ at, cut, put }) => {
        const changed = text.slice(0, at) + put + text.slice(at + cut);
        fc.pre(changed.trimEnd() !== text.trimEnd());
        expect(await problemOf(changed)).not.toBeNull();
      }),
      { numRuns: 400 },
    );
  });

  it.each<[string, string, RegExp]>([
    ['a page of somebody else', '<!doctype html><title>Sign in</title>', /^is not JSON/],
    ['nothing', '', /^is not JSON/],
    ['an empty object', '{}', /^is no manifest/],
    ['a list', '[1]', /^is no manifest/],
    ['null', 'null', /^is no manifest/],
    ['another format', '{"schema_version":99}', /format 99, and this Caseboard reads format \d+/],
    ['one without a hash', JSON.stringify(whole), /its hash does not match/],
    ['members of Object', '{"__proto__":{"schema_version":2},"constructor":1}', /^is no manifest/],
  ])('%s is refused', async (_, text, sentence) => expect(await problemOf(text)).toMatch(sentence));

  it.each<[string, (manifest: Record<string, unknown>) => void, string]>([
    ['a version that climbs out of the folder', (m) => (m['version'] = '../../etc'), 'version'],
    ['a version with a path behind it', (m) => (m['version'] = '2026-06-30.00000000/../x'), 'version'],
    ['a version before that is none', (m) => (m['previous'] = '..'), 'previous'],
    ['another list', (m) => (m['files'] = { file: '../files.json', bytes: 1, sha256: 'a'.repeat(64) }), 'files.file'],
    ['no list of answers', (m) => delete m['answers'], 'answers'],
    ['a list without a hash', (m) => (m['files'] = { file: 'files.json', bytes: 1, sha256: '' }), 'files.sha256'],
    ['a date there is not', (m) => (m['as_of'] = '2026-02-30'), 'as_of'],
    ['a profile there is not', (m) => (m['profile'] = 'everything'), 'profile'],
    ['no scopes', (m) => delete m['scopes'], 'scopes'],
    ['units that are no list', (m) => ((m['scopes'] as Record<string, unknown>)['units'] = {}), 'scopes.units'],
    [
      'a person without a name',
      (m) => ((m['scopes'] as Record<string, unknown>)['staff'] = [{ id: 'S1' }]),
      'scopes.staff',
    ],
    ['a setting that is no number', (m) => (m['settings'] = { initial_days: '28' }), 'settings'],
    ['dimensions that are a text', (m) => (m['dimensions'] = 'sex'), 'dimensions'],
    ['a negative count', (m) => (m['tables'] = [{ ...whole.tables[0], read: -1 }]), 'tables'],
    ['no source', (m) => (m['source'] = null), 'source'],
  ])('with %s is refused by the name of it, though its hash is right', async (_, change, name) => {
    expect(await problemOf(await withMember(change))).toBe(
      `is not right: "${name}" is missing or not what it should be`,
    );
  });

  it('may hold what a later version adds, and names like those of Object', async () => {
    const text = await withMember((m) => {
      m['added_later'] = { anything: [1] };
      m['dimensions'] = JSON.parse('{"__proto__":["a"],"constructor":[null],"toString":[]}');
    });
    const read = await readManifestText(text);
    expect('manifest' in read && Object.keys(read.manifest.dimensions)).toEqual([
      '__proto__',
      'constructor',
      'toString',
    ]);
    expect(schemaVersion).toBe(whole.schema_version);
  });
});
