import { describe, expect, it } from 'vitest';
import { thisCopy } from './definitions.ts';
import { exampleDataset } from './fixture.ts';
import type { Manifest } from './manifest.ts';
import { otherDefinitions } from './other-definitions.ts';

describe('an export under this site', () => {
  it('of the same definitions is drawn, whatever the version that made it', () => {
    expect(otherDefinitions(exampleDataset())).toBeNull();
    expect(otherDefinitions(exampleDataset({ made_by: '99.0.0' }))).toBeNull();
  });

  it('of a newer version with other definitions is named and not drawn', () => {
    expect(otherDefinitions(exampleDataset({ made_by: '99.0.0', definitions: '0123456789abcdef' }))).toBe(
      `was made by Caseboard 99.0.0, which counts some figures by other definitions than this one (${thisCopy.version})`,
    );
  });

  it('made before exports said their definitions is of an earlier version', () => {
    const older: Partial<Manifest> = exampleDataset();
    delete older.made_by;
    delete older.definitions;
    expect(otherDefinitions(older as Manifest)).toMatch(/^was made by an earlier version of Caseboard/);
  });

  it('carries a hash of sixteen letters, the same each time', async () => {
    expect(thisCopy.definitions).toMatch(/^[0-9a-f]{16}$/);
    expect((await import('./definitions.ts')).thisCopy.definitions).toBe(thisCopy.definitions);
  });
});
