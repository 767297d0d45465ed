import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchStandIn, type LaunchedStandIn } from '../../build/electron-stand-in/launch-stand-in.ts';
import { m } from '../../shared/messages/generated/messages.js';
import { randomOf } from '../../src-main/training-service/population/random.ts';
import {
  startTrainingService,
  type TrainingService,
} from '../../src-main/training-service/start-training-service.ts';
import { killWithDescendants } from '../process-tree.ts';
import { demo, demoClient, formOf, killSeed } from './claim-to-kill.ts';
import { programCalls } from './program-calls.ts';

/*
 * The built program with its window, its Chromium and its helpers, killed for good (SIGKILL to every process) while a
 * claim is typed by the keyboard and while one is sent. A start takes seconds, so there are few moments here; the many
 * are in claim-kill.test.ts.
 */
const TYPING = 3;
const SENDING = 3;
const SAVED_WITHIN = 1_000;
const TEXT = 'Kirjainta ei saa kadota, ei yhtäkään, vaikka ohjelma kuolee kesken lauseen.';
const fi = { locale: 'fi' } as const;
const appDir = join(import.meta.dirname, '../..');
const STEP = { timeout: 30_000 };

let service: TrainingService;
let userData: string;
let app: LaunchedStandIn | undefined;

beforeAll(async () => {
  userData = mkdtempSync(join(tmpdir(), 'kelmu-claim-kill-'));
  service = await startTrainingService({ dataFolder: null, personCount: 300, requestsPerSecond: 5000 });
});
afterAll(async () => {
  if (app !== undefined) killWithDescendants(app.pid);
  await service.close();
  rmSync(userData, { recursive: true, force: true, maxRetries: 5 });
});

/** The program as a user starts it, signed in, on the start view. */
async function startProgram() {
  const env = {
    ...process.env,
    KELMU_USER_DATA: userData,
    KELMU_HEADLESS: '1',
    KELMU_TRAINING_SERVICE_URL: service.url,
    LANG: 'fi_FI.UTF-8',
  };
  app = await launchStandIn({ appDir, env });
  const { pid } = app;
  const page = await app.firstWindow();
  const { value, signIn } = programCalls(() => page);
  await signIn('u-esimerkki');
  await value('session.choose-role', { organisationId: 'org-pirkanmaa', purpose: 'TOIMEENTULO' });
  await page.getByLabel(m.home_code_label({}, fi)).waitFor(STEP);
  return { page, value, kill: () => killWithDescendants(pid) };
}
type Program = Awaited<ReturnType<typeof startProgram>>;

const main = (page: Page) => page.getByRole('main');
const message = (page: Page) => main(page).getByLabel(m.claims_reference({}, fi)).first();

/** Opens the newest draft by one key; ends in the wizard. */
async function openDraft({ page }: Program): Promise<void> {
  await page.keyboard.press('Alt+n');
  await page.keyboard.press('Alt+Home');
  const draft = page.getByRole('button', { name: m.drafts_continue(demoDraft, fi), exact: true }).first();
  await draft.focus(STEP);
  await page.keyboard.press('Enter');
  await main(page)
    .getByRole('heading', { level: 1, name: m.claims_heading({}, fi) })
    .waitFor(STEP);
}
const demoDraft = { client: demoClient.name };

async function beginClaim({ page }: Program): Promise<void> {
  await page.getByLabel(m.home_code_label({}, fi)).fill(demo.personalIdentityCode);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: m.client_page_heading({}, fi) }).waitFor(STEP);
  await page.keyboard.press('Alt+m');
  await page.getByRole('radio', { name: /^A\. / }).first().check(STEP);
  await page.keyboard.press('Alt+v');
  await message(page).waitFor(STEP);
}

/** Types on until it is killed; answers what must be there, and what may. */
async function typeAndDie({ page, kill }: Program, typed: string, random: () => number) {
  let text = typed;
  const saved: { readonly at: number; readonly text: string }[] = [];
  await message(page).focus(STEP);
  await page.keyboard.press('End');
  const dies = performance.now() + SAVED_WITHIN + 200 + random() * 600;
  while (performance.now() < dies) {
    const next = TEXT.charAt(text.length % TEXT.length);
    await page.keyboard.insertText(next);
    text += next;
    saved.push({ at: performance.now(), text });
    // The field takes 140 characters, in all moments together.
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const killedAt = performance.now();
  kill();
  const must = saved.findLast(({ at }) => at <= killedAt - SAVED_WITHIN)?.text ?? typed;
  return { must, may: text };
}

/** Sends the claim of a draft that is complete; dies somewhere between the confirmation and the receipt. */
async function sendAndDie(program: Program, monthsBack: number, random: () => number): Promise<string> {
  const { page, value, kill } = program;
  const { accounts } = await value('claims.payee-accounts', undefined);
  const draftId = randomUUID();
  await value('drafts.save', {
    draftId,
    client: demoClient,
    situation: 'A',
    benefitCode: 'YAT',
    step: 'review',
    form: formOf(accounts[0]!.accountId, monthsBack),
  });
  await openDraft(program);
  await page.getByRole('heading', { name: m.claims_review_heading({}, fi) }).waitFor(STEP);
  await page.keyboard.press('Control+Enter');
  await page.getByRole('dialog').waitFor(STEP);
  await page.keyboard.press('Control+Enter');
  await new Promise((resolve) => setTimeout(resolve, random() * 300));
  kill();
  return draftId;
}

it('loses no character that is older than a second, and doubles no claim, when all of it is killed', async () => {
  const seed = killSeed();
  const random = randomOf(seed).fraction;
  const about = `seed ${seed}`;
  let program = await startProgram();
  await beginClaim(program);
  let typed = '';
  const lengths: number[] = [];
  for (let moment = 0; moment < TYPING; moment++) {
    const { must, may } = await typeAndDie(program, typed, random);
    program = await startProgram();
    await openDraft(program);
    typed = await message(program.page).inputValue(STEP);
    lengths.push(typed.length);
    expect(typed.startsWith(must), `${about}: '${typed}' lacks of '${must}'`).toBe(true);
    expect(may.startsWith(typed), `${about}: '${typed}' is not of '${may}'`).toBe(true);
  }
  expect(lengths.at(-1)).toBeGreaterThan(0);
  const outcomes: string[] = [];
  for (let moment = 0; moment < SENDING; moment++) {
    const draftId = await sendAndDie(program, moment, random);
    program = await startProgram();
    const { drafts } = await program.value('drafts.list', undefined);
    const draft = drafts.find((one) => one.draftId === draftId);
    const { receipt } = await program.value('claims.find-receipt', { idempotencyKey: draftId });
    outcomes.push(
      `${receipt === null ? 'no claim' : 'a claim'}, ${draft === undefined ? 'no draft' : 'a draft'}`,
    );
    // On the service once, or in the draft with its key.
    if (receipt === null) expect(draft, about).toBeDefined();
    if (receipt !== null && draft !== undefined) expect(draft.sentAt, about).not.toBeNull();
  }
  const { clientHandle } = await program.value('client.look-up', {
    personalIdentityCode: demo.personalIdentityCode,
    reason: null,
    nonDisclosureConfirmed: false,
  });
  const { items } = await program.value('client.section', { clientHandle, section: 'payment-claims' });
  process.stdout.write(
    `killed ${TYPING + SENDING} times, ${about}: ${JSON.stringify({ lengths, outcomes })}\n`,
  );
  expect(items).toHaveLength(outcomes.filter((outcome) => outcome.startsWith('a claim')).length);
}, 300_000);
