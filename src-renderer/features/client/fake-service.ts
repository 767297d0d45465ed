import { sectionNames, type SectionName } from '../../../shared/domain/sections.ts';
import type {
  CallAnswer,
  CallName,
  CallRequest,
  CallResponse,
  KelmuTransport,
} from '../../../shared/ipc/contract.ts';
import type { CallError } from '../../../shared/ipc/errors.ts';
import type { Rights } from '../../../shared/service-api/roles.ts';

/** What a test may say of its fake service. */
export interface FakeServiceOptions {
  readonly sections?: readonly SectionName[];
  readonly missing?: Rights['missing'];
  /** Client id in every section's reply, instead of the asked one's. */
  readonly answersFor?: string;
  /** Section answers wait for `release`. */
  readonly held?: boolean;
  readonly items?: Partial<Record<SectionName, readonly unknown[]>>;
  readonly register?: (request: CallRequest<'claims.register'>) => Promise<CallAnswer<'claims.register'>>;
  readonly draft?: CallResponse<'drafts.open'>['draft'];
  /** May answer in place of the service. */
  readonly onSaved?: (request: CallRequest<'drafts.save'>) => CallAnswer<'drafts.save'> | undefined;
  readonly habits?: CallResponse<'drafts.habits'>['habits'];
  readonly onHabits?: (habits: CallRequest<'drafts.keep-habits'>) => void;
  readonly findReceipt?: () => CallAnswer<'claims.find-receipt'>;
  readonly onRemoved?: (draftId: string) => void;
  readonly payeeAccounts?: CallResponse<'claims.payee-accounts'>['accounts'];
}

interface Held {
  readonly section: SectionName;
  readonly answer: (asOf?: string) => void;
}

/** The main process as tests need it: its answers are told beforehand, or held and given in any order. */
interface FakeService {
  readonly contract: Pick<KelmuTransport, 'call'>;
  readonly askedSections: SectionName[];
  readonly leftHandles: string[];
  failSection(name: SectionName, error: CallError | null): void;
  failSession(error: CallError | null): void;
  /** From now on answers of a section wait for `answerHeld`. */
  hold(name: SectionName): void;
  answerHeld(name: SectionName, index: number, asOf: string): void;
  release(): void;
  waitForSections(count: number): Promise<void>;
}

/** A look-up's answer for an artificial client. */
export const lookUpOf = (clientId: string): CallResponse<'client.look-up'> => ({
  clientHandle: `handle-${clientId}`,
  header: {
    clientId,
    personalIdentityCode: '010180-999A',
    lastName: 'Testinen',
    firstNames: 'Aino Maria',
    calledName: 'Aino',
    birthDate: '1980-01-01',
    deathDate: null,
    language: 'fi',
    homeMunicipality: { code: '638', name: { fi: 'Porvoo', sv: 'Borgå' } },
    stayMunicipality: null,
    address: null,
    nonDisclosure: false,
    guardian: null,
    household: [],
    asOf: '2026-11-01T08:00:00Z',
  },
});

const sessionOf = (options: FakeServiceOptions): CallResponse<'session.state'> => {
  const organisation = {
    organisationId: 'county',
    businessId: '3221339-2',
    name: { fi: 'Itä-Uudenmaan hyvinvointialue', sv: 'Östra Nylands välfärdsområde' },
    type: 'WELLBEING_SERVICES_COUNTY',
    mandates: [{ code: 'M1', validTo: null }],
    purposes: ['TOIMEENTULO'],
  };
  return {
    phase: 'active',
    user: { userId: 'user', name: 'Liisa Virtanen', method: 'certificate-card' },
    role: {
      organisation,
      purpose: 'TOIMEENTULO',
      rights: {
        lookUp: true,
        sections: [...(options.sections ?? sectionNames)],
        monthsBack: null,
        notices: true,
        paymentClaims: options.missing?.every(({ feature }) => feature !== 'payment-claims') ?? true,
        documents: true,
        lists: [],
        missing: options.missing ?? [],
      },
      since: '2026-11-01T08:00:00Z',
    },
    organisations: [organisation],
    idleLockAfter: 600,
  };
};

