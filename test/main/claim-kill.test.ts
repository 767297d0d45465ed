import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CallRequest } from '../../shared/ipc/contract.ts';
import type { Application } from '../../src-main/application.ts';
import { forkHelper } from '../../src-main/helper-process/forked-helper.ts';
import type { HelperProcess } from '../../src-main/helper-process/helper-process.ts';
import {
  startTrainingService,
  type TrainingService,
} from '../../src-main/training-service/start-training-service.ts';
import { demoAdvance, namedClients } from '../../src-main/training-service/worked-examples.ts';
import { addMonths, lastOfMonth, todayInHelsinki } from '../../shared/domain/dates.ts';
import { startApplication } from './application-under-test.ts';
import { noAnswers, unasked } from '../service/claim-requests.ts';

/*
 * A claim at 50 random moments of its life: typed, saved, sent, answered, removed. At each the drafts' helper process
 * is killed for good (SIGKILL) and the main process, which runs here in the test, is given up as it stands; another
 * one starts on the same folder. The key store, the encrypted file and the service are real. What this does not do is
 * end the Electron process itself.
 */
const MOMENTS = 50;
const draftsProgram = join(import.meta.dirname, '../../src-main/drafts/drafts-helper.ts');
const demo = namedClients.find(({ exampleNumber }) => exampleNumber === 0)!;

