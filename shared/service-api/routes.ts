import * as auditEvents from './audit-events.ts';
import * as benefitSections from './benefit-sections.ts';
import { findClaimReceipt } from './claim-receipts.ts';
import * as claimLife from './claim-life.ts';
import * as clients from './clients.ts';
import * as documents from './documents.ts';
import * as information from './information.ts';
import * as invoices from './invoices.ts';
import * as notices from './notices.ts';
import * as paymentClaims from './payment-claims.ts';
import * as roles from './roles.ts';
import * as signIn from './sign-in.ts';
import * as training from './training.ts';

/** Every operation of the benefit data service; openapi.json is generated from it. */
export const routes = {
  createChallenge: signIn.createChallenge,
  signInWithCard: signIn.signInWithCard,
  signInWithIdentityToken: signIn.signInWithIdentityToken,
  refreshTokens: signIn.refreshTokens,
  signOut: signIn.signOut,
  listOrganisations: roles.listOrganisations,
  chooseRole: roles.chooseRole,
  readSession: roles.readSession,
  searchClient: clients.searchClient,
  ...benefitSections.sectionRoutes,
  listPayeeAccounts: paymentClaims.listPayeeAccounts,
  registerPaymentClaim: paymentClaims.registerPaymentClaim,
  searchPaymentClaims: claimLife.searchPaymentClaims,
  listClaimReminders: claimLife.listClaimReminders,
  actOnPaymentClaim: claimLife.actOnPaymentClaim,
  findClaimReceipt,
  beginDocumentBatch: documents.beginDocumentBatch,
  readDocumentBatch: documents.readDocumentBatch,
  completeDocumentBatch: documents.completeDocumentBatch,
  cancelDocumentBatch: documents.cancelDocumentBatch,
  listDocumentBatches: documents.listDocumentBatches,
  listNotices: notices.listNotices,
  noticeChanges: notices.noticeChanges,
  listNoticeHandlers: notices.listNoticeHandlers,
  transferNotices: notices.transferNotices,
  listNoticeTransfers: notices.listNoticeTransfers,
  openNotice: notices.openNotice,
  handleNotice: notices.handleNotice,
  listAnnouncements: information.listAnnouncements,
  listGuides: information.listGuides,
  listCodes: information.listCodes,
  listCatalogue: information.listCatalogue,
  listInvoices: invoices.listInvoices,
  recordAuditEvent: auditEvents.recordAuditEvent,
} as const;

/** What only the training service has. */
export const trainingRoutes = {
  listPracticeUsers: training.listPracticeUsers,
  issuePracticeCertificate: training.issuePracticeCertificate,
} as const;

export type RouteName = keyof typeof routes;
