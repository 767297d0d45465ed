import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { TrainingService } from '../../src-main/training-service/start-training-service.ts';
import { startApplication, type ApplicationUnderTest } from '../main/application-under-test.ts';
import { createCardStack, pinBytes, rightPin, type CardStack, type TestedService } from './card-stack.ts';

/** The whole main process less its windows, signed in with a card in the real reader. */
let stack: CardStack;
let training: TrainingService;
let dataFolder: string;
let running: ApplicationUnderTest | undefined;

beforeAll(async () => {
  stack = await createCardStack();
  dataFolder = mkdtempSync(join(tmpdir(), 'kelmu-session-'));
  training = await stack.startTraining();
});
afterEach(async () => {
  await running?.application.close();
  running = undefined;
  await stack.endTest();
});
afterAll(async () => {
  await training.close();
  stack.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

function start(card: TestedService): ApplicationUnderTest {
  running = startApplication(training, dataFolder, { trainingMode: false, createCard: () => card });
  return running;
}

const signIn = (
  { application }: ApplicationUnderTest,
  card: TestedService,
): ReturnType<typeof application.session.signIn> => {
  const certificateId = card.state().certificates[0]?.id ?? '';
  return application.session.signIn({ method: 'card', card, certificateId, pin: pinBytes(rightPin) });
};

const phaseIs = (under: ApplicationUnderTest, phase: string): Promise<void> =>
  vi.waitFor(() => expect(under.application.session.state().phase).toBe(phase), 10_000);

test('a session is locked when its card is taken out, and opened by the same card alone', async () => {
  const holder = stack.pki.issue('holder', { key: 'p-256' });
  const person = { given: 'Toinen', surname: 'Henkilö', serialNumber: '99900043Y' };
  const stranger = stack.pki.issue('stranger', { key: 'p-256', person });
  const own = await stack.startCard({ keys: [{ reference: '9a', ...holder }] });
  const others = await stack.startCard({ keys: [{ reference: '9a', ...stranger }], absent: true });
  const card = stack.startService();
  const under = start(card);
  await card.stateWhen(({ code }) => code === 'ready');
  expect(await signIn(under, card)).toMatchObject({ ok: true });
  await under.takeRole();

  await own.remove();
  await phaseIs(under, 'locked');
  expect(under.application.session.state()).toMatchObject({ reason: 'card-removed' });
  await own.insert();
  await card.stateWhen(({ code }) => code === 'ready');
  expect(await signIn(under, card)).toMatchObject({ ok: true, value: { phase: 'active' } });

  await own.remove();
  await phaseIs(under, 'locked');
  await own.noticedGone();
  await others.insert();
  await card.stateWhen(({ certificates }) => certificates[0]?.serialNumber === person.serialNumber);
  expect(await under.value('card.state', undefined)).toMatchObject({ code: 'another-person' });
  expect(await signIn(under, card)).toMatchObject({ error: { code: 'other-person' } });
  expect(under.application.session.state()).toEqual({ phase: 'signed-out', reason: 'other-person' });
  const { counts, signatures } = await others.stats();
  expect([counts['20'], signatures]).toEqual([undefined, 0]);
}, 60_000);
