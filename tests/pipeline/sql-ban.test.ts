import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exampleDataset } from '../../src/lib/export/fixture.ts';
import type { Manifest } from '../../src/lib/export/manifest.ts';
import { questions } from '../../src/lib/questions/index.ts';
import type { Question, Request, Statement } from '../../src/lib/questions/question.ts';
import { readRequest } from '../../src/lib/questions/read-request.ts';
import { repository } from './command-line.ts';

/**
 * What the browser's engine has no extension for, and what would give another number tomorrow: the as-of date is a
 * parameter, never the clock.
 */
const banned: [RegExp, string][] = [
  [/\bcurrent_(date|time|timestamp)\b|\blocaltime(stamp)?\b/i, 'current_date'],
  [/\b(today|now|get_current_\w+|transaction_timestamp|clock_timestamp)\s*\(/i, 'today() or now()'],
  [/\bjson\w*|->/i, 'JSON'],
  [/\bat\s+time\s+zone\b|\btimestamptz\b|\bwith\s+time\s+zone\b|\btimezone\s*\(/i, 'a time zone'],
  [/\b(random|uuid|gen_random_uuid|setseed)\s*\(|\bUSING\s+SAMPLE\b|\bTABLESAMPLE\b/i, 'chance'],
  [/\bread_(csv|parquet|json|text|blob)|\bATTACH\b|\bINSTALL\b|\bLOAD\b|\bCOPY\b|https?:/i, 'a file or the network'],
];

function offences(sql: string): string[] {
  const code = sql.replace(/--.*$/gm, '');
  return banned.filter(([pattern]) => pattern.test(code)).map(([, name]) => name);
}

const dataset = exampleDataset();
const scopes = ['agency', 'region=R1', 'facility=F1', 'unit=U1'];
const periods = ['2026Q3', '2026-05', 'FY2025', 'L12M', '2026-04-03..2026-05-09'];

/** A value a parameter may have. */
function sampleOf({ kind, choices }: Question['parameters'][number]): string {
  return { date: '2026-05-05', integer: '12', choice: choices?.at(-1) ?? '', text: 'any text', years: '2023..2024' }[
    kind
  ];
}

/** Requests of every kind a question can be asked: places, periods, groupings, filters, parameters, both bases. */
function requestsOf(question: Question): Request[] {
  const values = [
    {},
    Object.fromEntries(question.parameters.map((parameter) => [parameter.name, sampleOf(parameter)])),
    question.by.includes('sex') ? { sex: 'F,~' } : {},
  ];
  const requests: Request[] = [];
  for (const basis of ['stays', 'counts'] as const) {
    for (const scope of scopes) {
      for (const period of periods) {
        for (const by of [undefined, ...question.by]) {
          for (const pairs of values) {
            const text = { scope, period, values: pairs, ...(by ? { by } : {}) };
            const request = readRequest(question, text, { ...dataset, population_basis: basis });
            if (!('error' in request)) requests.push(request);
          }
        }
      }
    }
  }
  return requests;
}

describe('statements', () => {
  const marts = readdirSync(join(repository, 'data', 'marts')).filter((name) => name.endsWith('.sql'));

  it('are looked through by patterns that find what they should', () => {
    const bad = [
      'SELECT current_date',
      'SELECT now ()',
      'SELECT today()',
      "SELECT x ->> 'a'",
      'SELECT json_extract(a)',
      "SELECT a AT TIME ZONE 'UTC'",
      'SELECT CAST(a AS TIMESTAMPTZ)',
      'SELECT random()',
      "FROM read_csv('x')",
    ];
    for (const sql of bad) expect(offences(sql), sql).not.toEqual([]);
    expect(offences('-- now() is banned\nSELECT day, known, loaded FROM t WHERE day >= CAST(? AS DATE)')).toEqual([]);
  });

  it.each(marts)('of the mart %s use nothing that is banned', (name) => {
    expect(offences(readFileSync(join(repository, 'data', 'marts', name), 'utf8'))).toEqual([]);
  });

  it.each([...questions.keys()])('of %s use nothing that is banned, and bind as many values as they name', (id) => {
    const question = questions.get(id) as Question;
    const requests = requestsOf(question);
    expect(requests.length).toBeGreaterThan(5);
    for (const request of requests) {
      for (const { sql, bindings } of question.statements(request)) {
        expect(offences(sql), sql).toEqual([]);
        expect(sql.replace(/--.*$/gm, '').split('?').length - 1, sql).toBe(bindings.length);
      }
    }
  });
});

const hostile = fc.oneof(
  fc.constantFrom(
    "'; DROP TABLE stay; --",
    "' OR '1'='1",
    '"; --',
    '?',
    '??',
    "\\'",
    'NULL',
    '${1}',
    '/*',
    '*/',
    '--',
    'x) UNION SELECT 1',
    '\u0000',
    'sex',
  ),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
);

/** The statements of a question for a request made of texts; null where the texts are refused. */
function statementsFor(
  question: Question,
  texts: { place: string; values: string[]; parameter: string },
): Statement[] | null {
  const at = (list: Manifest['scopes']['facilities']) =>
    list.map((facility, index) => (index === 0 ? { ...facility, id: texts.place } : facility));
  const recorded = Object.fromEntries(
    ['sex', 'custody_level', 'offense_category', 'risk_level'].map((id) => [id, texts.values]),
  );
  const changed = exampleDataset({
    scopes: { ...dataset.scopes, facilities: at(dataset.scopes.facilities) },
    dimensions: recorded,
  });
  const request = readRequest(question, { scope: `facility=${texts.place}` }, changed);
  if ('error' in request) return null;
  for (const id of ['sex', 'custody_level', 'offense_category', 'risk_level'] as const) {
    if (question.by.includes(id)) request.filters[id] = texts.values;
  }
  for (const { name, kind } of question.parameters) if (kind === 'text') request.params[name] = texts.parameter;
  return question.statements(request);
}

describe('texts from people', () => {
  it('never become part of a statement: only what is bound differs', () => {
    const asked = [...questions.values()];
    fc.assert(
      fc.property(
        fc.constantFrom(...asked),
        hostile,
        fc.uniqueArray(hostile, { minLength: 1, maxLength: 3 }),
        hostile,
        (question, place, values, parameter) => {
          const plain = statementsFor(question, {
            place: 'F1',
            values: values.map((_, index) => `value ${index}`),
            parameter: 'plain',
          });
          const found = statementsFor(question, { place, values, parameter });
          if (plain === null || found === null) return;
          expect(found.map(({ sql }) => sql)).toEqual(plain.map(({ sql }) => sql));
          expect(found.map(({ bindings }) => bindings.length)).toEqual(plain.map(({ bindings }) => bindings.length));
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('reach the engine as values', () => {
    const text = "'; DROP TABLE stay; --";
    for (const question of [...questions.values()]) {
      const statements = statementsFor(question, { place: text, values: [text], parameter: text }) ?? [];
      const scoped = statements.filter(({ bindings }) => bindings.includes(text));
      if (question.scopes && !question.scopes.includes('facility')) continue;
      // The agency's time study is the same for every place, and so are the chances a place is held against.
      if (['population/time-study', 'coordinator/follow-up-expected'].includes(question.id)) continue;
      if (question.id === 'data/completeness') expect(statements[0]?.bindings).toContain(text);
      else if (statements.length > 0) expect(scoped.length, question.id).toBeGreaterThan(0);
    }
  });
});
