import { describe, expect, it } from 'vitest';
import { isoDate } from '../../../shared/domain/dates.ts';
import { completeClaim } from '../../../shared/domain/payment-claim/index.ts';
import {
  advanceDraft,
  careDraft,
  electronicContext,
  paperDrafts,
} from '../../../shared/domain/payment-claim/test-drafts.ts';
import type { PaymentClaimDraft } from '../../../shared/domain/payment-claim/types.ts';
import type {
  PaymentClaimRequest,
  RegisteredPaymentClaim,
} from '../../../shared/service-api/payment-claims.ts';
import { emptyForm } from './claim-form.ts';
import { formOfClaim } from './copy-claim.ts';
import { readForm, requestOf } from './read-form.ts';

const today = isoDate('2026-03-16');
const drafts: Readonly<Record<string, PaymentClaimDraft>> = {
  advance: advanceDraft,
  care: careDraft,
  ...paperDrafts,
};

const requestFor = (draft: PaymentClaimDraft, channel: 'electronic' | 'paper'): PaymentClaimRequest => {
  const claim = completeClaim(draft, { ...electronicContext, channel });
  if (!claim.ok) throw new Error(JSON.stringify(claim.error.violations));
  return requestOf(claim.value);
};
const registered = (request: PaymentClaimRequest): RegisteredPaymentClaim => ({
  ...request,
  id: 'pc-1',
  receiptNumber: 'KM-2026-000001',
  registeredAt: '2026-03-16T10:00:00Z',
  organisation: { organisationId: 'county', name: 'Hyvinvointialue' },
  ownClaim: true,
  status: 'ACTIVE',
  statusHistory: [],
  handlerName: request.handler.name,
  payeeMaskedAccount: '',
  rejectionReason: null,
  paymentsToOrganisation: [],
  lastSafeDay: null,
  postedOn: null,
  end: null,
  tasks: [],
  request,
});

describe('a copy of a claim', () => {
  it.each(Object.keys(drafts))('%s: says again what was sent, but for what must be asked anew', (name) => {
    const draft = drafts[name] ?? {};
    const route = name in paperDrafts && draft.legalBase !== 'AML_7_14' ? 'paper' : 'electronic';
    const sent = requestFor(draft, route);
    const form = { ...emptyForm(), ...formOfClaim(registered(sent), today) };
    const anew = {
      decisionState: sent.answers.benefitDecision === null ? ('' as const) : ('pending' as const),
      informed: true,
      informedDate: '12.2.2026',
    };
    const read = readForm({ ...form, ...anew }, draft.clientCode ?? '');
    expect(read.unreadable).toEqual([]);
    const again = completeClaim(read.draft, { ...electronicContext, channel: route });
    expect(again.ok && requestOf(again.value)).toEqual(sent);
  });

  it('does not say that the client was told, nor what Kela had decided then', () => {
    const copied = formOfClaim(registered(requestFor(advanceDraft, 'electronic')), today);
    for (const name of ['informed', 'informedDate', 'decisionState', 'decisionDate'])
      expect(Object.keys(copied)).not.toContain(name);
  });

  it('goes to the benefit that has taken the place of its own, from that one’s first day', () => {
    const claim = { ...registered(requestFor({ ...careDraft, benefitCode: 'TMT' }, 'electronic')) };
    const before = formOfClaim(claim, isoDate('2026-04-30'));
    expect(before).toMatchObject({ benefitCode: 'TMT', periodStart: '1.4.2026' });
    const after = formOfClaim({ ...claim, request: null }, isoDate('2026-05-01'));
    expect(after).toMatchObject({
      situation: 'B',
      benefitCode: 'YLT',
      periodStart: '1.5.2026',
      periodEnd: '',
    });
  });
});
