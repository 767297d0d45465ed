import { describe, expect, it } from 'vitest';
import type { CallAnswer } from '../../../shared/ipc/contract.ts';
import type {
  ApplicationInfo,
  CardCertificateView,
  CardStateView,
  Settings,
} from '../../../shared/ipc/state.ts';
import { createFakeContract, deferred, settled } from '../../platform/fake-contract.ts';
import { createSignIn } from './sign-in.svelte.ts';

const certificate = (id: string) => ({
  id,
  holderName: 'ESIMERKKI TESTI',
  issuerName: 'Harjoitusvarmentaja',
  serialNumber: '99900042X',
  validTo: '2027-01-01T00:00:00Z',
  expiresSoon: false,
  uses: [],
  readerName: 'Lukija',
  pinEntry: 'screen' as const,
});
const readyWith = (changes: Partial<CardCertificateView>): CardStateView => ({
  code: 'ready',
  retriable: true,
  certificates: [{ ...certificate('c1'), ...changes }],
});
const ready = readyWith({});
const noCard: CardStateView = { code: 'no-card', retriable: true, certificates: [] };

const withCard = (card: CardStateView) =>
  createFakeContract({ 'card.state': () => ({ ok: true, value: card }) });
const wrongPin = { ok: false, error: { code: 'card-pin-wrong', retriable: true } } as const;

