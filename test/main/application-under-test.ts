import { join } from 'node:path';
import type {
  CallAnswer,
  CallName,
  CallRequest,
  CallResponse,
  EventName,
} from '../../shared/ipc/contract.ts';
import type { ApplicationParts } from '../../src-main/application-parts.ts';
import { createApplication, type Application } from '../../src-main/application.ts';
import * as practiceCard from '../../src-main/card/practice-card.ts';
import { systemClock } from '../../src-main/clock.ts';
import { forkHelper } from '../../src-main/helper-process/forked-helper.ts';
import { createPolicySource } from '../../src-main/policy/policy.ts';
import type { TrainingService } from '../../src-main/training-service/start-training-service.ts';
import { createFakeCard } from './fake-card.ts';
import { createFakeClipboard, type FakeClipboard } from './fake-clipboard.ts';

const window = { isMainFrame: true, origin: 'app://kelmu' };
const program = (name: string) => () => forkHelper(join(import.meta.dirname, '../../src-main', name));

/** The whole main process less its windows: a training service over HTTP and the real key store. */
export interface ApplicationUnderTest {
  readonly application: Application;
  readonly clipboard: FakeClipboard;
  readonly events: { readonly name: EventName; readonly payload: unknown }[];
  /** Opened in the user's browser. */
  readonly pages: string[];
  practiceCardLoads: number;
  /** As the window calls. */
  call<Name extends CallName>(name: Name, request: CallRequest<Name>): Promise<CallAnswer<Name>>;
  /** As the window calls; an error fails the test. */
  value<Name extends CallName>(name: Name, request: CallRequest<Name>): Promise<CallResponse<Name>>;
  signIn(userId?: string): Promise<CallResponse<'session.sign-in'>>;
  /** In the first organisation that is offered. */
  takeRole(purpose?: string): Promise<void>;
}

const steps = (value: ApplicationUnderTest['value']): Pick<ApplicationUnderTest, 'signIn' | 'takeRole'> => ({
  signIn: async (userId = 'u-esimerkki') => {
    const { pin } = await value('practice-card.users', undefined);
    return value('session.sign-in', { method: 'practice-card', userId, pin });
  },
  takeRole: async (purpose) => {
    const state = await value('session.state', undefined);
    if (state.phase !== 'choosing-role') return;
    const { organisationId, purposes } = state.organisations[0]!;
    await value('session.choose-role', { organisationId, purpose: purpose ?? purposes[0]! });
  },
});

export function startApplication(
  service: Pick<TrainingService, 'url' | 'origin'>,
  dataFolder: string,
  changes: Partial<ApplicationParts> = {},
): ApplicationUnderTest {
  const clipboard = createFakeClipboard();
  const pages: string[] = [];
  const events: ApplicationUnderTest['events'] = [];
  const provider = { issuer: `${service.url}/identity-provider`, clientId: 'kelmu-desktop' };
  const application = createApplication({
    version: '0.0.0',
    runtime: 'stand-in',
    dataFolder,
    systemLocale: 'fi-FI',
    windowOrigin: window.origin,
    policy: createPolicySource(join(dataFolder, 'policy.json')),
    trainingMode: true,
    serviceAddress: () => Promise.resolve(service.url),
    signedOrigin: service.origin,
    fetch,
    startCache: program('cache/cache-helper.ts'),
    startDrafts: program('drafts/drafts-helper.ts'),
    startPreviews: program('previews/preview-helper.ts'),
    createCard: () => createFakeCard(),
    browser: {
      isSetUp: () => true,
      provider: () => Promise.resolve(provider),
      openPage: async (address) => pages.push(address) > 0,
      cameBack: () => undefined,
    },
    workstation: 'TA-1234',
    loadPracticeCard: async () => {
      under.practiceCardLoads += 1;
      return practiceCard;
    },
    clipboard,
    clock: systemClock,
    ...changes,
  });
  application.tellTo((name, payload) => events.push({ name, payload }));

  const call: ApplicationUnderTest['call'] = async (name, request) =>
    (await application.registrar.answer(window, name, request)) as CallAnswer<typeof name>;
  const value: ApplicationUnderTest['value'] = async (name, request) => {
    const answer = await call(name, request);
    if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.error)}`);
    return answer.value;
  };
  const under: ApplicationUnderTest = {
    ...{ application, clipboard, events, pages, practiceCardLoads: 0, call, value },
    ...steps(value),
  };
  return under;
}
