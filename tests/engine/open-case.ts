import type { FileList } from '../../src/lib/export/manifest.ts';
import type { BrowserEngineOptions } from '../../src/lib/engine/wasm/browser-engine.ts';
import type { Fault } from './serve-fixtures.ts';

export interface Case {
  options: BrowserEngineOptions;
  /** Files asked of the server so far. */
  requests(): Promise<string[]>;
}

/** Addresses of the fixtures under a name of its own, with one fault on one file. */
export function openCase(fault: Fault = 'none', file = '-'): Case {
  const name = crypto.randomUUID();
  const folder = `/fixtures/${name}/${fault}/${file}`;
  return {
    options: {
      base: `${folder}/data/`,
      engineBase: `${folder}/engine/`,
      version: 'v1',
      files: async () => (await (await fetch(`${folder}/data/v1/files.json`)).json()) as FileList,
    },
    async requests() {
      return (await (await fetch(`/fixtures/${name}/requests`)).json()) as string[];
    },
  };
}

export const agency = (mart: string) => [{ mart, part: 'agency' }];

/** An export that a step of fixtures.ts wrote under `fixturesFolder/<folder>`, served without faults. */
export function openExport(folder: string, version: string): BrowserEngineOptions {
  const base = `/fixtures/${folder}/none/-/${folder}/`;
  return {
    base,
    engineBase: `/fixtures/${folder}/none/-/engine/`,
    version,
    files: async () => (await (await fetch(`${base}${version}/files.json`)).json()) as FileList,
  };
}
