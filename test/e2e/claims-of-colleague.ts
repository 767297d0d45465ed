/** Claims that a colleague has registered, and the way to them on the client's page. */
import { randomUUID } from 'node:crypto';
import type { Locator } from '@playwright/test';
import { isoDate, todayInHelsinki } from '../../shared/domain/dates.ts';
import { completeClaim, type PaymentClaimDraft } from '../../shared/domain/payment-claim/index.ts';
import { m } from '../../shared/messages/generated/messages.js';
import type { TrainingService } from '../../src-main/training-service/start-training-service.ts';
import { createServiceClient } from '../service/service-client.ts';
import { clientNamed, expect } from './product.ts';
import { lookUp, type Walk } from './walk.ts';

/**
 * A colleague who registers requests on paper over HTTP, as the wizard would.
 * @returns registers a draft on the client of that last name; gives the number of its receipt
 */
export async function colleague(
  service: TrainingService,
  now = new Date(),
): Promise<(lastName: string, draft: PaymentClaimDraft) => Promise<string>> {
  const today = todayInHelsinki(now);
  const client = createServiceClient(service.url);
  const { call } = client;
  client.call = (name, options = {}) =>
    call(name, { ...options, proof: { issuedAt: Math.floor(now.getTime() / 1000), ...options.proof } });
  await client.signIn('u-esimerkki');
  await client.chooseRole('org-pirkanmaa', 'TOIMEENTULO');
  return async (lastName, draft) => {
    const { personalIdentityCode: clientCode } = clientNamed(lastName);
    const informed = { informed: true, date: today };
    const claim = completeClaim(
      { ...draft, clientCode, payeeAccountId: 'acc-pirkanmaa-1', clientInformed: informed },
      {
        today,
        channel: 'paper',
        organisationEntitled: true,
        mandateHeld: true,
        client: { birthDate: isoDate('1970-01-01'), deathDate: null },
        payeeAccountIds: ['acc-pirkanmaa-1'],
        existingClaims: [],
      },
    );
    if (!claim.ok) throw new Error(JSON.stringify(claim.error.violations));
    const { clientCode: _, ...body } = claim.value;
    const reply = await client.call('registerPaymentClaim', {
      parameters: { clientId: await client.open(clientCode) },
      body,
      headers: { 'idempotency-key': randomUUID() },
    });
    expect(reply.body['violations'] ?? []).toEqual([]);
    return String(reply.body['receiptNumber']);
  };
}

export const onClient = async (walk: Walk, lastName: string): Promise<void> => {
  await walk.page.keyboard.press('Alt+Home');
  await lookUp(walk, clientNamed(lastName).personalIdentityCode);
};

/** The client's section of payment claims. */
export const claimsSection = ({ page, locale }: Walk) =>
  page.getByRole('region', { name: m.client_section_payment_claims({}, { locale }), exact: true });

/** Opens the row of a claim on the client's page; gives what stands below it. */
export async function openRow(walk: Walk, receiptNumber: string): Promise<Locator> {
  const section = claimsSection(walk);
  const rows = section.locator('[data-row-control]');
  await expect(rows.first()).toBeVisible();
  const details = section.locator('tr.details').filter({ hasText: receiptNumber });
  for (const control of await rows.all()) {
    if ((await details.count()) > 0) break;
    if ((await control.getAttribute('aria-expanded')) === 'true') continue;
    await control.click();
    await expect(control).toHaveAttribute('aria-expanded', 'true');
  }
  await expect(details).toHaveCount(1);
  return details;
}
