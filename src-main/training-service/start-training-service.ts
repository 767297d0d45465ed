import { z } from 'zod';
import { mandates as mandateList, smallCodeLists } from '../../shared/codes/index.ts';
import { todayInHelsinki, type IsoDate } from '../../shared/domain/dates.ts';
import type { Announcement } from '../../shared/service-api/information.ts';
import { createAccess } from './access.ts';
import { createAnsweredKeys } from './answered-keys.ts';
import { createAuditEventHandlers } from './audit-events.ts';
import { auditWriters, createAuditTrail, type AuditRecord, type AuditTrail } from './audit-trail.ts';
import { createCalendar, type Calendar } from './benefits/calendar.ts';
import type { Life } from './benefits/entitlement.ts';
import { lifeOf } from './benefits/life.ts';
import { createClaimHandlers } from './claims/claim-handlers.ts';
import { createClaimLifeHandlers } from './claims/claim-life-handlers.ts';
import { createClaimRegister, type ClaimRegister } from './claims/claim-register.ts';
import { createOrganisationClaims } from './claims/organisation-claims.ts';
import { createClientHandlers, type ClientParts } from './clients/client-handlers.ts';
import { createClientIds } from './clients/client-ids.ts';
import { createClientRegister, type ClientRegister, type StoredClaims } from './clients/client-register.ts';
import { openDatabase, type Database } from './database.ts';
import { createDocumentHandlers, documentStreams } from './documents/document-handlers.ts';
import { createDocumentStore } from './documents/document-store.ts';
import { createFaults, type FaultInput, type Faults } from './http/faults.ts';
import { createRateLimit } from './http/rate-limit.ts';
import { createServer, type ServerParts } from './http/server.ts';
import { createIdentity } from './identity-provider/identity.ts';
import { registerProvider } from './identity-provider/routes.ts';
import { createInformationHandlers } from './information/information-handlers.ts';
import { withFrontVeterans } from './lists/front-veterans.ts';
import { createLargeCity, lifeInLargeCity, withLargeCity, type LargeCity } from './lists/large-city.ts';
import { createListSource } from './lists/list-source.ts';
import { listStreams } from './lists/list-stream.ts';
import { attachmentStreams } from './notices/attachment-stream.ts';
import type { NoticeParts } from './notices/notice-access.ts';
import { createMandateRegister, type MandateOfUser, type MandateRegister } from './mandate-register.ts';
import { createNoticeHandlers } from './notices/notice-handlers.ts';
import { createNoticeRegister } from './notices/notice-register.ts';
import {
  createNoticePersons,
  defaultVolumes,
  withNotices,
  type NoticePersons,
  type NoticeVolumes,
} from './notices/notice-persons.ts';
import { createNoticeSource, type NoticeSource } from './notices/notices.ts';
import { RECEPTION_CENTRE } from './organisations.ts';
import type { Person } from './population/person.ts';
import { createPopulation } from './population/population.ts';
import { yearsAheadOn } from './population/training-year.ts';
import { practiceUsers } from './practice-users.ts';
import { createChallenges } from './sign-in/challenges.ts';
import { createProofVerifier } from './sign-in/proof-of-possession.ts';
import {
  createCertificateAuthority,
  type CertificateAuthority,
} from './sign-in/public-key-infrastructure.ts';
import { createRoleHandlers } from './sign-in/role-handlers.ts';
import { createSessions } from './sign-in/sessions.ts';
import { createSignInHandlers, looseCardSignIn, type SignInParts } from './sign-in/sign-in-handlers.ts';
import { trustOf, type SignInConfiguration } from './sign-in/sign-in-configuration.ts';
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
  /** Open notices by county at the start; see notices/notice-persons.ts. */
  readonly notices?: NoticeVolumes;
  /** Further certificate authorities whose cards are trusted, of a test card for instance. */
  readonly cards?: SignInConfiguration;
  /** Serves `POST /training/faults` and `POST /training/mandates`. */
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
  /** Brings further notices in, as Kela would. */
  readonly notices: Pick<NoticeSource, 'receive'>;
  /** Moves a claim on as Kela would: to a status, with the reason of a rejection as its note. */
  moveClaim(claimId: string, status: string, note?: string | null): void;
  setFault(fault: FaultInput | null): void;
  /** Tells all users of a disruption or another piece of news. */
  announce(announcement: Announcement): void;
  /** Takes a mandate away from a user, who may be at work with it. */
  endMandate(which: MandateOfUser): void;
  restoreMandates(): void;
  auditRecords(): readonly AuditRecord[];
  close(): Promise<void>;
}

const DEFAULT_PERSON_COUNT = 20_000;
const DEFAULT_LARGE_CITY_PERSONS = 205_000;
const DEFAULT_REQUESTS_PER_SECOND = 100;
const RECEPTION_CENTRE_MUNICIPALITY = '837';

