/**
 * A virtual card as a process: PKCS#11 calls block the process that makes them, so a card living in that process
 * could not answer.
 *
 *   node virtual-card.ts [--port 35963] [--pin 123456] --key 9a:auth.key:auth.crt [--key 9c:sign.key:sign.crt]
 *                        [--guid HEX] [--absent] [--blank] [--log] [--sign-delay MS]
 *
 * Commands on standard input, one a line:
 *   insert | remove | remove-on INSTRUCTION | hang-on INSTRUCTION | tries | stats | quit
 * A card that hangs answers nothing any more until it is put in anew. Each is answered by one JSON line on standard output. INSTRUCTION is two hex digits; 20:status is VERIFY without a PIN.
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { PivCard, type KeyReference, type PivKey } from './piv-card.ts';
import { ReaderSlot } from './reader-slot.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '35963' },
    pin: { type: 'string', default: '123456' },
    key: { type: 'string', multiple: true, default: [] },
    guid: { type: 'string' },
    absent: { type: 'boolean', default: false },
    blank: { type: 'boolean', default: false },
    log: { type: 'boolean', default: false },
    'sign-delay': { type: 'string', default: '0' },
  },
});

const keys = values.key.map((text): PivKey => {
  const [reference, key, certificate] = text.split(':');
  if (!reference || !key || !certificate) throw new Error('--key REFERENCE:KEYFILE:CERTIFICATEFILE');
  return {
    reference: parseInt(reference, 16) as KeyReference,
    privateKeyPem: readFileSync(key, 'utf8'),
    certificatePem: readFileSync(certificate, 'utf8'),
  };
});

const hex = (byte: number): string => byte.toString(16).padStart(2, '0');
const say = (message: object): void => void process.stdout.write(`${JSON.stringify(message)}\n`);

let removeOn: string | undefined;
let hangOn: string | undefined;
let commands = 0;
const counts = new Map<string, number>();
const card = new PivCard({
  keys,
  pin: values.pin,
  blank: values.blank,
  ...(values.guid ? { guid: Buffer.from(values.guid, 'hex') } : {}),
  onCommand: (command) => {
    commands += 1;
    const name = hex(command.ins) + (command.ins === 0x20 && command.data.length === 0 ? ':status' : '');
    counts.set(name, (counts.get(name) ?? 0) + 1);
    if (values.log)
      process.stderr.write(`${[command.cla, command.ins, command.p1, command.p2].map(hex).join(' ')}\n`);
    if (hangOn === name) {
      hangOn = undefined;
      slot.hang();
    }
    if (removeOn === name) {
      removeOn = undefined;
      slot.remove();
    }
  },
});
const slot = new ReaderSlot(card, Number(values['sign-delay']));

if (!values.absent) await slot.insert(Number(values.port));
say({ event: 'ready' });

for await (const line of createInterface({ input: process.stdin })) {
  const [verb, argument = ''] = line.trim().split(/\s+/);
  if (verb === 'insert') {
    await slot.insert(Number(values.port));
    say({ event: 'inserted' });
  } else if (verb === 'remove') {
    slot.remove();
    say({ event: 'removed' });
  } else if (verb === 'remove-on') {
    removeOn = argument;
    say({ event: 'armed' });
  } else if (verb === 'hang-on') {
    hangOn = argument;
    say({ event: 'armed' });
  } else if (verb === 'tries') {
    say({ event: 'tries', left: card.pinTriesLeft });
  } else if (verb === 'stats') {
    say({ event: 'stats', commands, signatures: card.signatures, counts: Object.fromEntries(counts) });
  } else if (verb === 'quit') {
    break;
  } else {
    say({ event: 'error', message: 'unknown command' });
  }
}
slot.remove();
process.exit(0);
