import type { DocumentBatch } from '../../shared/service-api/documents.ts';
import type { CallName, CallRequest } from '../../shared/ipc/contract.ts';
import type { PaymentClaimRequest } from '../../shared/service-api/payment-claims.ts';
import { noAnswers, unasked } from '../service/claim-requests.ts';

const claim: PaymentClaimRequest = {
  ...unasked,
  situation: 'A',
  answers: { ...noAnswers, benefitDecision: { state: 'decided', decisionDate: '2026-09-01' } },
  benefitCode: 'TTVV',
  legalBase: 'TTL23',
  period: { start: '2026-09-01', end: '2026-10-31' },
  amount: { kind: 'total', cents: 50_000 },
  assistanceRows: [
    {
      month: '2026-09',
      decisionDate: '2026-08-20',
      decisionNumber: 'P-1',
      kind: 'supplementary',
      cents: 20_000,
    },
  ],
  care: { unitName: 'Koivukoti', careType: 'foster-care', start: '2026-01-01', expectedEnd: null },
  payeeAccountId: 'account-1',
  reference: 'RF18 5390 0754 7034',
  handler: { name: 'Aino Esimerkki', phone: '020 123 4567', email: null },
  clientInformed: { informed: true, date: '2026-09-02' },
};

const key = 'f81d4fae-7dec-4d1d-a765-00a0c91e6bf6';
const batch: DocumentBatch = {
  clientRequest: { way: 'PHONE', date: '2026-09-02' },
  applicationId: null,
  note: 'Asiakas pyysi',
  files: [
    {
      name: 'kuitti.pdf',
      kind: 'pdf',
      bytes: 1000,
      sha256: 'a'.repeat(64),
      documentType: 'BILL',
      months: ['2026-08'],
      rotation: 0,
    },
  ],
};

