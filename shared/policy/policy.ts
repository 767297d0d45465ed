import { z } from 'zod';

/** An exact https origin, `https://host[:port]`, without path, user or password. */
const httpsOrigin = z
  .string()
  .max(300)
  .refine((text) => /^https:\/\/[a-z0-9.-]+(:\d{1,5})?$/.test(text), 'not an https origin');

/** Address of the service: https, may have a path, never a user, a password, a query or a fragment. */
const httpsAddress = z
  .string()
  .max(300)
  .refine((text) => /^https:\/\/[a-z0-9.-]+(:\d{1,5})?(\/[A-Za-z0-9/._~-]*)?$/.test(text), 'not https');

const hostName = z
  .string()
  .max(253)
  .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/);

/**
 * Settings of the administrators, the one source for checks, policy templates and documentation. Every value
 * has a safe default, so that an installation without any policy works.
 */
export const policySettings = {
  /** Address of the benefit data service. */
  serviceUrl: httpsAddress,
  /** Origin that a card signs in training mode; otherwise the origin of `serviceUrl` is signed. */
  serviceOrigin: httpsOrigin,
  /** Issuer of the OpenID provider for mobile certificate and bank codes; without it they are not offered. */
  identityProvider: httpsAddress,
  /** What the provider knows this program as. */
  identityProviderClientId: z.string().regex(/^[A-Za-z0-9._~-]{1,100}$/),
  /** Artificial clients and practice cards; never beside real data. */
  trainingMode: z.boolean(),
  /** How cards are reached, first choice first: Windows' own key storage (`cng`, on Windows only), PKCS#11 modules. */
  cardProviders: z
    .array(z.enum(['cng', 'pkcs11']))
    .min(1)
    .max(2),
  /** Absolute paths of PKCS#11 modules, tried in this order instead of the known ones. */
  pkcs11Modules: z.array(z.string().min(1).max(400)).max(10),
  /** Minutes without input before the session locks. */
  idleLockMinutes: z.int().min(1).max(60),
  /** Hours after which a session ends, whatever is done in it. */
  absoluteSessionHours: z.int().min(1).max(24),
  onCardRemoval: z.enum(['lock', 'sign-out', 'ignore']),
  /** Recipient lists may be kept on disk, encrypted. */
  cachePersonalLists: z.boolean(),
  /**
   * When they are wiped, at the latest a day after they came. `lock` and `sign-out`: their key is known to the
   * running program alone, so that they cannot be read after a crash either.
   */
  wipePersonalListsAt: z.enum(['lock', 'sign-out', 'expiry']),
  /** Half-filled claims are kept encrypted on disk, or only as long as the program runs. */
  keepDrafts: z.enum(['encrypted', 'memory']),
  /** Files of documents that are not sent yet are kept beside their draft, encrypted; else while the program runs. */
  keepDocumentFiles: z.boolean(),
  /** Recipient lists may be saved as files (CSV, XLSX); always allowed in training mode. */
  exportLists: z.boolean(),
  /** Attachments of notices may be saved as files; always allowed in training mode. */
  saveAttachments: z.boolean(),
  /** Keeps the window out of screen captures and shared screens at all times, not only while it is locked. */
  preventScreenCapture: z.boolean(),
  /** Hosts whose https pages may be opened in the user's browser. */
  externalLinks: z.array(hostName).max(50),
} as const;

export type PolicyName = keyof typeof policySettings;

export interface Policy {
  readonly serviceUrl: string | null;
  readonly serviceOrigin: string | null;
  readonly identityProvider: string | null;
  readonly identityProviderClientId: string;
  readonly trainingMode: boolean;
  readonly cardProviders: readonly ('cng' | 'pkcs11')[];
  readonly pkcs11Modules: readonly string[];
  readonly idleLockMinutes: number;
  readonly absoluteSessionHours: number;
  readonly onCardRemoval: 'lock' | 'sign-out' | 'ignore';
  readonly cachePersonalLists: boolean;
  readonly wipePersonalListsAt: 'lock' | 'sign-out' | 'expiry';
  readonly exportLists: boolean;
  readonly saveAttachments: boolean;
  readonly keepDrafts: 'encrypted' | 'memory';
  readonly keepDocumentFiles: boolean;
  readonly preventScreenCapture: boolean;
  readonly externalLinks: readonly string[];
}

export const defaultPolicy: Policy = {
  serviceUrl: null,
  serviceOrigin: null,
  identityProvider: null,
  identityProviderClientId: 'kelmu-desktop',
  trainingMode: false,
  cardProviders: ['cng', 'pkcs11'],
  pkcs11Modules: [],
  idleLockMinutes: 15,
  absoluteSessionHours: 10,
  onCardRemoval: 'lock',
  cachePersonalLists: false,
  wipePersonalListsAt: 'sign-out',
  exportLists: false,
  saveAttachments: true,
  keepDrafts: 'encrypted',
  keepDocumentFiles: false,
  preventScreenCapture: false,
  externalLinks: ['www.kela.fi', 'www.finlex.fi', 'dvv.fi'],
};

export interface PolicyProblem {
  readonly code: 'policy-not-an-object' | 'policy-value-ignored' | 'policy-name-unknown';
  /** Name of the setting; never its value. */
  readonly name: string;
}

const isPolicyName = (name: string): name is PolicyName => Object.hasOwn(policySettings, name);

/** Takes what is right, ignores the rest one by one and names it. Never throws. */
export function parsePolicy(raw: unknown): {
  readonly policy: Policy;
  readonly problems: readonly PolicyProblem[];
} {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    return { policy: defaultPolicy, problems: [{ code: 'policy-not-an-object', name: '' }] };
  }
  const problems: PolicyProblem[] = [];
  const values: Partial<Record<PolicyName, unknown>> = {};
  for (const [name, value] of Object.entries(raw)) {
    if (!isPolicyName(name)) {
      problems.push({ code: 'policy-name-unknown', name: name.slice(0, 60) });
      continue;
    }
    const parsed = policySettings[name].safeParse(value);
    if (parsed.success) values[name] = parsed.data;
    else problems.push({ code: 'policy-value-ignored', name });
  }
  return { policy: { ...defaultPolicy, ...(values as Partial<Policy>) }, problems };
}
