import { FinnishSSN } from 'finnish-ssn';
import { parsePersonalIdentityCode } from '../../shared/domain/personal-identity-code.ts';
import { compare, seededRandom, timedNow, type Benchmark } from './measure.ts';

const COUNT = 200_000;
const CHECK_CHARACTERS = '0123456789ABCDEFHJKLMNPRSTUVWXY';

/** A code and what is wrong with it by construction. */
type Sample = readonly [code: string, fault: string | undefined];

const digits = (value: number, length: number): string => String(value).padStart(length, '0');

function makeSample(random: () => number): Sample {
  const between = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
  const date = digits(between(1, 28), 2) + digits(between(1, 12), 2) + digits(between(0, 99), 2);
  const number = digits(between(2, 899), 3);
  const check = Number(date + number) % 31;
  const separator = '-'.repeat(3) + '+A';
  const code = (middle: string, last = CHECK_CHARACTERS[check]!): string => date + middle + number + last;
  const right = separator[between(0, 3)]!;
  const kind = between(0, 9);
  if (kind === 0) return [code(right, CHECK_CHARACTERS[(check + 1) % 31]), 'check-character'];
  if (kind === 1) return [code('*'), 'separator'];
  if (kind === 2) return [code(right).slice(0, 10), 'length'];
  if (kind === 3) return [`31${date.slice(2, 2)}02${date.slice(4)}${right}${number}0`, 'date'];
  return [code(right), undefined];
}

function checkOurs(samples: readonly Sample[]): void {
  for (const [code, fault] of samples) {
    const outcome = parsePersonalIdentityCode(code, { allowArtificial: false });
    if ((outcome.ok ? undefined : outcome.error.code) !== fault)
      throw new Error(`wrong verdict where ${fault} is right`);
  }
}

export const benchmark: Benchmark = {
  id: 'G10',
  title: 'validation of 200,000 personal identity codes, with reasons',
  peer: 'finnish-ssn',
  run: async () => {
    const random = seededRandom(31);
    const samples = Array.from({ length: COUNT }, () => makeSample(random));
    checkOurs(samples);
    const codes = samples.map(([code]) => code);
    const options = { allowArtificial: false };
    let valid = 0;
    const ours = () =>
      timedNow(() => {
        for (const code of codes) if (parsePersonalIdentityCode(code, options).ok) valid += 1;
      });
    const peer = () =>
      timedNow(() => {
        for (const code of codes) if (FinnishSSN.validate(code)) valid += 1;
      });
    const measurement = await compare({ name: 'validate', goal: 0.1, warmUp: 3, ours, peer });
    if (valid === 0) throw new Error('nothing was valid');
    return [measurement];
  },
};
