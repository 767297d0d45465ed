/**
 * Finds files that import each other in a circle: `node build/import-circles.ts`. Imports of types alone are no
 * circle, because nothing of them is left at run time. Reads the text of `.svelte` files as well.
 */
import { globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { repository } from './repository.ts';

/** Path of a file -> paths of the files that it imports at run time. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

const IMPORT = /^\s*(?:import|export)\s+(?!type\b)(?:([^'";]*?)\s*from\s*)?['"](\.[^'"]+)['"]/gm;

/** `{ type A, type B }` names types alone. */
const namesTypesOnly = (names: string): boolean => {
  const list = /^\{([^}]*)\}$/.exec(names.trim())?.[1];
  if (list === undefined) return false;
  const parts = list.split(',').map((part) => part.trim());
  return parts.every((part) => part === '' || part.startsWith('type '));
};

/** Paths that a source imports at run time, relative to the same root as `file`. */
export function importsOf(file: string, source: string): readonly string[] {
  return [...source.matchAll(IMPORT)]
    .filter(([, names]) => names === undefined || !namesTypesOnly(names))
    .map(([, , specifier]) => posix.join(posix.dirname(file), specifier ?? ''));
}

/** One circle for each import that closes one, as the path from a file back to itself. */
export function findCircles(graph: ImportGraph): readonly (readonly string[])[] {
  const circles: (readonly string[])[] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    const at = path.indexOf(file);
    if (at >= 0) circles.push([...path.slice(at), file]);
    if (at >= 0 || done.has(file)) return;
    for (const imported of graph.get(file) ?? []) visit(imported, [...path, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return circles;
}

function readGraph(): ImportGraph {
  const files = globSync('{shared,src-main,src-renderer,build,test}/**/*.{ts,svelte}', {
    cwd: repository,
    exclude: ['shared/messages/generated/**'],
  });
  return new Map(
    files
      .map((file) => file.replaceAll('\\', '/'))
      .map((file) => [file, importsOf(file, readFileSync(join(repository, file), 'utf8'))]),
  );
}

if (import.meta.main) {
  const circles = findCircles(readGraph());
  for (const circle of circles) console.error(circle.join(' -> '));
  process.exitCode = circles.length === 0 ? 0 : 1;
}
