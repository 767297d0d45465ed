/**
 * `npm run demo [-- --json]`: the walk-through. Signs in with a virtual certificate card through the real smart-card
 * stack (or, where that cannot run, with the practice card, and says so), looks a client up, reads the benefits,
 * registers a payment claim, and leaves pictures and the receipt in a folder.
 */
import { spawn, spawnSync } from 'node:child_process';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { SectionName } from '../shared/domain/sections.ts';
import {
  startTrainingService,
  type TrainingService,
} from '../src-main/training-service/start-training-service.ts';
import { workedExamples } from '../src-main/training-service/worked-examples.ts';
import { launchShell, type Shell } from '../test/e2e/shell.ts';
import {
  advanceClaimOfToday,
  backToClient,
  chooseRole,
  fillAdvanceClaim,
  lookUp,
  readSections,
  sendClaim,
  signInWithCard,
  signInWithPracticeCard,
  type Walk,
} from '../test/e2e/walk.ts';
import { startVirtualCard, virtualReaders, type VirtualCard } from '../test/virtual-card/virtual-reader.ts';
import { buildAll } from './build.ts';
import { repository } from './repository.ts';
import { installMissingPackages, requireSystemPackages } from './system-packages.ts';

/** Set in the process that runs inside the virtual reader's namespaces. */
const INSIDE = 'KELMU_DEMO_INSIDE';
const PIN = '123456';
const asJson = process.argv.includes('--json');
const say = (text: string): void => void (asJson ? process.stderr : process.stdout).write(`${text}\n`);

interface DemoResult {
  readonly cardReader: string | null;
  readonly smartCardStack: 'pcsc' | 'practice-card';
  readonly certificateSubject: string;
  readonly client: { readonly personalIdentityCode: string; readonly name: string };
  readonly sections: Readonly<Record<SectionName, number>>;
  readonly receiptNumber: string;
  readonly claimsAfter: number;
  readonly folder: string;
}

interface Card {
  readonly subject: string;
  readonly card: VirtualCard;
}

/** A card of the training certificate authority in the virtual reader, with a P-384 key. */
async function insertCard(service: TrainingService, folder: string): Promise<Card> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  const answer = await fetch(`${service.url}/training/practice-card`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      userId: 'u-esimerkki',
      publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    }),
  });
  const { certificate } = (await answer.json()) as { certificate: string };
  const parsed = new X509Certificate(Buffer.from(certificate, 'base64'));
  const keyFile = join(folder, 'card.key');
  const certificateFile = join(folder, 'card.crt');
  writeFileSync(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  writeFileSync(certificateFile, parsed.toString());
  const card = await startVirtualCard({ keys: [{ reference: '9a', keyFile, certificateFile }], pin: PIN });
  return { subject: parsed.subject.replaceAll('\n', ', '), card };
}

async function walkThrough(page: Page, card: Card | null, folder: string): Promise<DemoResult> {
  const walk: Walk = { page, locale: 'fi' };
  let number = 0;
  const picture = async (name: string): Promise<void> => {
    number += 1;
    await page.screenshot({ path: join(folder, `${number}-${name}.png`) });
  };
  if (card) await signInWithCard(walk, PIN);
  else await signInWithPracticeCard(walk);
  const subject = card?.subject ?? 'practice card of Testi Esimerkki';
  say(`Signed in: ${subject}`);
  await picture('role');
  await chooseRole(walk);
  await picture('home');
  const client = workedExamples[0];
  if (!client) throw new Error('the training data has no demo client');
  await lookUp(walk, client.personalIdentityCode);
  const sections = await readSections(walk);
  say(`Client: ${client.personalIdentityCode} ${client.name}`);
  for (const [name, count] of Object.entries(sections)) say(`  ${name.padEnd(20)} ${count}`);
  await picture('client');
  await fillAdvanceClaim(walk, advanceClaimOfToday());
  await picture('claim');
  const receiptNumber = await sendClaim(walk);
  say(`Payment claim registered: ${receiptNumber}`);
  await picture('receipt');
  await backToClient(walk);
  const after = await readSectionsWithClaim(walk, sections['payment-claims'] + 1);
  await picture('client-with-claim');
  return {
    cardReader: card ? virtualReaders[0].name : null,
    smartCardStack: card ? 'pcsc' : 'practice-card',
    certificateSubject: subject,
    client: { personalIdentityCode: client.personalIdentityCode, name: client.name },
    sections,
    receiptNumber,
    claimsAfter: after,
    folder,
  };
}

async function readSectionsWithClaim(walk: Walk, expected: number): Promise<number> {
  const counts = await readSections(walk);
  if (counts['payment-claims'] !== expected) throw new Error("the client's page does not list the new claim");
  say(`The client's page lists ${expected} payment claim(s)`);
  return expected;
}

async function demo(inside: boolean): Promise<void> {
  const folder = join(repository, 'demo-results');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const temporary = mkdtempSync(join(tmpdir(), 'kelmu-demo-'));
  const service = await startTrainingService({ dataFolder: null });
  let card: Card | null = null;
  let shell: Shell | undefined;
  try {
    if (inside) {
      card = await insertCard(service, temporary);
      say(`Card reader: ${virtualReaders[0].name} (virtual card, real smart-card stack)`);
    }
    shell = await launchShell({
      appDir: repository,
      userData: join(temporary, 'profile'),
      env: { KELMU_TRAINING_SERVICE_URL: service.url, LANG: 'fi_FI.UTF-8' },
    });
    const page = await shell.firstWindow();
    await page.setViewportSize({ width: 1366, height: 768 });
    const result = await walkThrough(page, card, folder);
    writeFileSync(join(folder, 'receipt.json'), `${JSON.stringify(result, null, 2)}\n`);
    if (asJson) process.stdout.write(`${JSON.stringify(result)}\n`);
    say(`Pictures and the receipt are in ${folder}`);
  } finally {
    await shell?.close();
    await card?.card.quit();
    await service.close();
    rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Whether the real smart-card stack can run here; the reason where it cannot. */
function smartCardProblem(): string | null {
  if (process.platform !== 'linux') return 'the virtual reader needs Linux';
  const missing = installMissingPackages(['card']);
  if (missing.length > 0) return `these packages are missing: ${missing.join(', ')}`;
  if (!existsSync('/usr/lib/pcsc/drivers/serial/libifdvpcd.so'))
    return 'there is no driver for a virtual reader';
  const unshare = spawnSync('unshare', ['--mount', '--net', 'true']);
  return unshare.status === 0 ? null : 'private namespaces are not permitted here (they need root)';
}

if (process.env[INSIDE] === '1') {
  await demo(true);
} else {
  requireSystemPackages(['app']);
  await buildAll();
  const problem = smartCardProblem();
  if (problem !== null) {
    say(`The walk-through uses the practice card instead of the smart-card stack: ${problem}.`);
    await demo(false);
  } else {
    const child = spawn(
      'sh',
      ['test/virtual-card/with-reader.sh', process.execPath, 'build/demo.ts', ...process.argv.slice(2)],
      { cwd: repository, stdio: 'inherit', env: { ...process.env, [INSIDE]: '1' } },
    );
    child.on('close', (code) => {
      process.exitCode = code ?? 1;
    });
  }
}
