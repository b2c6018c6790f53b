import { constants } from 'node:fs';
import { cp, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { serveSite } from '../../scripts/serve/serve.ts';
import './setup.ts';

/** A copy of the built site, served. Whatever a test does to its files is gone when it closes. */
export interface Site {
  folder: string;
  address: string;
  close(): Promise<void>;
}

/** The night's export comes under a site, copied as from another host: the version first, then the manifest in one step. */
export async function nightPasses({ folder }: Pick<Site, 'folder'>): Promise<void> {
  const { night } = inject('site');
  const data = join(folder, 'data');
  for (const name of await readdir(night)) {
    if (name !== 'manifest.json') await cp(join(night, name), join(data, name), { recursive: true });
  }
  await cp(join(night, 'manifest.json'), join(data, 'manifest.json.new'));
  await rename(join(data, 'manifest.json.new'), join(data, 'manifest.json'));
}

export async function openSite(base = '/'): Promise<Site> {
  const folder = await mkdtemp(join(tmpdir(), 'caseboard-site-'));
  await cp(inject('site').build, folder, { recursive: true, mode: constants.COPYFILE_FICLONE });
  const serving = await serveSite({ folder, host: '127.0.0.1', port: 0, base });
  return {
    folder,
    address: serving.address,
    async close() {
      await serving.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
