import { expect, it } from 'vitest';
import { findCircles, importsOf } from './import-circles.ts';

it('finds what is imported at run time, on one line or on several', () => {
  const source = [
    "import { a } from './a.ts';",
    'import {',
    '  b,',
    '  type B,',
    "} from '../b.ts';",
    "import './c.css';",
    "export * from './d.ts';",
    "export { e } from './e.ts';",
    "import F from './F.svelte';",
  ].join('\n');
  expect(importsOf('x/y.ts', source)).toEqual([
    'x/a.ts',
    'b.ts',
    'x/c.css',
    'x/d.ts',
    'x/e.ts',
    'x/F.svelte',
  ]);
});

it('leaves out types and packages', () => {
  const source = [
    "import type { A } from './a.ts';",
    "import { type B, type C } from './b.ts';",
    "export type { D } from './d.ts';",
    "import { join } from 'node:path';",
    "const text = 'from ./e.ts';",
  ].join('\n');
  expect(importsOf('x/y.ts', source)).toEqual([]);
});

it('reads the scripts of components', () => {
  expect(importsOf('x/Y.svelte', '<script lang="ts">\n  import Z from \'./Z.svelte\';\n</script>')).toEqual([
    'x/Z.svelte',
  ]);
});

it('finds a circle of several files and of a file with itself', () => {
  const graph = new Map([
    ['a', ['b']],
    ['b', ['c', 'd']],
    ['c', ['a']],
    ['d', ['d']],
  ]);
  expect(findCircles(graph)).toEqual([
    ['a', 'b', 'c', 'a'],
    ['d', 'd'],
  ]);
});

it('says nothing of files that are imported twice', () => {
  const graph = new Map([
    ['a', ['b', 'c']],
    ['b', ['d']],
    ['c', ['d']],
    ['d', []],
  ]);
  expect(findCircles(graph)).toEqual([]);
});
