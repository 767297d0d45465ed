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

/** Workstations on which the administrators let person lists be kept, until the lock unless told otherwise. */
const test = base.extend<{ wipeAt: string }>({
  wipeAt: ['lock', { option: true }],
  launchEnv: async ({ launchEnv, temporaryFolder, wipeAt }, use) => {
    const file = join(temporaryFolder, 'policy.json');
    writeFileSync(
      file,
      JSON.stringify({ trainingMode: true, cachePersonalLists: true, wipePersonalListsAt: wipeAt }),
    );
    await use({ ...launchEnv, KELMU_POLICY_FILE: file });
  },
});

test('a kept list is searched, stands in for the service and says so, and is gone with the lock', async ({
  walk,
  shell,
  service,
}) => {
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
  expect(existsSync(folder)).toBe(true);
  await page.keyboard.press('Control+l');
  await expect.poll(() => existsSync(folder)).toBe(false);
  await expect(page.getByRole('grid')).toHaveCount(0);
});

test.describe('where lists are kept until sign-out', () => {
  test.use({ wipeAt: 'sign-out' });

  test('they outlive a lock, go with the sign-out, and go at the next start when the program was killed', async ({
    walk,
    shell,
    launchEnv,
  }) => {
    const { page } = walk;
    const folder = join(shell.userData, 'lists');
    const files = (): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);
    const keepOne = async (): Promise<string> => {
      await toLists(walk, 'TOIMEENTULO');
      const [first] = await drawnRows(await openList(page));
      await expect.poll(files, STEP).not.toEqual([]);
      return first?.cells[1] ?? '-';
    };
    await keepOne();
    await page.keyboard.press('Control+l');
    await expect(page.getByRole('grid')).toHaveCount(0);
    expect(files()).not.toEqual([]);
    await page.getByRole('button', { name: m.sign_in_locked_sign_out({}, fi) }).click(STEP);
    await expect.poll(() => existsSync(folder)).toBe(false);

    const personalIdentityCode = await keepOne();
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