let service: TrainingService;
let folder: string;
const started: Application[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kelmu-claim-kill-'));
  service = await startTrainingService({
    dataFolder: null,
    personCount: 300,
    requestsPerSecond: 5000,
  });
});
afterAll(async () => {
  await Promise.all(started.map((application) => application.close()));
  await service.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Numbers from 0 to 1 that a seed repeats (mulberry32). */
const seeded = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
};

async function startProgram() {
  const helpers: HelperProcess[] = [];
  const { application, call, value, signIn, takeRole } = startApplication(service, folder, {
    startDrafts: () => {
      const helper = forkHelper(draftsProgram);
      helpers.push(helper);
      return helper;
    },
  });
  started.push(application);
  await signIn();
  await takeRole();
  let alive = true;
  return {
    call,
    value,
    isAlive: () => alive,
    kill: () => {
      alive = false;
      helpers.forEach((helper) => helper.kill());
    },
  };
}
type Program = Awaited<ReturnType<typeof startProgram>>;

/** What the user has seen of a claim when the program ended. */
interface Seen {
  readonly draftId: string;
  /** The newest text that was acknowledged to be on the disk. */
  text: number;
  receipt: string | null;
  removed: boolean;
}

/** Each claim is on a month of its own: two on the same time would be refused as the same. */
const claimOf = (payeeAccountId: string, monthsBack: number): CallRequest<'claims.register'>['claim'] => {
  const start = addMonths(demoAdvance(todayInHelsinki(new Date())).start, -monthsBack);
  const period = { start, end: lastOfMonth(start) };
  return {
    ...unasked,
    situation: 'A',
    answers: { ...noAnswers, benefitDecision: { state: 'pending', decisionDate: null } },
    benefitCode: 'YAT',
    legalBase: 'TOTUL_23',
    period,
    amount: { kind: 'total', cents: 32_000 },
    assistanceRows: [
      {
        month: period.start.slice(0, 7),
        decisionDate: period.start,
        decisionNumber: 'TT-1',
        kind: 'preventive',
        cents: 32_000,
      },
    ],
    care: null,
    payeeAccountId,
    handler: { name: 'Testi Esimerkki', phone: '040 123 4567', email: null },
    clientInformed: { informed: true, date: period.end },
  };
};

async function fillAndSend(
  { call, isAlive }: Program,
  seen: Seen,
  saves: number,
  claim: CallRequest<'claims.register'>,
): Promise<void> {
  for (let text = 1; text <= saves; text++) {
    if (!isAlive()) return;
    const saved = await call('drafts.save', {
      draftId: seen.draftId,
      client: { name: 'Demonen Deni', personalIdentityCode: demo.personalIdentityCode },
      situation: 'A',
      benefitCode: 'YAT',
      step: 'review',
      form: JSON.stringify({ text }),
    });
    if (saved.ok && saved.value.place === 'disk') seen.text = text;
  }
  if (!isAlive()) return;
  const answer = await call('claims.register', claim);
  // An answer to a program that is gone is seen by nobody.
  if (!answer.ok || !isAlive()) return;
  seen.receipt = answer.value.receiptNumber;
  const removed = await call('drafts.remove', { draftId: seen.draftId });
  seen.removed = removed.ok;
}

it(`loses and doubles nothing when it is killed at ${MOMENTS} random moments of a claim`, async () => {
  const seed = Number(process.env['KELMU_KILL_SEED'] ?? Date.now() % 1_000_000);
  const random = seeded(seed);
  const tally = { typing: 0, sent: 0, answered: 0 };
  const receipts = new Set<string>();
  let program = await startProgram();
  let typicalTime = 60;
  let known = 0;
  for (let moment = 0; moment < MOMENTS; moment++) {
    const looked = await program.value('client.look-up', {
      personalIdentityCode: demo.personalIdentityCode,
      reason: null,
      nonDisclosureConfirmed: false,
    });
    const { accounts } = await program.value('claims.payee-accounts', undefined);
    const seen: Seen = { draftId: randomUUID(), text: 0, receipt: null, removed: false };
    const claim = claimOf(accounts[0]!.accountId, moment);
    const run = fillAndSend(program, seen, 1 + Math.floor(random() * 6), {
      clientHandle: looked.clientHandle,
      idempotencyKey: seen.draftId,
      claim,
    });
    const from = performance.now();
    const done = run.then(() => (typicalTime = (typicalTime + performance.now() - from) / 2));
    await Promise.race([done, new Promise((resolve) => setTimeout(resolve, random() * typicalTime * 1.2))]);
    program.kill();
    const before = { ...seen };
    // What is on the wire already goes on; nothing of this program is looked at any more.
    await run;
    program = await startProgram();
    const { drafts } = await program.value('drafts.list', undefined);
    const draft = drafts.find(({ draftId }) => draftId === seen.draftId);
    const { receipt } = await program.value('claims.find-receipt', { idempotencyKey: seen.draftId });
    const message = `seed ${seed}, moment ${moment}: ${JSON.stringify(before)}`;
    // Nothing lost: what was acknowledged is in the draft, or the claim is registered.
    if (receipt === null && before.text > 0) {
      expect(draft, message).toBeDefined();
      const opened = await program.value('drafts.open', { draftId: seen.draftId });
      const { text } = JSON.parse(opened.draft?.form ?? '{}') as { text: number };
      expect(text, message).toBeGreaterThanOrEqual(before.text);
    }
    if (before.receipt !== null) expect(receipt?.receiptNumber, message).toBe(before.receipt);
    // A claim that went out and was not refused is known to have gone.
    if (receipt !== null && draft !== undefined) expect(draft.sentAt, message).not.toBeNull();
    if (receipt !== null) receipts.add(receipt.receiptNumber);
    if (before.receipt !== null) tally.answered += 1;
    else if (receipt !== null) tally.sent += 1;
    else tally.typing += 1;
    // Nothing doubled: the service has as many claims as keys that brought one.
    const registered = service
      .auditRecords()
      .filter(({ operation, outcome }) => operation === 'registerPaymentClaim' && outcome === 'OK');
    expect(registered.length, message).toBeGreaterThanOrEqual(known);
    known = registered.length;
    if (draft !== undefined) await program.value('drafts.remove', { draftId: seen.draftId });
  }
  const looked = await program.value('client.look-up', {
    personalIdentityCode: demo.personalIdentityCode,
    reason: null,
    nonDisclosureConfirmed: false,
  });
  const section = await program.value('client.section', {
    clientHandle: looked.clientHandle,
    section: 'payment-claims',
  });
  const numbers = (section.items as { receiptNumber: string }[]).map(({ receiptNumber }) => receiptNumber);
  process.stdout.write(`killed ${MOMENTS} times, seed ${seed}: ${JSON.stringify(tally)}\n`);
  expect(new Set(numbers).size).toBe(numbers.length);
  expect([...receipts].sort()).toEqual(numbers.sort());
}, 120_000);
