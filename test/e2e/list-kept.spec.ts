import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { m } from '../../shared/messages/generated/messages.js';
import { killWithDescendants } from '../process-tree.ts';
import { filesWith } from './files-with.ts';
import {
  choosePurpose,
  drawnRows,
  fi,
  openList,
  rowCount,
  STEP,
  test as base,
  toLists,
  toListView,
} from './list-walk.ts';
import { expect } from './product.ts';
import { launchShell } from './shell.ts';

type WipedAt = 'lock' | 'sign-out';

/** A workstation on which the administrators let person lists be kept; the policy is read again at each sign-in. */
const test = base.extend<{ keepUntil: (moment: WipedAt) => void }>({
  keepUntil: async ({ temporaryFolder }, use) => {
    const file = join(temporaryFolder, 'policy.json');
    const policy = { trainingMode: true, cachePersonalLists: true };
    await use((wipePersonalListsAt) =>
      writeFileSync(file, JSON.stringify({ ...policy, wipePersonalListsAt })),
    );
  },
  launchEnv: async ({ launchEnv, temporaryFolder, keepUntil }, use) => {
    keepUntil('lock');
    await use({ ...launchEnv, KELMU_POLICY_FILE: join(temporaryFolder, 'policy.json') });
  },
});

test('a kept list is searched, stands in for the service and says so, and goes as the policy says: with the lock, the sign-out, or a kill', async ({
  walk,
  shell,
  service,
  launchEnv,
  keepUntil,
}) => {
  test.setTimeout(180_000);
  const page = await toLists(walk, 'TOIMEENTULO');
  const grid = await openList(page);
  const all = await rowCount(grid);
  const [first] = await drawnRows(grid);
  const [name = '', personalIdentityCode = ''] = first?.cells ?? [];
  const kept = page.getByRole('region', { name: m.lists_kept({}, fi) });
  await page
    .getByRole('banner')
    .getByRole('button', { name: m.app_switch_role({}, fi) })
    .click();
  await choosePurpose(walk, 'TOIMEENTULO');
  // The list counts as kept once it is written, which nobody waits for.
  await expect(async () => {
    await page.getByRole('button', { name: m.app_home({}, fi) }).click();
    await toListView(walk);
    await expect(kept).toBeVisible({ timeout: 2_000 });
  }).toPass(STEP);
  expect(filesWith(shell.userData, [name, personalIdentityCode])).toMatchObject({ found: [] });

  service.setFault({ path: '.', kind: 'status', status: 503 });
  await kept.getByLabel(m.lists_kept_search({}, fi)).fill(personalIdentityCode.slice(0, 6));
  await kept.getByLabel(m.lists_kept_search({}, fi)).fill(personalIdentityCode);
  await expect(kept.getByRole('row')).toHaveCount(2);
  await kept.getByRole('button', { name }).click();
  await expect(page.getByText(/^Tallennettu luettelo, tilanne \d+\.\d+\.\d{4}/)).toBeVisible(STEP);
  await expect(page.getByText(m.lists_from_cache_text({}, fi))).toBeVisible();
  await expect.poll(() => rowCount(grid)).toBe(1);
  await expect(grid.getByRole('rowheader')).toHaveText(name);
  await page.getByRole('searchbox').fill('');
  await expect.poll(() => rowCount(grid)).toBe(all);

  const folder = join(shell.userData, 'lists');
  const files = (): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);
  const signOut = page.getByRole('button', { name: m.sign_in_locked_sign_out({}, fi) });
  expect(files()).not.toEqual([]);
  await page.keyboard.press('Control+l');
  await expect.poll(() => existsSync(folder)).toBe(false);
  await expect(page.getByRole('grid')).toHaveCount(0);
  service.setFault(null);
  await signOut.click(STEP);

  await test.step('kept until the sign-out, they outlive a lock', async () => {
    keepUntil('sign-out');
    await toLists(walk, 'TOIMEENTULO');
    await openList(page);
    await expect.poll(files, STEP).not.toEqual([]);
    await page.keyboard.press('Control+l');
    await expect(page.getByRole('grid')).toHaveCount(0);
    expect(files()).not.toEqual([]);
    await signOut.click(STEP);
    await expect.poll(() => existsSync(folder)).toBe(false);
  });

  await test.step('they go at the next start when the program was killed', async () => {
    await toLists(walk, 'TOIMEENTULO');
    await openList(page);
    await expect.poll(files, STEP).not.toEqual([]);
    killWithDescendants(shell.pid);
    expect(files()).not.toEqual([]);
    expect(filesWith(shell.userData, [personalIdentityCode])).toMatchObject({ found: [] });
    const again = await launchShell({ appDir: process.cwd(), userData: shell.userData, env: launchEnv });
    try {
      await again.firstWindow();
      await expect.poll(() => existsSync(folder), STEP).toBe(false);
    } finally {
      await again.close();
    }
  });
});
