/**
 * The main process less its windows, in a process of its own: the product's contract, session and card sign-in,
 * told
 * by messages what to do. Digits come as letters (a is 0), so that no message holds what is searched for.
 */
import { startApplication, type ApplicationUnderTest } from '../main/application-under-test.ts';
import type { CallAnswer } from '../../shared/ipc/contract.ts';
import { createCardService, type CardService } from '../../src-main/card/card.ts';
import { forkHelper } from '../../src-main/helper-process/forked-helper.ts';
import type { TrainingService } from '../../src-main/training-service/start-training-service.ts';
import { helperProgram, openSc } from './card-stack.ts';

type SignedIn = CallAnswer<'session.sign-in'>;

export type MainCommand =
  | { readonly kind: 'start'; readonly url: string; readonly origin: string; readonly dataFolder: string }
  | { readonly kind: 'sign-in'; readonly letters: string }
  /** Keeps the digits in every form, to show that they are found where they are. */
  | { readonly kind: 'keep'; readonly letters: string };

export type MainReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'signed-in'; readonly answer: SignedIn }
  | { readonly kind: 'kept'; readonly count: number };

export const lettersOf = (digits: string): string =>
  digits.replace(/\d/g, (digit) => String.fromCharCode(97 + Number(digit)));
const bytesOf = (letters: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(letters, (letter) => letter.charCodeAt(0) - 97 + 48);

interface Running extends ApplicationUnderTest {
  readonly card: CardService;
}

async function start(command: Extract<MainCommand, { kind: 'start' }>): Promise<Running> {
  const { url, origin, dataFolder } = command;
  const card = createCardService({
    startHelper: () => forkHelper(helperProgram),
    origin,
    appVersion: 'https://kelmu.testi.invalid/1',
    providers: () => [{ kind: 'pkcs11', modulePath: openSc }],
  });
  const running = startApplication({ url, origin } as TrainingService, dataFolder, {
    trainingMode: false,
    createCard: () => card,
  });
  while ((await running.value('card.state', undefined)).code !== 'ready')
    await new Promise((resolve) => setTimeout(resolve, 50));
  return { ...running, card };
}

function signIn({ call, card }: Running, letters: string): Promise<SignedIn> {
  const { certificates } = card.state();
  const certificateId = certificates[0]?.id ?? '';
  return call('session.sign-in', { method: 'card', certificateId, pin: bytesOf(letters) });
}

function keep(letters: string): readonly unknown[] {
  const bytes = Buffer.from(bytesOf(letters));
  const text = bytes.toString();
  const encoded = [0, 1, 2].map((offset) => Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64'));
  return [bytes, text, Buffer.from(text, 'utf16le'), bytes.toString('hex'), ...encoded];
}

function serve(): void {
  let running: Running | undefined;
  const kept: unknown[] = [];
  const reply = (message: MainReply): void => void process.send?.(message);
  const obey = async (command: MainCommand): Promise<void> => {
    if (command.kind === 'start') {
      running = await start(command);
      reply({ kind: 'ready' });
    } else if (command.kind === 'keep') {
      reply({ kind: 'kept', count: kept.push(...keep(command.letters)) });
    } else if (running) {
      reply({ kind: 'signed-in', answer: await signIn(running, command.letters) });
    }
  };
  process.on('message', (command: MainCommand) => void obey(command));
}

// The test takes the types and the alphabet from here.
if (process.argv[1] === import.meta.filename) serve();
