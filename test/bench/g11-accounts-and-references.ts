import bankUtils from 'finnish-bank-utils';
import { isValidIBAN } from 'ibantools';
import { finnishIbanOf, parseFinnishIban } from '../../shared/domain/iban.ts';
import { nationalReferenceOf, parseReferenceNumber } from '../../shared/domain/reference-number.ts';
import { compare, seededRandom, timedNow, type Benchmark } from './measure.ts';

const COUNT = 200_000;

/** Every fifth has one digit changed, which check digits always notice. */
function makeValues(make: (random: () => number) => string): readonly string[] {
  const random = seededRandom(97);
  return Array.from({ length: COUNT }, (_, at) => {
    const value = make(random);
    if (at % 5 !== 0) return value;
    const position = value.length - 2;
    return value.slice(0, position) + ((Number(value[position]) + 1) % 10) + value.slice(position + 1);
  });
}

const randomDigits = (random: () => number, length: number): string =>
  String(1 + Math.floor(random() * 9)) +
  Array.from({ length: length - 1 }, () => Math.floor(random() * 10)).join('');

function countValid(values: readonly string[], isValid: (value: string) => boolean): number {
  let valid = 0;
  for (const value of values) if (isValid(value)) valid += 1;
  return valid;
}

export const benchmark: Benchmark = {
  id: 'G11',
  title: 'validation of 200,000 Finnish account numbers and 200,000 references',
  peer: 'ibantools and finnish-bank-utils',
  run: async () => {
    const ibans = makeValues((random) => finnishIbanOf(randomDigits(random, 14)));
    const references = makeValues((random) =>
      nationalReferenceOf(randomDigits(random, 3 + Math.floor(random() * 16))),
    );
    const isOurIban = (iban: string): boolean => parseFinnishIban(iban).ok;
    const isOurReference = (reference: string): boolean => parseReferenceNumber(reference).ok;
    if (
      countValid(ibans, isOurIban) !== COUNT * 0.8 ||
      countValid(references, isOurReference) !== COUNT * 0.8
    )
      throw new Error('a wrong verdict on an account or a reference');
    const ours = () => timedNow(() => countValid(ibans, isOurIban) + countValid(references, isOurReference));
    const peer = () =>
      timedNow(
        () => countValid(ibans, isValidIBAN) + countValid(references, bankUtils.isValidFinnishRefNumber),
      );
    return [await compare({ name: 'validate', goal: 0.2, warmUp: 3, ours, peer })];
  },
};
