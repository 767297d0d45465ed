import type { Page } from '@playwright/test';
import { m } from '../../shared/messages/generated/messages.js';
import { SCRIPT } from '../../src-main/training-service/http/faults.ts';
import type { TrainingService } from '../../src-main/training-service/start-training-service.ts';
import { clientNamed, expect, test } from './product.ts';
import { lookUp, readSections, type Walk } from './walk.ts';

const fi = { locale: 'fi' } as const;
const demo = clientNamed('Demonen').personalIdentityCode;
/** Milliseconds that a request waits at the service: longer than a busy machine needs to send all of a round. */
const ROUND = 1_500;
const section = (page: Page, title: string) => page.getByRole('region', { name: title, exact: true });

/** Whatever an answer says is text: nothing of it is drawn, run or fetched, and unknown codes are shown as they are. */
async function showScripts(walk: Walk, service: TrainingService): Promise<void> {
  const { page } = walk;
  await page.evaluate(() => {
    const hits: string[] = [];
    Object.assign(globalThis, { hits, hit: () => hits.push('script') });
    document.addEventListener('securitypolicyviolation', ({ blockedURI }) => hits.push(blockedURI));
  });
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  service.setFault({ path: '^/clients/', kind: 'script' });
  await page.keyboard.press('Alt+Home');
  await lookUp(walk, clientNamed('Ennakko').personalIdentityCode);
  await readSections(walk);
  for (const row of await page.locator('[data-section] [data-row-control]').all()) await row.click();
  const pageOfClient = page.locator('[data-region=client]');
  for (const name of ['pending', 'decisions', 'payments', 'passed-by-others'])
    await expect(page.locator(`[data-section=${name}]`)).toContainText(SCRIPT);
  await expect(pageOfClient.locator('img, script, iframe')).toHaveCount(0);
  expect(await page.evaluate(() => (globalThis as unknown as { hits: string[] }).hits)).toEqual([]);
  expect(asked.filter((url) => /\/x$/.test(url))).toEqual([]);
  service.setFault(null);
}

test('a slow, cut, wrong or exchanged answer is told in its section alone, a fast change of clients paints the last one only, and sections come in two rounds', async ({
  signedIn,
  service,
}) => {
  test.setTimeout(240_000);
  const { page } = signedIn;
  const payments = section(page, m.client_section_payments({}, fi));
  const retry = m.common_retry({}, fi);

  await test.step('answers about the first of two clients that come late, one cut and one slow about the second', async () => {
    // Of the first client every answer but the header is late: they come when the second one is on the screen.
    service.setFault({ path: '^/clients/c-.*', times: 9, delay: 1_500, kind: 'delay' });
    await lookUp(signedIn, demo);
    await page.keyboard.press('Control+k');
    await page
      .getByRole('dialog')
      .getByLabel(m.home_code_label({}, fi))
      .fill(clientNamed('Edesmennyt').personalIdentityCode);
    service.setFault(null);
    service.setFault({ path: '/insurance-coverage$', kind: 'cut' });
    service.setFault({ path: '/passed-by-others$', delay: 6_000, kind: 'delay', times: 1 });
    await page.keyboard.press('Enter');
    await expect(payments.getByRole('table').first()).toBeVisible({ timeout: 30_000 });
    // The slow one is still on its way.
    await expect(section(page, m.client_section_passed_by_others({}, fi)).getByRole('table')).toHaveCount(0);
    const coverage = section(page, m.client_section_insurance_coverage({}, fi));
    const again = coverage.getByRole('button', { name: retry });
    await expect(again).toBeVisible({ timeout: 30_000 });
    await expect(coverage.getByRole('table')).toHaveCount(0);
    service.setFault(null);
    await again.click();
    await readSections(signedIn);
    await expect(coverage.getByRole('table')).toBeVisible();
    await expect(page.getByText('Demonen')).toHaveCount(0);
    await expect(page.getByText('Työnantajan todistus')).toHaveCount(0);
  });

  await test.step('nine sections in two rounds of requests', async () => {
    // Each round of requests is answered when its delay is over: a gap in the trail is the time between two rounds.
    service.setFault({ path: '^/clients/c-.*', times: 9, delay: ROUND, kind: 'delay' });
    const before = service.auditRecords().length;
    await page.keyboard.press('Alt+Home');
    await lookUp(signedIn, clientNamed('Ennakko').personalIdentityCode);
    await readSections(signedIn);
    const asked = service
      .auditRecords()
      .slice(before)
      .filter(({ operation }) => operation === 'section');
    expect(new Set(asked.map(({ section: name }) => name)).size).toBe(9);
    expect(asked).toHaveLength(9);
    const times = asked.map(({ at }) => Date.parse(at)).sort((one, other) => one - other);
    const gaps = times.slice(1).filter((time, index) => time - times[index]! > ROUND / 2);
    expect(gaps.length + 1).toBeLessThanOrEqual(2);
    service.setFault(null);
  });

  await test.step('a failure, an answer against the schema and one about another client, each asked for again', async () => {
    const failing = [
      [payments, m.error_service_failed({}, fi)],
      [section(page, m.client_section_decisions({}, fi)), m.error_service_reply_invalid({}, fi)],
      [section(page, m.client_section_recoveries({}, fi)), m.error_service_reply_mismatch({}, fi)],
    ] as const;
    service.setFault({ path: '/payments$', kind: 'status', status: 500 });
    service.setFault({ path: '/decisions$', kind: 'wrong-schema' });
    service.setFault({ path: '/recoveries$', kind: 'other-client' });
    await page.keyboard.press('Alt+Home');
    await lookUp(signedIn, demo);
    for (const [place, told] of failing) await expect(place).toContainText(told, { timeout: 30_000 });
    await expect(section(page, m.client_section_pending({}, fi)).getByRole('table')).toBeVisible();
    service.setFault(null);
    for (const [place] of failing) await place.getByRole('button', { name: retry }).click();
    await readSections(signedIn);
    for (const [place] of failing.slice(0, 2)) await expect(place.getByRole('table').first()).toBeVisible();
  });

  await test.step('a script in every text and code of every answer is shown as text', () =>
    showScripts(signedIn, service));
});
