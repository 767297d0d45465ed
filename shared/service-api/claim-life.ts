import { z } from 'zod';
import { route } from './contract.ts';
import { code, instant, isoDate, personalIdentityCode, shortText } from './fields.ts';
import { claimEnd, claimTask, registeredPaymentClaim } from './payment-claims.ts';

/** Whose claim a row of the organisation's register is. */
const claimClient = z.object({
  name: shortText,
  personalIdentityCode,
  nonDisclosure: z.boolean(),
});

/** A claim of the own organisation in its register; what was sent is read from the client's page. */
export const organisationClaim = registeredPaymentClaim
  .omit({ request: true })
  .extend({ client: claimClient });

/** What a part of the register is chosen by. */
export const claimSearch = z.strictObject({
  /** Part of the client's name or identity code, receipt number, own case id or reference. */
  text: z.string().max(100),
  /** Any of these; empty: all. */
  statuses: z.array(code).max(20),
  benefitCode: code.nullable(),
  handlerName: shortText.nullable(),
  /** Last safe day within these days, both included. */
  lastSafeFrom: isoDate.nullable(),
  lastSafeTo: isoDate.nullable(),
  /** Only claims about which something must be done. */
  withTasks: z.boolean(),
  order: z.enum(['newest', 'last-safe-day']),
  offset: z.int().min(0).max(1_000_000),
  limit: z.int().min(1).max(200),
});

export const searchPaymentClaims = route({
  method: 'POST',
  path: '/payment-claims/search',
  summary: 'Claims of the organisation, filtered; a part of them, newest first or by last safe day',
  authentication: 'role',
  sensitivity: 'client',
  request: claimSearch,
  response: z.object({
    claims: z.array(organisationClaim).max(200),
    total: z.int().min(0),
    /** Handlers and benefits of all claims of the organisation, to filter by. */
    handlers: z.array(shortText).max(1000),
    benefits: z.array(code).max(200),
    asOf: instant,
  }),
  problems: ['MANDATE_MISSING', 'CLAIM_ORG_NOT_ENTITLED'],
  safeToRepeat: true,
});

/** A task near enough to be reminded of. */
export const claimReminder = z.object({
  claimId: registeredPaymentClaim.shape.id,
  receiptNumber: registeredPaymentClaim.shape.receiptNumber,
  benefitCode: code,
  client: claimClient,
  task: claimTask,
});

export const listClaimReminders = route({
  method: 'GET',
  path: '/payment-claims/reminders',
  summary: 'What the organisation has to do about its claims now, the nearest day first',
  authentication: 'role',
  sensitivity: 'client',
  response: z.object({ reminders: z.array(claimReminder).max(100), total: z.int().min(0), asOf: instant }),
  problems: ['MANDATE_MISSING', 'CLAIM_ORG_NOT_ENTITLED'],
  safeToRepeat: true,
});

export const claimAction = z.discriminatedUnion('kind', [
  /** Before Kela has decided. */
  z.strictObject({ kind: z.literal('withdraw'), note: shortText.nullable() }),
  /** Kela was called: nothing but the call ends a claim. */
  z.strictObject({ kind: z.literal('request-end'), end: claimEnd }),
  /** Paper: the signed request was posted. */
  z.strictObject({ kind: z.literal('mark-posted'), postedOn: isoDate }),
  /** The claim was looked at after another benefit had taken the place of its own. */
  z.strictObject({ kind: z.literal('mark-checked'), note: shortText.nullable() }),
]);

export const actOnPaymentClaim = route({
  method: 'POST',
  path: '/payment-claims/{claimId}/actions',
  summary: 'Withdraws a claim, notes its end, its posting or that it was checked',
  authentication: 'role',
  sensitivity: 'client',
  request: claimAction,
  response: z.object({ claim: registeredPaymentClaim }),
  problems: [
    'MANDATE_MISSING',
    'CLAIM_ORG_NOT_ENTITLED',
    'CLAIM_NOT_FOUND',
    'CLAIM_STATE_CHANGED',
    'CLAIM_PERIOD_INVALID',
    'IDEMPOTENCY_KEY_MISSING',
    'IDEMPOTENCY_KEY_REUSED',
  ],
  idempotencyKey: true,
  safeToRepeat: true,
});

export type OrganisationClaim = z.infer<typeof organisationClaim>;
export type ClaimSearch = z.infer<typeof claimSearch>;
export type ClaimReminder = z.infer<typeof claimReminder>;
export type ClaimActionRequest = z.infer<typeof claimAction>;
