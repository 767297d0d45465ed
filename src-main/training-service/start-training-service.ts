import { todayInHelsinki, type IsoDate } from '../../shared/domain/dates.ts';
import { createAccess } from './access.ts';
import { createAuditTrail, type AuditRecord } from './audit-trail.ts';
import { createCalendar, type Calendar } from './benefits/calendar.ts';
import type { Life } from './benefits/entitlement.ts';
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
import { withFrontVeterans } from './lists/front-veterans.ts';
import { createLargeCity, lifeInLargeCity, withLargeCity, type LargeCity } from './lists/large-city.ts';
import { createListSource } from './lists/list-source.ts';
import { listStreams } from './lists/list-stream.ts';
import { RECEPTION_CENTRE } from './organisations.ts';
import type { Person } from './population/person.ts';
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
  /** Persons of Helsinki beside them, for lists of a large city's length; see lists/large-city.ts. */
  readonly largeCityPersons?: number;
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
const DEFAULT_LARGE_CITY_PERSONS = 205_000;
const DEFAULT_REQUESTS_PER_SECOND = 100;
const RECEPTION_CENTRE_MUNICIPALITY = '837';

const createRegister = (personCount: number, largeCity: LargeCity, calendar: Calendar, now: () => Date) => {
  const population = createPopulation({
    personCount,
    namedPersons,
    receptionCentre: { organisationId: RECEPTION_CENTRE, municipality: RECEPTION_CENTRE_MUNICIPALITY },
  });
  const lifeAt = (person: Person, today: IsoDate): Life =>
    lifeOfNamed(person.number, today) ??
    lifeInLargeCity(person.number, largeCity) ??
    withFrontVeterans(person, lifeOf(person));
  const register = createClientRegister({
    population: withLargeCity(population, largeCity),
    lifeOf: lifeAt,
    calendar,
    now,
  });
  return { register, lifeAt };
};

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
  const calendar = createCalendar();
  const largeCity = createLargeCity(options.largeCityPersons ?? DEFAULT_LARGE_CITY_PERSONS);
  const { register, lifeAt } = createRegister(
    options.personCount ?? DEFAULT_PERSON_COUNT,
    largeCity,
    calendar,
    now,
  );
  const listSource = createListSource({
    register,
    lifeOf: (person) => lifeAt(person, register.today()),
    calendar,
    largeCity,
  });
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
    ...createInformationHandlers({
      access,
      now,
      today: () => todayInHelsinki(now()),
      onCatalogue: listSource.prepare,
    }),
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
    registerStreams: listStreams({
      access,
      source: listSource,
      audit: auditClient,
      now,
      today: register.today,
    }),
    onDefect: options.onDefect ?? ((error) => console.error(error)),
  });
  const url = await app.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  // The first look-up would have to wait for the index of the identity codes.
  setImmediate(() => register.population.numberOf(''));
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
