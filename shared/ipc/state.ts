import { z } from 'zod';
import { user } from '../service-api/sign-in.ts';
import { bilingualName, code, id } from '../service-api/fields.ts';
import { actingOrganisation, role } from '../service-api/roles.ts';

/** What else than signing in a certificate is meant for. */
export const certificateUse = z.enum(['encryption', 'email', 'workstation']);

export const cardCertificate = z.object({
  id: z.string(),
  holderName: z.string(),
  issuerName: z.string(),
  serialNumber: z.string(),
  validTo: z.string(),
  expiresSoon: z.boolean(),
  uses: z.array(certificateUse).readonly(),
  readerName: z.string(),
  /** Where the PIN is given: on the screen, on the reader's own keys, or in a window of the system. */
  pinEntry: z.enum(['screen', 'reader', 'system']),
  /** Tries left on the PIN, where that is known: 1 is the last one, 0 means blocked. */
  triesLeft: z.number().int().min(0).optional(),
});

export const cardState = z.object({
  code: z.enum([
    'service-not-running',
    'no-reader',
    'no-card',
    'reading',
    'card-not-supported',
    'card-not-activated',
    'certificate-missing',
    'certificate-expired',
    'certificate-not-yet-valid',
    'ready',
    'signing',
    'driver-missing',
    'driver-hung',
    'driver-crashed',
    'driver-failed',
    /** The session is locked, and no card of the person whose it is is there. */
    'another-person',
  ]),
  /** Whether the same card can work here without another person's help. */
  retriable: z.boolean(),
  readerName: z.string().optional(),
  certificates: z.array(cardCertificate).readonly(),
});

export const lockReason = z.enum(['user', 'idle', 'card-removed', 'system-locked', 'suspended']);
export const signedOutReason = z.enum([
  'user',
  'expired',
  'other-person',
  'service-ended-session',
  'card-removed',
]);

export const roleChoice = z.object({ organisationId: id, purpose: code });

/** Where the session stands; the one source for what the window shows. */
export const sessionState = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('signed-out'), reason: signedOutReason.optional() }),
  z.object({
    phase: z.literal('choosing-role'),
    user,
    organisations: z.array(actingOrganisation),
    /** The choice made last on this workstation, whoever made it. */
    lastChoice: roleChoice.optional(),
    /** The role before ended because these mandates did. */
    endedRole: z
      .object({
        organisation: bilingualName,
        purpose: code,
        mandates: z.array(code),
        /** The user's employer, where that acted for the organisation. */
        through: bilingualName.optional(),
      })
      .optional(),
  }),
  z.object({
    phase: z.literal('active'),
    user,
    role,
    organisations: z.array(actingOrganisation),
    /** Mandates that have ended since the role was chosen; what they opened is closed. */
    lostMandates: z.array(code).optional(),
    /** Seconds without input after which the session locks. */
    idleLockAfter: z.number().int(),
    /** Set while the warning before the idle lock is due: seconds left. */
    idleWarning: z.number().int().optional(),
  }),
  z.object({
    phase: z.literal('locked'),
    reason: lockReason,
    userName: z.string(),
    /** How the user had signed in; any method of the same person unlocks. */
    method: user.shape.method,
  }),
]);

/** A filter of the work queue that is kept for the next time: codes only, nobody's name. */
export const noticeFilter = z.strictObject({
  /** '' for all, as in every member. */
  type: z.string().max(20),
  state: z.string().max(20),
  owner: z.enum(['', 'me', 'none']),
  municipality: z.string().regex(/^(\d{3})?$/),
  due: z.enum(['', 'overdue', 'today', 'week']),
  urgent: z.boolean(),
  /** The queue opens with it. */
  isDefault: z.boolean().default(false),
});

/** How the user has set the columns of a recipient list: keys of the service's contract, nothing of any row. */
export const listColumns = z.strictObject({
  /** List and view, 'L4/payments'. */
  list: z.string().regex(/^L\d{1,2}\/[a-z]{1,20}$/),
  columns: z
    .array(
      z.strictObject({
        key: z.string().regex(/^\w{1,40}$/),
        /** Pixels. */
        width: z.number().min(60).max(600),
        shown: z.boolean(),
      }),
    )
    .max(40)
    .readonly(),
});
export type ListColumns = z.infer<typeof listColumns>;

export const settings = z.object({
  locale: z.enum(['fi', 'sv', 'en']),
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['dense', 'normal', 'roomy']),
  singleKeyShortcuts: z.boolean(),
  /** A badge and a notice of the operating system, with a count alone, when notices come. */
  newNoticeAlerts: z.boolean(),
  noticeFilters: z.array(noticeFilter).max(20),
  listColumns: z.array(listColumns).max(20).readonly(),
  /** Kind of the certificate that was chosen last among several; says nothing of whose it is. */
  certificateKind: z
    .object({ issuerName: z.string().max(200), uses: z.array(certificateUse).max(3).readonly() })
    .nullable(),
});

export const applicationInfo = z.object({
  version: z.string(),
  runtime: z.enum(['electron', 'stand-in']),
  trainingMode: z.boolean(),
  /** Mobile certificate and bank codes are set up. */
  browserSignIn: z.boolean(),
  /** Milliseconds since 1970 by the service's clock; null as long as it has not been heard. */
  serviceTime: z.number().nullable(),
  settings,
});

export const diagnosticCode = z.enum([
  'settings-not-stored',
  'audit-not-written',
  'cache-out-of-order',
  'cache-encrypted',
  'keychain-unavailable',
  'storage-failed',
  'drafts-unreadable',
  'clock-skewed',
  'service-not-configured',
  'service-configured',
  'training-mode',
  'policy-unreadable',
  'policy-not-an-object',
  'policy-name-unknown',
  'policy-value-ignored',
  // The card: the watch on the readers, the reading of a card, and how a signature failed.
  'reader-watch-failed',
  'card-reading-failed',
  'pin-wrong',
  'pin-wrong-last-try',
  'pin-blocked',
  'pin-length',
  'pin-empty',
  'pin-not-entered',
  'pin-cancelled',
  'card-not-activated',
  'card-removed',
  'card-changed',
  'driver-hung',
  'driver-crashed',
  'driver-failed',
]);

/** One line of the diagnostics view; every code has a text in the message catalogues. */
export const diagnostic = z.object({
  code: diagnosticCode,
  severity: z.enum(['ok', 'warning', 'error']),
  detail: z.string().optional(),
});

export type CardStateView = z.infer<typeof cardState>;
export type CardCertificateView = z.infer<typeof cardCertificate>;
export type SessionState = z.infer<typeof sessionState>;
export type SavedNoticeFilter = z.infer<typeof noticeFilter>;
export type RoleChoice = z.infer<typeof roleChoice>;
export type Settings = z.infer<typeof settings>;
export type ApplicationInfo = z.infer<typeof applicationInfo>;
export type Diagnostic = z.infer<typeof diagnostic>;
export type Locale = Settings['locale'];
