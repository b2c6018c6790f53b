import type { Period } from '../calendar/period.ts';
import type { FileList, Manifest } from '../dataset/manifest.ts';
import type { Engine, EngineOptions } from '../engine/engine.ts';
import type { MemoInput } from './input.ts';

/** What the figures come from: either engine, on an export. */
export interface MemoSource {
  engine: Engine;
  marts: FileList['marts'];
  dataset: Manifest;
}

/** One case manager, or everybody of an institution. */
export type MemoWhom = { staff: string; facility?: string } | { facility: string };

export async function memoInputs(
  _source: MemoSource,
  _whom: MemoWhom,
  _period: Period,
  _options: EngineOptions = {},
): Promise<MemoInput[]> {
  return [];
}
