import { expect, test } from 'vitest';
import { createPinOpener, sealPin } from './sealed-pin.ts';

const pin = new Uint8Array(Buffer.from('482913'));

test('a sealed PIN is opened by the process that it was sealed for', () => {
  const opener = createPinOpener();
  expect([...opener.open(sealPin(pin, opener.publicKey))]).toEqual([...pin]);
  expect([...opener.open(sealPin(new Uint8Array(), opener.publicKey))]).toEqual([]);
});

test('sealed it does not show, and not twice the same', () => {
  const { publicKey } = createPinOpener();
  const [one, other] = [sealPin(pin, publicKey), sealPin(pin, publicKey)];
  expect(Buffer.from(one).includes(Buffer.from(pin))).toBe(false);
  expect(Buffer.from(one).equals(other)).toBe(false);
});

test('no other process opens it, and nothing that was changed on the way is opened', () => {
  const opener = createPinOpener();
  const sealed = sealPin(pin, opener.publicKey);
  expect(() => createPinOpener().open(sealed)).toThrow();
  for (const place of [0, 40, 66, sealed.length - 1]) {
    const changed = Uint8Array.from(sealed, (byte, index) => (index === place ? byte ^ 1 : byte));
    expect(() => opener.open(changed), `byte ${place}`).toThrow();
  }
});
