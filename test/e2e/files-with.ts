import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Every regular file below a folder that holds one of the markers, in any of the usual encodings. */
export function filesWith(
  folder: string,
  markers: readonly string[],
): { readonly found: string[]; readonly read: number } {
  const needles = markers.flatMap((marker) => [Buffer.from(marker, 'utf8'), Buffer.from(marker, 'utf16le')]);
  const found: string[] = [];
  let read = 0;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const file = join(folder, name);
    const kind = statSync(file, { throwIfNoEntry: false });
    if (!kind?.isFile()) continue;
    read += 1;
    const content = readFileSync(file);
    if (needles.some((needle) => content.includes(needle))) found.push(name);
  }
  return { found, read };
}