const createRegister = (
  options: TrainingServiceOptions,
  claims: StoredClaims,
  largeCity: LargeCity,
  calendar: Calendar,
  now: () => Date,
  yearsAhead: number,
) => {
  const population = withLargeCity(
    createPopulation({
      personCount: options.personCount ?? DEFAULT_PERSON_COUNT,
      namedPersons,
      receptionCentre: { organisationId: RECEPTION_CENTRE, municipality: RECEPTION_CENTRE_MUNICIPALITY },
      yearsAhead,
    }),
    largeCity,
  );
  const drawnLife = (person: Person): Life =>
    lifeInLargeCity(person.number, largeCity) ?? withFrontVeterans(person, lifeOf(person));
  const noticePersons = createNoticePersons({
    population,
    largeCity,
    volumes: options.notices ?? defaultVolumes,
    namedCount: namedPersons.length,
    ownAssistanceOf: (person) => drawnLife(person).assistance,
  });
  const lifeAt = (person: Person, today: IsoDate): Life =>
    lifeOfNamed(person.number, today) ?? withNotices(drawnLife(person), person, noticePersons);
  const register = createClientRegister({ population, lifeOf: lifeAt, claims, calendar, now });
  return { register, lifeAt, noticePersons };
};

/** Card sign-in: which authorities are trusted, and over which origin a token must be signed. */
const createSignIn = (
  options: TrainingServiceOptions,
  certificateAuthority: CertificateAuthority,
  otherOrigins: readonly string[],
  parts: Pick<SignInParts, 'sessions' | 'audit' | 'auditFailure' | 'identityTokens'> & {
    readonly now: () => Date;
  },
) =>
  createSignInHandlers({
    ...parts,
    challenges: createChallenges(parts.now),
    validate: createWebEidValidator({
      origin: options.origin ?? DEFAULT_ORIGIN,
      otherOrigins: () => otherOrigins,
      trusts: [
        certificateAuthority.trust,
        ...(options.cards === undefined ? [] : [trustOf(options.cards, parts.now)]),
      ],
      now: parts.now,
    }),
    certificateAuthority,
    users: practiceUsers,
  });

const createClients = (
  options: TrainingServiceOptions,
  database: Database,
  { now, ...parts }: Pick<ClientParts, 'access' | 'audit' | 'now'>,
) => {
  const claims = createClaimRegister(database);
  const calendar = createCalendar();
  // Decided at the start: nobody's birthday moves while the service runs.
  const yearsAhead = yearsAheadOn(todayInHelsinki(now()));
  const largeCity = createLargeCity(options.largeCityPersons ?? DEFAULT_LARGE_CITY_PERSONS, yearsAhead);
  const { register, lifeAt, noticePersons } = createRegister(
    options,
    claims,
    largeCity,
    calendar,
    now,
    yearsAhead,
  );
  const lifeToday = (person: Person): Life => lifeAt(person, register.today());
  const listSource = createListSource({ register, lifeOf: lifeToday, calendar, largeCity });
  const organisationClaims = createOrganisationClaims({ register, claims, lifeOf: lifeToday });
  const clientParts: ClientParts = {
    ...parts,
    register,
    ids: createClientIds('kelmu-training'),
    claims,
    now,
  };
  const claimLife = { ...clientParts, organisationClaims, keys: createAnsweredKeys(database) };
  return { clientParts, claimLife, listSource, noticePersons };
};

const createNotices = (
  database: Database,
  persons: NoticePersons,
  parts: Pick<ClientParts, 'access' | 'register' | 'ids' | 'audit' | 'now'>,
) => {
  const notices = createNoticeRegister(database);
  const noticeSource = createNoticeSource({
    notices,
    population: parts.register.population,
    persons,
    now: parts.now,
  });
  const noticeParts: NoticeParts = {
    ...parts,
    notices,
    keys: createAnsweredKeys(database),
    users: practiceUsers,
    ensureSeeded: noticeSource.ensureSeeded,
  };
  return { noticeSource, noticeParts };
};

const documentParts = (database: Database, parts: ClientParts) => ({
  ...parts,
  keys: createAnsweredKeys(database),
  documents: createDocumentStore(database),
});

const mandateOfUser = z.strictObject({
  userId: z.string(),
  organisationId: z.string(),
  mandate: z.enum(mandateList.rows.map(({ code }) => code)),
});

const claimMove = z.strictObject({
  claimId: z.string().max(80),
  status: z.enum(smallCodeLists['claim-statuses'].rows.map(({ code }) => code)),
  note: z.string().max(200).nullable().default(null),
});

/** Moves claims on as Kela would. */
const claimMover =
  (claims: ClaimRegister, now: () => Date): TrainingService['moveClaim'] =>
  (claimId, status, note = null) =>
    claims.add(claimId, { at: now().toISOString(), by: 'kela', kind: 'status', status, note });

