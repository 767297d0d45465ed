import { filesWith } from './files-with.ts';
import { clientNamed, expect, test } from './product.ts';
import { lookUp, readSections } from './walk.ts';

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
