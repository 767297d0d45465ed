import { randomUUID } from 'node:crypto';
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'rolldown';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CallAnswer, CallName, CallRequest, CallResponse } from '../../shared/ipc/contract.ts';
import { randomOf } from '../../src-main/training-service/population/random.ts';
import {
  startTrainingService,
  type TrainingService,
} from '../../src-main/training-service/start-training-service.ts';
import { claimOf, demo, demoClient, killSeed } from './claim-to-kill.ts';
import type { FromParent, ToParent } from './program-without-windows.ts';

/*
 * A claim at random moments of its life: typed, saved, sent, answered, removed. At each the whole main process and its
 * helpers are killed (SIGKILL to their process group), and another one starts on the same folder. The processes, the
 * key store, the encrypted file and the service are real; there are no windows, so that there is time for many
 * moments. The built program with its window is killed in claim-kill-built.test.ts.
 */
const MOMENTS = 44;
const builtHelpers = join(import.meta.dirname, '../../out/main');

/** In one file: a start that has to read hundreds of sources takes longer than a claim. */
let program: string;
let service: TrainingService;
let folder: string;
const running = new Set<Program>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kelmu-claim-kill-'));
  program = join(folder, 'program.mjs');
  await build({
    input: join(import.meta.dirname, 'program-without-windows.ts'),
    platform: 'node',
    output: { file: program, codeSplitting: false },
  });
  service = await startTrainingService({
    dataFolder: null,
    personCount: 300,
    requestsPerSecond: 5000,
  });
});
afterAll(async () => {
  await Promise.all([...running].map((one) => one.kill()));
  await service.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** A process group with the main process at its head; it touches nothing before `open`. */
function startProgram() {
  const child = fork(program, [service.url, service.origin, builtHelpers], {
    detached: true,
    serialization: 'advanced',
    // What Node has made of the sources once needs not be made for every start.
    env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compiled') },
  });
  const waiting = new Map<number, (answer: unknown) => void>();
  let alive = true;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const tell = (message: FromParent): void => void (alive && child.send(message, () => undefined));
  child.on('message', ({ id, answer }: ToParent) => {
    // An answer to a program that is gone is seen by nobody.
    if (alive) waiting.get(id)?.(answer);
    waiting.delete(id);
  });
  const under = {
    /** Never answers once the program is killed. */
    call: <Name extends CallName>(name: Name, request: CallRequest<Name>): Promise<CallAnswer<Name>> => {
      const id = waiting.size === 0 ? 1 : Math.max(...waiting.keys()) + 1;
      return new Promise((resolve) => {
        waiting.set(id, resolve as (answer: unknown) => void);
        tell({ type: 'call', id, name, request });
      });
    },
    async value<Name extends CallName>(name: Name, request: CallRequest<Name>): Promise<CallResponse<Name>> {
      const answer = await under.call(name, request);
      if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.error)}`);
      return answer.value;
    },
    async open(): Promise<void> {
      tell({ type: 'start', dataFolder: folder });
      const { pin } = await under.value('practice-card.users', undefined);
      await under.value('session.sign-in', { method: 'practice-card', userId: 'u-esimerkki', pin });
      const state = await under.value('session.state', undefined);
      if (state.phase !== 'choosing-role') throw new Error(state.phase);
      const { organisationId, purposes } = state.organisations[0]!;
      await under.value('session.choose-role', { organisationId, purpose: purposes[0]! });
    },
    async kill(): Promise<void> {
      alive = false;
      running.delete(under);
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      await gone;
    },
  };
  running.add(under);
  return under;
}
type Program = ReturnType<typeof startProgram>;

/** What the user has seen of a claim when the program ended. */
interface Seen {
  readonly draftId: string;
  /** The newest text that was acknowledged to be on the disk. */
  text: number;
  receipt: string | null;
  removed: boolean;
}

async function fillAndSend(
  { call }: Program,
  seen: Seen,
  saves: number,
  claim: CallRequest<'claims.register'>,
): Promise<void> {
  for (let text = 1; text <= saves; text++) {
    const saved = await call('drafts.save', {
      draftId: seen.draftId,
      client: demoClient,
      situation: 'A',
      benefitCode: 'YAT',
      step: 'review',
      form: JSON.stringify({ text }),
    });
    if (saved.ok && saved.value.place === 'disk') seen.text = text;
  }
  const answer = await call('claims.register', claim);
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  seen.receipt = answer.value.receiptNumber;
  seen.removed = (await call('drafts.remove', { draftId: seen.draftId })).ok;
}

const lookUp = ({ value }: Program) =>
  value('client.look-up', {
    personalIdentityCode: demo.personalIdentityCode,
    reason: null,
    nonDisclosureConfirmed: false,
  });

/** What the program that was started after the kill knows of the claim. */
async function checkClaim({ value }: Program, seen: Seen, message: string): Promise<string | null> {
  const { drafts } = await value('drafts.list', undefined);
  const draft = drafts.find(({ draftId }) => draftId === seen.draftId);
  const { receipt } = await value('claims.find-receipt', { idempotencyKey: seen.draftId });
  // Nothing lost: what was acknowledged is in the draft, or the claim is registered.
  if (receipt === null && seen.text > 0) {
    const opened = await value('drafts.open', { draftId: seen.draftId });
    const { text } = JSON.parse(opened.draft?.form ?? '{}') as { text?: number };
    expect(text, message).toBeGreaterThanOrEqual(seen.text);
  }
  if (seen.receipt !== null) expect(receipt?.receiptNumber, message).toBe(seen.receipt);
  if (seen.removed) expect(draft, message).toBeUndefined();
  // A claim that went out is known to have gone.
  if (receipt !== null && draft !== undefined) expect(draft.sentAt, message).not.toBeNull();
  return receipt?.receiptNumber ?? null;
}

/** Begins a claim; `done` is told the milliseconds that all of it took. */
async function begin(program: Program, monthsBack: number, saves: number) {
  const { clientHandle } = await lookUp(program);
  const { accounts } = await program.value('claims.payee-accounts', undefined);
  const claim = claimOf(accounts[0]!.accountId, monthsBack);
  const seen: Seen = { draftId: randomUUID(), text: 0, receipt: null, removed: false };
  const from = performance.now();
  const run = fillAndSend(program, seen, saves, { clientHandle, idempotencyKey: seen.draftId, claim });
  return { claim, seen, done: run.then(() => performance.now() - from) };
}

it(`loses and doubles nothing when it is killed at ${MOMENTS} random moments of a claim`, async () => {
  const seed = killSeed();
  const random = randomOf(seed).fraction;
  const tally = { typing: 0, sent: 0, answered: 0 };
  const receipts: (string | null)[] = [];
  let program = startProgram();
  await program.open();
  const whole = await begin(program, MOMENTS, 3);
  let typicalTime = await whole.done;
  receipts.push(whole.seen.receipt);
  for (let moment = 0; moment < MOMENTS; moment++) {
    // Its code is read already when the one before it dies.
    const next = startProgram();
    const { claim, seen, done } = await begin(program, moment, 1 + Math.floor(random() * 6));
    void done.then((time) => (typicalTime = (typicalTime + time) / 2));
    const dies = new Promise((resolve) => setTimeout(resolve, random() * typicalTime * 1.2));
    await Promise.race([done, dies]);
    await program.kill();
    program = next;
    await program.open();
    const message = `seed ${seed}, moment ${moment}: ${JSON.stringify(seen)}`;
    const receipt = await checkClaim(program, seen, message);
    if (seen.receipt !== null) tally.answered += 1;
    else if (receipt !== null) tally.sent += 1;
    else tally.typing += 1;
    // The user goes on with the draft: whatever has arrived before, it is one claim.
    const again = await program.value('claims.register', {
      clientHandle: (await lookUp(program)).clientHandle,
      idempotencyKey: seen.draftId,
      claim,
    });
    if (receipt !== null) expect(again.receiptNumber, message).toBe(receipt);
    receipts.push(again.receiptNumber);
    await program.value('drafts.remove', { draftId: seen.draftId });
  }
  process.stdout.write(`killed ${MOMENTS} times, seed ${seed}: ${JSON.stringify(tally)}\n`);
  const { clientHandle } = await lookUp(program);
  const section = await program.value('client.section', { clientHandle, section: 'payment-claims' });
  const numbers = (section.items as { receiptNumber: string }[]).map(({ receiptNumber }) => receiptNumber);
  expect(receipts.toSorted()).toEqual(numbers.toSorted());
}, 300_000);