describe('sign-in by card', () => {
  it('follows the reader without being asked, until its view is left', async () => {
    const contract = withCard(noCard);
    const signIn = createSignIn({ contract, trainingMode: false });
    const stop = signIn.start();
    await settled();
    expect(signIn.card?.code).toBe('no-card');
    expect(signIn.canSignIn).toBe(false);
    contract.tell('card.changed', ready);
    expect(signIn.canSignIn).toBe(true);
    expect(signIn.certificateId).toBe('c1');
    stop();
    expect(contract.listenerCount()).toBe(0);
  });

  it('keeps what an event told when the first answer comes later', async () => {
    const late = deferred<CallAnswer<'card.state'>>();
    const contract = createFakeContract({ 'card.state': () => late.promise });
    const signIn = createSignIn({ contract, trainingMode: false });
    signIn.start();
    contract.tell('card.changed', ready);
    late.resolve({ ok: true, value: noCard });
    await settled();
    expect(signIn.card?.code).toBe('ready');
  });

  it('sends the PIN once and forgets it at once, also when it was wrong', async () => {
    const contract = withCard(ready);
    const pending = deferred<CallAnswer<'session.sign-in'>>();
    contract.answer('session.sign-in', () => pending.promise);
    const signIn = createSignIn({ contract, trainingMode: false });
    signIn.start();
    await settled();
    signIn.pin = '1234';
    const tried = signIn.signIn();
    expect(signIn.pin).toBe('');
    expect(signIn.busy).toBe(true);
    const sent = contract.requests.filter(({ name }) => name === 'session.sign-in');
    const letters = new TextEncoder().encode('1234');
    expect(sent.map(({ request }) => request)).toEqual([
      { method: 'card', certificateId: 'c1', pin: letters },
    ]);
    pending.resolve(wrongPin);
    await tried;
    expect(signIn.error?.code).toBe('card-pin-wrong');
    expect(signIn.busy).toBe(false);
    expect(sent[0]?.request).toMatchObject({ pin: new Uint8Array(letters.length) });
  });

  it('asks for a PIN before it goes to the card', async () => {
    const contract = withCard(ready);
    const signIn = createSignIn({ contract, trainingMode: false });
    signIn.start();
    await settled();
    await signIn.signIn();
    expect(signIn.error?.code).toBe('card-pin-empty');
    expect(contract.requests.map(({ name }) => name)).not.toContain('session.sign-in');
  });

  it('leaves the PIN to the reader that has a PIN pad', async () => {
    const contract = withCard(readyWith({ pinEntry: 'reader' }));
    contract.answer('session.sign-in', () => wrongPin);
    const signIn = createSignIn({ contract, trainingMode: false });
    signIn.start();
    await settled();
    expect(signIn.asksPin).toBe(false);
    await signIn.signIn();
    expect(contract.requests.at(-1)?.request).toEqual({ method: 'card', certificateId: 'c1', pin: null });
  });

  it('uses the certificate that was chosen, while the card has it', async () => {
    const contract = withCard({ ...ready, certificates: [certificate('c1'), certificate('c2')] });
    const signIn = createSignIn({ contract, trainingMode: false });
    signIn.start();
    await settled();
    signIn.certificateId = 'c2';
    expect(signIn.certificate?.id).toBe('c2');
    contract.tell('card.changed', ready);
    expect(signIn.certificate?.id).toBe('c1');
  });

  const kinds = {
    ...ready,
    certificates: [
      { ...certificate('c1'), issuerName: 'Citizens' },
      { ...certificate('c2'), issuerName: 'Organisations', uses: ['encryption'] as const },
    ],
  };
  const settingsWith = (certificateKind: Settings['certificateKind']): ApplicationInfo => ({
    version: '1',
    runtime: 'stand-in',
    trainingMode: false,
    browserSignIn: false,
    serviceTime: null,
    settings: { certificateKind } as Settings,
  });

  it('offers the kind of certificate that was used last, without knowing whose it was', async () => {
    const contract = withCard(kinds);
    contract.answer('application.info', () => ({
      ok: true,
      value: settingsWith({ issuerName: 'Organisations', uses: ['encryption'] }),
    }));
    const signIn = createSignIn({ contract, trainingMode: false });
    signIn.start();
    await settled();
    expect(signIn.certificateId).toBe('c2');
    signIn.certificateId = 'c1';
    expect(signIn.certificateId).toBe('c1');
  });

  it('remembers the choice among several by issuer and use alone, and only when it opened', async () => {
    const contract = withCard(kinds);
    contract.answer('application.info', () => ({ ok: true, value: settingsWith(null) }));
    contract.answer('settings.change', () => ({ ok: true, value: settingsWith(null).settings }));
    const signIn = createSignIn({ contract, trainingMode: false });
    signIn.start();
    await settled();
    signIn.certificateId = 'c2';
    const remembered = () => contract.requests.filter(({ name }) => name === 'settings.change');
    contract.answer('session.sign-in', () => wrongPin);
    signIn.pin = '1234';
    await signIn.signIn();
    expect(remembered()).toEqual([]);
    contract.answer('session.sign-in', () => ({ ok: true, value: { phase: 'signed-out' } }));
    signIn.pin = '1234';
    await signIn.signIn();
    expect(remembered().map(({ request }) => request)).toEqual([
      { certificateKind: { issuerName: 'Organisations', uses: ['encryption'] } },
    ]);
  });

  it('leaves the PIN to the window of the system', async () => {
    const contract = withCard(readyWith({ pinEntry: 'system' }));
    contract.answer('session.sign-in', () => wrongPin);
    const signIn = createSignIn({ contract, trainingMode: false });
    signIn.start();
    await settled();
    expect(signIn.asksPin).toBe(false);
    await signIn.signIn();
    expect(contract.requests.at(-1)?.request).toEqual({ method: 'card', certificateId: 'c1', pin: null });
  });

  it('asks for the PIN of the chosen card where another reader has keys of its own', async () => {
    const cards = [{ ...certificate('c1'), pinEntry: 'reader' as const }, certificate('c2')];
    const signIn = createSignIn({
      contract: withCard({ ...ready, certificates: cards }),
      trainingMode: false,
    });
    signIn.start();
    await settled();
    expect(signIn.asksPin).toBe(false);
    signIn.certificateId = 'c2';
    expect(signIn.asksPin).toBe(true);
  });

  it('does not try another person’s card on a locked session', async () => {
    const card = { ...ready, code: 'another-person', retriable: false } as const;
    const signIn = createSignIn({ contract: withCard(card), trainingMode: false });
    signIn.start();
    await settled();
    expect(signIn.canSignIn).toBe(false);
  });

  it('has the card read once more and forgets why it failed', async () => {
    const contract = withCard({ ...noCard, code: 'driver-hung' });
    contract.answer('card.read-again', () => ({ ok: true, value: { done: true } }));
    const signIn = createSignIn({ contract, trainingMode: false });
    signIn.start();
    await settled();
    signIn.readAgain();
    expect(contract.requests.at(-1)?.name).toBe('card.read-again');
    expect(signIn.error).toBeNull();
  });

  it('forgets a failure when another card comes, and keeps it while the card is the same', async () => {
    const contract = withCard(ready);
    contract.answer('session.sign-in', () => wrongPin);
    const signIn = createSignIn({ contract, trainingMode: false });
    signIn.start();
    await settled();
    signIn.pin = '1234';
    await signIn.signIn();
    contract.tell('card.changed', readyWith({ triesLeft: 1 }));
    expect(signIn.error?.code).toBe('card-pin-wrong');
    contract.tell('card.changed', noCard);
    expect(signIn.error).toBeNull();
  });

  it('does not try a card whose PIN is blocked', async () => {
    const signIn = createSignIn({ contract: withCard(readyWith({ triesLeft: 0 })), trainingMode: false });
    signIn.start();
    await settled();
    expect(signIn.canSignIn).toBe(false);
  });
});