/** What a test or a trainer may bring about by HTTP; null takes everything back. */
const trainingControls = (
  faults: Faults,
  mandates: MandateRegister,
  moveClaim: TrainingService['moveClaim'],
): ServerParts['controls'] => ({
  '/training/faults': (body) => faults.set(body as FaultInput | null),
  '/training/mandates': (body) =>
    body === null ? mandates.restore() : mandates.end(mandateOfUser.parse(body)),
  '/training/claims': (body) => {
    const { claimId, status, note } = claimMove.parse(body);
    moveClaim(claimId, status, note);
  },
});

const writeToStandardError = (error: unknown): void => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : 'unknown defect'}\n`);
};

const rateLimitOf = ({ requestsPerSecond = DEFAULT_REQUESTS_PER_SECOND }: TrainingServiceOptions) =>
  createRateLimit(requestsPerSecond, () => performance.now());

/** Who is signed in, what they may do, and the record of it. */
const createAuthority = (options: TrainingServiceOptions, trail: AuditTrail, now: () => Date) => {
  const audit = auditWriters(trail, now);
  const sessions = createSessions(now, audit.ofSession);
  const mandates = createMandateRegister(() => todayInHelsinki(now()));
  const access = createAccess(practiceUsers, mandates, now);
  const identity = createIdentity(options.onDefect ?? writeToStandardError, now);
  const signIn = {
    sessions,
    audit: audit.ofSession,
    auditFailure: audit.ofFailedSignIn,
    identityTokens: identity.tokens,
    now,
  };
  return { audit, sessions, mandates, access, identity, signIn };
};

/** Builds every part of the service but its port. `otherOrigins` is filled once the port is known. */
const createParts = async (options: TrainingServiceOptions, otherOrigins: readonly string[]) => {
  const now = options.now ?? (() => new Date());
  const database = openDatabase(options.dataFolder);
  const trail = createAuditTrail(database);
  const certificateAuthority = await createCertificateAuthority(options.dataFolder, now);
  const faults = createFaults();
  const { audit, sessions, mandates, access, identity, signIn } = createAuthority(options, trail, now);
  const clients = createClients(options, database, { access, audit: audit.ofClient, now });
  const { clientParts, listSource, noticePersons } = clients;
  const { prepare: prepareLists } = listSource;
  const { today } = clientParts.register;
  const announced: Announcement[] = [];
  const { noticeSource, noticeParts } = createNotices(database, noticePersons, clientParts);
  const documents = documentParts(database, clientParts);
  const moveClaim = claimMover(clientParts.claims, now);
  const app = createServer({
    handlers: {
      ...createSignIn(options, certificateAuthority, otherOrigins, signIn),
      ...createRoleHandlers({ access, sessions, audit: audit.ofChoice, prepareLists }),
      ...createInformationHandlers({ access, now, today, announced, lists: listSource }),
      ...createClientHandlers(clientParts),
      ...createClaimHandlers(clientParts),
      ...createClaimLifeHandlers(clients.claimLife),
      ...createNoticeHandlers(noticeParts),
      ...createDocumentHandlers(documents),
      ...createAuditEventHandlers(documents),
    },
    sessions,
    during: audit.during,
    refused: (session, operation, code) =>
      audit.ofRefusal(session, access.heldIn(session, session.role?.organisationId ?? ''), operation, code),
    proofs: createProofVerifier(now),
    faults,
    now,
    rateLimit: rateLimitOf(options),
    looseRequests: { signInWithCard: looseCardSignIn },
    controls: options.faults === true ? trainingControls(faults, mandates, moveClaim) : {},
    registerStreams: (server, check) => {
      registerProvider(server, { ...signIn, provider: identity.provider });
      documentStreams(documents)(server, check);
      attachmentStreams(noticeParts)(server, check);
      listStreams({ access, source: listSource, audit: audit.ofClient, now, today })(server, check);
    },
    onDefect: options.onDefect ?? writeToStandardError,
  });
  return {
    app,
    certificateAuthority,
    register: clientParts.register,
    moveClaim,
    faults,
    trail,
    database,
    noticeSource,
    mandates,
    identity,
    announced,
  };
};

/** Starts the training service on the loopback address. */
export const startTrainingService = async (options: TrainingServiceOptions): Promise<TrainingService> => {
  const otherOrigins: string[] = [];
  const parts = await createParts(options, otherOrigins);
  const { app, certificateAuthority, register, faults, trail, database } = parts;
  const url = await app.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  otherOrigins.push(url, url.replace('http:', 'https:'));
  parts.identity.open(url);
  // The first look-up would have to wait for the index of the identity codes.
  setImmediate(() => register.population.numberOf(''));
  return {
    url,
    origin: options.origin ?? DEFAULT_ORIGIN,
    certificateAuthority,
    register,
    notices: parts.noticeSource,
    moveClaim: parts.moveClaim,
    setFault: faults.set,
    announce: (announcement) => void parts.announced.push(announcement),
    endMandate: parts.mandates.end,
    restoreMandates: parts.mandates.restore,
    auditRecords: trail.records,
    close: async () => {
      await app.close();
      database.close();
    },
  };
};
