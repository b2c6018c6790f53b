import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../export/manifest.ts';
import { monthsBegunIn } from './stock-sql.ts';

const dataset = { as_of: '2026-06-17', history_from: '2022-03-10' } as unknown as Manifest;
const begun = (from: string, to: string) => {
  const window = monthsBegunIn({ from, to, days: NaN }, { dataset });
  return window.days === 0 ? null : [window.from, window.to, window.days];
};

describe('the months that begin in a window', () => {
  it('are its own where it is made of whole ones', () => {
    expect(begun('2025-01-01', '2025-04-01')).toEqual(['2025-01-01', '2025-04-01', 90]);
  });

  it('begin with the history and end with the data, whatever days those are', () => {
    expect(begun('2022-03-10', '2022-04-01')).toEqual(['2022-03-10', '2022-04-01', 22]);
    expect(begun('2026-06-01', '2026-06-18')).toEqual(['2026-06-01', '2026-06-18', 17]);
  });

  it('leave out the month it begins inside, and have all of the one it ends inside', () => {
    expect(begun('2025-01-10', '2025-06-21')).toEqual(['2025-02-01', '2025-07-01', 150]);
    expect(begun('2026-05-20', '2026-06-03')).toEqual(['2026-06-01', '2026-06-18', 17]);
  });

  it('are none where none begins', () => {
    expect(begun('2025-02-03', '2025-02-28')).toBeNull();
    expect(begun('2026-06-02', '2026-06-18')).toBeNull();
  });
});
