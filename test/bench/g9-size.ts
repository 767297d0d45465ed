import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { repository } from '../../build/repository.ts';
import { buildAll } from '../../build/build.ts';
import type { Benchmark } from './measure.ts';

const megabytes = (path: string): number => gzipSync(readFileSync(path), { level: 9 }).length / 2 ** 20;

export const benchmark: Benchmark = {
  id: 'G9',
  title: 'all JavaScript of the window, gzip',
  peer: 'ag-grid-community.min.js, gzip',
  run: async () => {
    await buildAll();
    const folder = join(repository, 'out/renderer');
    const peerFile = join(repository, 'node_modules/ag-grid-community/dist/ag-grid-community.min.js');
    if (!existsSync(peerFile)) return 'ag-grid-community is not installed';
    const ours = globSync('**/*.js', { cwd: folder }).reduce(
      (sum, file) => sum + megabytes(join(folder, file)),
      0,
    );
    const peer = megabytes(peerFile);
    return [{ name: 'size', goal: 0.35, unit: 'MB', ratio: ours / peer, ours, peer }];
  },
};
