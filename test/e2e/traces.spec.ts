import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { clientNamed, expect, test } from './product.ts';
import { lookUp, readSections } from './walk.ts';

/** Every regular file below a folder that holds one of the markers, in any of the usual encodings. */
function filesWith(
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

test('nothing of the client is in the profile or among temporary files, while open and after the end', async ({
  signedIn,
  shell,
  temporaryFolder,
}) => {
  const client = clientNamed('Demonen');
  const markers = [client.personalIdentityCode, 'Demonen', 'Esimerkkikatu'];
  await lookUp(signedIn, client.personalIdentityCode);
  await readSections(signedIn);
  const open = filesWith(shell.userData, markers);
  expect(open.found).toEqual([]);
  expect(open.read).toBeGreaterThan(0);
  expect(filesWith(temporaryFolder, markers).found).toEqual([]);
  await shell.close();
  expect(filesWith(shell.userData, markers).found).toEqual([]);
  expect(filesWith(temporaryFolder, markers).found).toEqual([]);
});
