import { describe, expect, it } from 'vitest';
import type { TableReport, UnknownCodes } from '../export/manifest.ts';
import { noReleases } from './unknown-codes.ts';

const dataset = (unknown?: UnknownCodes[]) => ({
  tables: [{ name: 'stay', supplied: true, ...(unknown ? { unknown } : {}) } as TableReport],
});
const releaseType = (rows: number, of: number, ...codes: string[]): UnknownCodes => ({
  column: 'release_type',
  rows,
  of,
  decides: true,
  codes: codes.map((code) => ({ code, rows, nearest: null })),
});

describe('why no release is counted', () => {
  it('is that there was none, where every type is known', () => {
    expect(noReleases(dataset(), 'nobody was released')).toBe('nobody was released');
    expect(noReleases(dataset([]), 'nobody was released')).toBe('nobody was released');
    const other = { ...releaseType(9, 9, 'X'), column: 'admission_type' };
    expect(noReleases(dataset([other]), 'nobody was released')).toBe('nobody was released');
  });

  it('is that nobody knows their type, where that is most of them', () => {
    expect(noReleases(dataset([releaseType(287, 287, 'PAR', 'EXP')]), 'nobody was released')).toBe(
      '287 releases are of an unknown type (“PAR”, “EXP”) and in no figure',
    );
    expect(noReleases(dataset([releaseType(1, 2, 'PAR')]), 'nobody was released')).toBe(
      '1 release is of an unknown type (“PAR”) and in no figure',
    );
  });

  it('names a few of an unknown type beside it', () => {
    expect(noReleases(dataset([releaseType(4, 900, 'A', 'B', 'C', 'D')]), 'no cohort is old enough')).toBe(
      'no cohort is old enough; 4 releases are of an unknown type (“A”, “B”, “C”, …)',
    );
  });
});
