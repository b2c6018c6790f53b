import { describe, expect, it } from 'vitest';
import { contractTable } from '../../../data/contract/contract.ts';
import { questions } from '../questions/index.ts';
import { measures } from './measures.ts';

describe('the glossary', () => {
  it('defines every measure once', () => {
    const ids = measures.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const labels = measures.map(({ label }) => label);
    expect(new Set(labels).size).toBe(labels.length);
  });

  it.each(measures.map((measure) => [measure.id, measure] as const))(
    'says of %s where it comes from, in sentences',
    (_id, measure) => {
      expect(questions.get(measure.question), measure.question).toBeDefined();
      for (const table of measure.tables.flat()) expect(contractTable(table), table).toBeDefined();
      const { definition, numerator, denominator, exclusions, method } = measure;
      for (const sentence of [definition, numerator, denominator, exclusions, method]) {
        if (sentence !== undefined) expect(sentence).toMatch(/^[“A-Z].*\.$/s);
      }
    },
  );
});
