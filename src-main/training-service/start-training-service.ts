import { todayInHelsinki } from '../../shared/domain/dates.ts';
import { createAccess } from './access.ts';
import { createAuditTrail, type AuditRecord } from './audit-trail.ts';
import { createCalendar } from './benefits/calendar.ts';
import { lifeOf } from './benefits/life.ts';
import { createClaimHandlers } from './claims/claim-handlers.ts';
import { createClaimRegister } from './claims/claim-register.ts';
import { createClientHandlers, type ClientAudit, type ClientParts } from './clients/client-handlers.ts';
import { createClientIds } from './clients/client-ids.ts';
import { createClientRegister, type ClientRegister } from './clients/client-register.ts';
import { openDatabase } from './database.ts';
import type { Handlers } from './http/call.ts';
import { createFaults, type FaultInput } from './http/faults.ts';
import { createRateLimit } from './http/rate-limit.ts';
import { createServer } from './http/server.ts';
import { createInformationHandlers } from './information/information-handlers.ts';
import { RECEPTION_CENTRE } from './organisations.ts';
import { createPopulation } from './population/population.ts';
import { practiceUsers } from './practice-users.ts';
import { createChallenges } from './sign-in/challenges.ts';
import { createProofVerifier } from './sign-in/proof-of-possession.ts';
import {
  createCertificateAuthority,
  type CertificateAuthority,
} from './sign-in/public-key-infrastructure.ts';
import { createSessions } from './sign-in/sessions.ts';
import { createSignInHandlers, looseCardSignIn } from './sign-in/sign-in-handlers.ts';
import { createWebEidValidator } from './sign-in/web-eid-validator.ts';
import { lifeOfNamed, namedPersons } from './worked-examples.ts';

export const DEFAULT_ORIGIN = 'https://kelmu.training.invalid';

export interface TrainingServiceOptions {
  /** 0, the default, takes a free port. */
  readonly port?: number;
  /** Where claims, the audit trail and the certificate authority are kept; null: lost when it stops. */
  readonly dataFolder: string | null;
  /** Origin that card sign-ins must be signed over. */
  readonly origin?: string;
  readonly now?: () => Date;
  readonly personCount?: number;
  /** Further certificate authorities (DER) whose cards are trusted, of a test card for instance. */
  readonly trustedCertificates?: readonly Buffer[];
  /** Serves `POST /training/faults`. */
  readonly faults?: boolean;
  readonly requestsPerSecond?: number;
  /** Hears of what must not happen; by default it goes to standard error. */
  readonly onDefect?: (error: unknown) => void;
}

export interface TrainingService {
  readonly url: string;
  readonly origin: string;
  readonly certificateAuthority: CertificateAuthority;
  /** Persons and files, for tests that look behind the HTTP interface. */
  readonly register: ClientRegister;
  setFault(fault: FaultInput | null): void;
  auditRecords(): readonly AuditRecord[];
  close(): Promise<void>;
}

const DEFAULT_PERSON_COUNT = 20_000;
const DEFAULT_REQUESTS_PER_SECOND = 100;
const RECEPTION_CENTRE_MUNICIPALITY = '837';

const createRegister = (personCount: number, now: () => Date): ClientRegister =>
  createClientRegister({
    population: createPopulation({
      personCount,
      namedPersons,
      receptionCentre: { organisationId: RECEPTION_CENTRE, municipality: RECEPTION_CENTRE_MUNICIPALITY },
    }),
    lifeOf: (person, today) => lifeOfNamed(person.number, today) ?? lifeOf(person),
    calendar: createCalendar(),
    now,
  });

/** Starts the training service on the loopback address. */
export const startTrainingService = async (options: TrainingServiceOptions): Promise<TrainingService> => {
  const now = options.now ?? (() => new Date());
  const origin = options.origin ?? DEFAULT_ORIGIN;
  const database = openDatabase(options.dataFolder);
  const trail = createAuditTrail(database);
  const certificateAuthority = await createCertificateAuthority(options.dataFolder, now);
  const sessions = createSessions(now);
  const faults = createFaults();
  const access = createAccess(practiceUsers, now);
  const register = createRegister(options.personCount ?? DEFAULT_PERSON_COUNT, now);
  const otherOrigins: string[] = [];
  const authorities = [
    certificateAuthority.rootCertificate,
    certificateAuthority.issuingCertificate,
    ...(options.trustedCertificates ?? []),
  ];
  const auditClient = ({ role, ...entry }: ClientAudit): void =>
    trail.record({
      at: now().toISOString(),
      userId: role.user.userId,
      organisationId: role.organisation.organisationId,
      purpose: role.purpose,
      mandates: role.mandates,
      ...entry,
    });
  const parts: ClientParts = {
    access,
    register,
    ids: createClientIds('kelmu-training'),
    claims: createClaimRegister(database),
    audit: auditClient,
    now,
  };
  const handlers: Handlers = {
    ...createSignInHandlers({
      challenges: createChallenges(now),
      sessions,
      validate: createWebEidValidator({
        origin,
        otherOrigins: () => otherOrigins,
        trustedCertificates: authorities,
        isRevoked: certificateAuthority.isRevoked,
        now,
      }),
      certificateAuthority,
      users: practiceUsers,
      audit: (userId, operation, outcome) =>
        trail.record({
          at: now().toISOString(),
          userId,
          organisationId: null,
          purpose: null,
          mandates: [],
          operation,
          clientId: null,
          section: null,
          reason: null,
          outcome,
        }),
    }),
    ...createInformationHandlers({ access, now, today: () => todayInHelsinki(now()) }),
    ...createClientHandlers(parts),
    ...createClaimHandlers(parts),
  };
  const app = createServer({
    handlers,
    sessions,
    proofs: createProofVerifier(now),
    faults,
    rateLimit: createRateLimit(options.requestsPerSecond ?? DEFAULT_REQUESTS_PER_SECOND, () =>
      performance.now(),
    ),
    looseRequests: { signInWithCard: looseCardSignIn },
    servesFaults: options.faults === true,
    onDefect: options.onDefect ?? ((error) => console.error(error)),
  });
  const url = await app.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  otherOrigins.push(url, url.replace('http:', 'https:'));
  return {
    url,
    origin,
    certificateAuthority,
    register,
    setFault: faults.set,
    auditRecords: trail.records,
    close: async () => {
      await app.close();
      database.close();
    },
  };
};
