import { fileURLToPath } from 'node:url';
import { forkHelper } from '../../src-main/helper-process/forked-helper.ts';
import { createRequestChannel } from '../../src-main/helper-process/request-channel.ts';
import { compare, timed, type Benchmark } from './measure.ts';
import type { CallsUnderTest } from './validated-calls-program.ts';

const DEADLINE = 30_000;
/** A page takes about a millisecond: one number is of many calls. */
const CALLS = 30;

export const benchmark: Benchmark = {
  id: 'G14',
  title: 'call with a page of 1,000 payments to another process, checked both ways',
  peer: 'the same call without the checks',
  run: async () => {
    const program = fileURLToPath(new URL('validated-calls-program.ts', import.meta.url));
    const channel = createRequestChannel<CallsUnderTest>(() => forkHelper(program));
    const probe = (name: keyof CallsUnderTest) => () =>
      timed(async () => {
        for (let count = 0; count < CALLS; count += 1) {
          const answer = await channel.call(
            name,
            { clientHandle: 'benchmark-client', section: 'payments' },
            DEADLINE,
          );
          if (!answer.ok || !answer.value.ok || answer.value.value.items.length !== 1000)
            throw new Error('the page did not arrive');
        }
      });
    try {
      return [
        await compare({
          name: 'call',
          goal: 1.35,
          pairs: 15,
          warmUp: 4,
          ours: probe('checked'),
          peer: probe('unchecked'),
        }),
      ];
    } finally {
      channel.close();
    }
  },
};
