import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { repository } from '../../build/repository.ts';
import { buildAll } from '../../build/build.ts';
import type { Benchmark } from './measure.ts';

const megabytes = (path: string): number => gzipSync(readFileSync(path), { level: 9 }).length / 2 ** 20;

export const benchmark: Benchmark = {
  id: 'G9',
  title:
    'all JavaScript of the window, gzip; with data: also the texts of one language and the code lists, which it reads as JSON',
  peer: 'ag-grid-community.min.js, gzip',
  run: async () => {
    await buildAll();
    const folder = join(repository, 'out/renderer');
    const peerFile = join(repository, 'node_modules/ag-grid-community/dist/ag-grid-community.min.js');
    if (!existsSync(peerFile)) return 'ag-grid-community is not installed';
    const sizeOf = (files: string | string[]): number =>
      globSync(files, { cwd: folder }).reduce((sum, file) => sum + megabytes(join(folder, file)), 0);
    const script = sizeOf('**/*.js');
    const data = sizeOf(['assets/fi-*.json', 'assets/codes-*.json']);
    const peer = megabytes(peerFile);
    const ratioOf = (ours: number) => ({ unit: 'MB', ratio: ours / peer, ours, peer }) as const;
    return [
      { name: 'size', goal: 0.35, ...ratioOf(script) },
      { name: 'with-data', ...ratioOf(script + data) },
    ];
  },
  notes: ([size]) =>
    size !== undefined && size.ratio > 0.35
      ? [
          'not held: what is left is the views themselves (about 150 KB) and Svelte (about 25 KB), in two scripts',
        ]
      : [],
};