const sectionReply = (
  { answersFor, items }: FakeServiceOptions,
  error: CallError | undefined,
  { clientHandle, section }: CallRequest<'client.section'>,
  asOf: string,
): unknown => {
  if (error !== undefined) return { ok: false, error };
  const clientId = answersFor ?? clientHandle.replace('handle-', '');
  return { ok: true, value: { clientId, asOf, monthsBack: null, items: items?.[section] ?? [] } };
};

type Answers = Partial<Record<CallName, (request: never) => unknown>>;

const contractOf = (answers: Answers): FakeService['contract'] => ({
  call: async <Name extends CallName>(name: Name, request: CallRequest<Name>) => {
    const answer = answers[name] as ((request: CallRequest<Name>) => unknown) | undefined;
    if (answer === undefined) throw new Error(`The fake service has no answer to ${name}`);
    return (await answer(request)) as CallAnswer<Name>;
  },
});

const claimAnswers = (options: FakeServiceOptions): Answers => ({
  'drafts.list': () => ({
    ok: true,
    value: { drafts: options.draft ? [options.draft] : [], expired: 0, forgotten: false, place: 'disk' },
  }),
  'drafts.open': () => ({ ok: true, value: { draft: options.draft ?? null, place: 'disk' } }),
  'drafts.save': (request: CallRequest<'drafts.save'>) => {
    const failed = options.onSaved?.(request);
    return failed ?? { ok: true, value: { savedAt: 1_000, place: 'disk' } };
  },
  'drafts.remove': ({ draftId }: CallRequest<'drafts.remove'>) => {
    options.onRemoved?.(draftId);
    return { ok: true, value: { done: true } };
  },
  'drafts.habits': () => ({ ok: true, value: { habits: options.habits ?? null } }),
  'drafts.keep-habits': (habits: CallRequest<'drafts.keep-habits'>) => {
    options.onHabits?.(habits);
    return { ok: true, value: { done: true } };
  },
  'claims.find-receipt': () =>
    options.findReceipt?.() ?? { ok: false, error: { code: 'service-unreachable', retriable: true } },
  'claims.payee-accounts': () => ({ ok: true, value: { accounts: options.payeeAccounts ?? [] } }),
  'claims.register': (request: CallRequest<'claims.register'>) =>
    options.register?.(request) ?? { ok: false, error: { code: 'service-failed', retriable: true } },
});

export const fakeService = (options: FakeServiceOptions): FakeService => {
  const sectionErrors = new Map<SectionName, CallError>();
  const held: Held[] = [];
  const holding = new Set<SectionName>(options.held === true ? sectionNames : []);
  const waiting: { count: number; resolve: () => void }[] = [];
  let sessionError: CallError | null = null;
  const askedSections: SectionName[] = [];
  const leftHandles: string[] = [];

  const reply = (request: CallRequest<'client.section'>, asOf: string): unknown =>
    sectionReply(options, sectionErrors.get(request.section), request, asOf);

  const section = async (request: CallRequest<'client.section'>): Promise<unknown> => {
    askedSections.push(request.section);
    for (const { count, resolve } of waiting) if (askedSections.length >= count) resolve();
    if (!holding.has(request.section)) return reply(request, '2026-11-01T08:00:00Z');
    return new Promise((resolve) => {
      const answer = (asOf = '2026-11-01T08:00:00Z'): void => resolve(reply(request, asOf));
      held.push({ section: request.section, answer });
    });
  };

  const answers: Answers = {
    'client.section': section,
    'session.state': () =>
      sessionError === null ? { ok: true, value: sessionOf(options) } : { ok: false, error: sessionError },
    'client.leave': ({ clientHandle }: CallRequest<'client.leave'>) => {
      leftHandles.push(clientHandle);
      return { ok: true, value: { done: true } };
    },
    ...claimAnswers(options),
  };

  return {
    contract: contractOf(answers),
    askedSections,
    leftHandles,
    failSection: (name, error) => {
      if (error === null) sectionErrors.delete(name);
      else sectionErrors.set(name, error);
    },
    failSession: (error) => {
      sessionError = error;
    },
    hold: (name) => holding.add(name),
    answerHeld: (name, index, asOf) => held.filter((one) => one.section === name)[index]?.answer(asOf),
    release: () => {
      holding.clear();
      for (const { answer } of held) answer();
    },
    waitForSections: (count) =>
      new Promise((resolve) => {
        if (askedSections.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
  };
};