/** Right requests of every call, in all their variants: what hostile payloads are made from. */
export const validRequests: { readonly [Name in CallName]: readonly CallRequest<Name>[] } = {
  'application.info': [undefined],
  'application.diagnostics': [undefined],
  'settings.change': [
    {
      locale: 'sv',
      theme: 'dark',
      density: 'dense',
      singleKeyShortcuts: false,
      newNoticeAlerts: true,
      noticeFilters: [
        {
          type: 'N2',
          state: '',
          owner: 'me',
          municipality: '837',
          due: 'today',
          urgent: true,
          isDefault: true,
        },
      ],
      listColumns: [{ list: 'L4/payments', columns: [{ key: 'name', width: 230, shown: true }] }],
    },
    { certificateKind: { issuerName: 'Issuer', uses: ['encryption'] } },
  ],
  'card.state': [undefined],
  'card.read-again': [undefined],
  'clipboard.copy': [
    { text: 'teksti', about: null },
    { text: 'teksti', about: { subject: 'identity-code', clientHandle: 'handle-1' } },
  ],
  'practice-card.users': [undefined],
  'session.state': [undefined],
  'session.sign-in': [
    { method: 'card', certificateId: 'a'.repeat(64), pin: new Uint8Array([49, 50, 51, 52]) },
    { method: 'practice-card', userId: 'user-1', pin: '1234' },
  ],
  'session.choose-role': [{ organisationId: 'organisation-1', purpose: 'adult-social-work' }],
  'session.leave-role': [undefined],
  'session.cancel-sign-in': [undefined],
  'session.left-drawn': [undefined],
  'session.lock': [undefined],
  'session.sign-out': [undefined],
  'session.activity': [undefined],
  'client.look-up': [
    { personalIdentityCode: '010190-900B', reason: 'Asiakas soitti', nonDisclosureConfirmed: false },
  ],
  'client.section': [{ clientHandle: 'b'.repeat(36), section: 'payments' }],
  'client.leave': [{ clientHandle: 'b'.repeat(36) }],
  'claims.payee-accounts': [undefined],
  'claims.register': [
    { clientHandle: 'b'.repeat(36), idempotencyKey: 'f81d4fae-7dec-4d1d-a765-00a0c91e6bf6', claim },
  ],
  'drafts.save': [
    {
      draftId: 'f81d4fae-7dec-4d1d-a765-00a0c91e6bf6',
      client: { name: 'Testinen Aino', personalIdentityCode: '010180-999A' },
      situation: 'A',
      benefitCode: 'TMT',
      step: 'claim',
      form: '{"reference":"","informed":true,"rows":[{"key":0,"month":"2/2026"}]}',
    },
  ],
  'claims.find-receipt': [{ idempotencyKey: key }],
  'claims.search': [
    {
      text: 'Testinen',
      statuses: ['ACTIVE'],
      benefitCode: 'KE-V',
      handlerName: null,
      lastSafeFrom: '2026-11-01',
      lastSafeTo: null,
      withTasks: false,
      order: 'newest',
      offset: 0,
      limit: 50,
    },
  ],
  'claims.reminders': [undefined],
  'claims.act': [
    { claimId: 'pc-1', idempotencyKey: key, action: { kind: 'withdraw', note: null } },
    { claimId: 'pc-1', idempotencyKey: key, action: { kind: 'mark-posted', postedOn: '2026-11-02' } },
  ],
  'drafts.list': [undefined],
  'drafts.forget-expired': [undefined],
  'drafts.habits': [undefined],
  'drafts.keep-habits': [{ phone: '020 123 4567', email: '', mode: 'fast' }],
  'drafts.open': [{ draftId: 'f81d4fae-7dec-4d1d-a765-00a0c91e6bf6' }],
  'drafts.remove': [{ draftId: 'f81d4fae-7dec-4d1d-a765-00a0c91e6bf6' }],
  'document-drafts.save': [
    {
      draftId: key,
      client: { name: 'Testinen Aino', personalIdentityCode: '010180-999A' },
      files: [key],
      form: '{"form":{"note":""},"files":[],"started":null}',
    },
  ],
  'document-drafts.list': [undefined],
  'document-drafts.forget-expired': [undefined],
  'document-drafts.open': [{ draftId: key }],
  'document-drafts.remove': [{ draftId: key }],
  'notices.queue': [
    { after: null, limit: 500 },
    { after: { visibleFrom: '2026-11-25T10:00:00Z', id: 'n-1' }, limit: 1 },
  ],
  'notices.changes': [{ revision: 4, after: null }],
  'notices.handlers': [undefined],
  'notices.open': [{ noticeId: 'n-1' }],
  'notices.handle': [
    { noticeId: 'n-1', idempotencyKey: key, version: 1, action: { kind: 'take' } },
    {
      noticeId: 'n-1',
      idempotencyKey: key,
      version: 2,
      action: { kind: 'close', result: 'NO_NEED', note: null },
    },
  ],
  'notices.alert': [{ waiting: 3, arrived: 1 }],
  'notices.save-attachments': [{ noticeId: 'n-1', attachmentIds: ['a-1', 'a-2'] }],
  'notices.transfers': [undefined],
  'notices.transfer': [
    {
      idempotencyKey: key,
      transfer: { municipality: '091', reason: 'Muutto', notices: [{ id: 'n-1', version: 1 }] },
    },
  ],
  'documents.begin': [{ clientHandle: 'b'.repeat(36), idempotencyKey: key, batch }],
  'documents.state': [{ clientHandle: 'b'.repeat(36), batchId: 'b-1' }],
  'documents.complete': [{ clientHandle: 'b'.repeat(36), batchId: 'b-1' }],
  'documents.cancel': [{ clientHandle: 'b'.repeat(36), batchId: 'b-1' }],
  'documents.history': [{ clientHandle: 'b'.repeat(36) }],
  'announcements.list': [undefined],
  'guides.list': [undefined],
  'codes.list': [undefined],
  'lists.catalogue': [undefined],
  'lists.invoices': [undefined],
  'lists.kept': [undefined],
  'lists.find-kept': [{ text: 'aho' }],
  'printing.print': [
    { subject: 'client-summary', clientHandle: 'b'.repeat(36), way: 'pdf' },
    { subject: 'recipient-list', clientHandle: null, way: 'paper' },
  ],
};