describe('sign-in by practice card', () => {
  const users = ['Aino', 'Bertta'].map((name) => ({
    userId: `u-${name}`,
    name,
    description: { fi: name, sv: name, en: name },
  }));
  const training = () => {
    const contract = withCard(noCard);
    contract.answer('practice-card.users', () => ({ ok: true, value: { users, pin: '482913' } }));
    contract.answer('session.sign-in', () => wrongPin);
    return contract;
  };

  it('chooses the holder and shows the PIN', async () => {
    const contract = training();
    const signIn = createSignIn({ contract, trainingMode: true });
    signIn.start();
    await settled();
    expect(signIn.practicePin).toBe('482913');
    signIn.practiceUserId = 'u-Bertta';
    signIn.pin = '482913';
    await signIn.signIn();
    expect(contract.requests.at(-1)?.request).toEqual({
      method: 'practice-card',
      userId: 'u-Bertta',
      pin: '482913',
    });
  });

  it('proposes the person whose session is locked', async () => {
    const signIn = createSignIn({ contract: training(), trainingMode: true, userName: 'Bertta' });
    signIn.start();
    await settled();
    expect(signIn.practiceUserId).toBe('u-Bertta');
  });

  it('is not there outside training mode', async () => {
    const contract = withCard(ready);
    const signIn = createSignIn({ contract, trainingMode: false });
    signIn.start();
    await settled();
    expect(signIn.method).toBe('card');
    expect(contract.requests.map(({ name }) => name)).not.toContain('practice-card.users');
  });
});

describe('sign-in in the browser', () => {
  const waiting = async () => {
    const contract = withCard(noCard);
    const first = deferred<CallAnswer<'session.sign-in'>>();
    contract.answer('session.sign-in', () => first.promise);
    contract.answer('session.cancel-sign-in', () => ({ ok: true, value: { done: true } }));
    const signIn = createSignIn({ contract, trainingMode: false });
    signIn.start();
    await settled();
    signIn.chooseMethod('bank-codes');
    void signIn.signIn();
    return { contract, first, signIn };
  };

  it('needs no card and asks for no PIN', async () => {
    const { contract, signIn } = await waiting();
    expect(signIn.canSignIn).toBe(true);
    expect(signIn.asksPin).toBe(false);
    expect(signIn.busy).toBe(true);
    expect(contract.requests.at(-1)).toEqual({
      name: 'session.sign-in',
      request: { method: 'bank-codes' },
    });
  });

  it('shows nothing of a try that a newer one has replaced', async () => {
    const { contract, first, signIn } = await waiting();
    const second = deferred<CallAnswer<'session.sign-in'>>();
    contract.answer('session.sign-in', () => second.promise);
    const again = signIn.signIn();
    first.resolve({ ok: false, error: { code: 'identification-replaced', retriable: true } });
    await settled();
    expect([signIn.error, signIn.busy]).toEqual([null, true]);
    second.resolve({ ok: false, error: { code: 'identification-refused', retriable: true } });
    await again;
    expect(signIn.error?.code).toBe('identification-refused');
    expect(signIn.busy).toBe(false);
  });

  it('says that it is not finished when the user comes back to the window without an answer', async () => {
    const { first, signIn } = await waiting();
    expect(signIn.browserStep).toBe('waiting');
    window.dispatchEvent(new Event('focus'));
    expect(signIn.browserStep).toBe('unfinished');
    void signIn.signIn();
    expect(signIn.browserStep).toBe('waiting');
    first.resolve({ ok: false, error: { code: 'identification-replaced', retriable: true } });
    await settled();
    signIn.cancel();
    expect(signIn.browserStep).toBeNull();
  });

  it('says that the browser has answered, whoever brings the window to the front', async () => {
    const { contract, signIn } = await waiting();
    contract.tell('sign-in.came-back', undefined);
    window.dispatchEvent(new Event('focus'));
    expect(signIn.browserStep).toBe('answered');
  });

  it.each(['cancel', 'another method', 'leaving'])('is ended by %s, without an error', async (how) => {
    const { contract, first, signIn } = await waiting();
    const stop = signIn.start();
    if (how === 'cancel') signIn.cancel();
    else if (how === 'leaving') stop();
    else signIn.chooseMethod('card');
    expect(contract.requests.map(({ name }) => name)).toContain('session.cancel-sign-in');
    first.resolve({ ok: false, error: { code: 'cancelled', retriable: true } });
    await settled();
    expect([signIn.error, signIn.busy]).toEqual([null, false]);
  });

  it('is proposed to unlock what it had opened', () => {
    const contract = withCard(noCard);
    const signIn = createSignIn({ contract, trainingMode: true, usedMethod: 'mobile-certificate' });
    expect(signIn.method).toBe('mobile-certificate');
  });
});
