import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { refuseOlderData } from './static-folder.ts';

/** A site whose two folders hold exports made on these days; null: none. */
function site(built: string | null, given: string | null) {
  const home = mkdtempSync(join(tmpdir(), 'caseboard-build-'));
  for (const [name, day] of [
    ['build', built],
    ['static', given],
  ] as const) {
    mkdirSync(join(home, name, 'data'), { recursive: true });
    if (day === null) continue;
    writeFileSync(
      join(home, name, 'data', 'manifest.json'),
      JSON.stringify({ exported_at: `${day}T02:00:00.000Z`, as_of: day }),
    );
  }
  return {
    refuse: () => refuseOlderData(join(home, 'static'), join(home, 'build')),
    end: () => rmSync(home, { recursive: true }),
  };
}

describe('a build over data', () => {
  it.each([['newer', '2026-07-02', '2026-07-01']])(
    'that are %s stops, and says what to do',
    async (_, built, given) => {
      const { refuse, end } = site(built, given);
      await expect(refuse()).rejects.toThrow(
        /would replace newer data by older: .*2026-07-02.*Nothing was changed\. Copy/s,
      );
      end();
    },
  );

  it.each([
    ['older', '2026-07-01', '2026-07-02'],
    ['the same', '2026-07-01', '2026-07-01'],
    ['not there', null, '2026-07-01'],
  ])('that are %s goes on', async (_, built, given) => {
    const { refuse, end } = site(built, given);
    await expect(refuse()).resolves.toBeUndefined();
    end();
  });
});
