/** The process of g14-validated-calls.ts: answers one call of the contract through the registrar and without it. */
import { success } from '../../shared/domain/result.ts';
import type { CallAnswer, CallName } from '../../shared/ipc/contract.ts';
import type { Clock } from '../../src-main/clock.ts';
import { helperPort } from '../../src-main/helper-process/helper-process.ts';
import { serveRequests } from '../../src-main/helper-process/request-channel.ts';
import { createRegistrar, type Handlers, type Sender } from '../../src-main/ipc/ipc.ts';

interface SectionCall {
  readonly request: unknown;
  readonly response: CallAnswer<'client.section'>;
}
export type CallsUnderTest = { readonly checked: SectionCall; readonly unchecked: SectionCall };

const ORIGIN = 'app://kelmu';
const SENDER: Sender = { isMainFrame: true, origin: ORIGIN };

const payment = (at: number) => ({
  id: `payment-${at}`,
  decisionId: `decision-${at % 40}`,
  benefitCode: 'housing-allowance',
  payDate: '2026-11-04',
  period: { start: '2026-11-01', end: '2026-11-30' },
  gross: 52_310 + at,
  withholdingTax: 0,
  deductions: [{ reason: 'recovery', amount: 1000, payee: null }],
  net: 51_310 + at,
  payee: { kind: 'client', name: 'Asiakas', maskedAccount: 'FI •••• 85' },
  status: 'paid',
});
const page = {
  clientId: 'client-1',
  asOf: '2026-11-25T08:00:00Z',
  monthsBack: 12,
  items: Array.from({ length: 1000 }, (_, at) => payment(at)),
};

// The benchmark calls more often than any user; the limit on the rate is not what is measured.
let seconds = 0;
const clock: Clock = { now: () => 0, monotonic: () => (seconds += 1) * 1000, after: () => () => undefined };

const section = (): ReturnType<Handlers['client.section']> => success(page);
const registrar = createRegistrar({
  // Only the one call is made here.
  handlers: { 'client.section': section } as unknown as Handlers,
  allowedOrigin: ORIGIN,
  missing: () => undefined,
  audit: { record: () => undefined, diagnostics: () => [] },
  clock,
});
const name: CallName = 'client.section';

serveRequests<CallsUnderTest>(helperPort(), {
  checked: async (payload) => (await registrar.answer(SENDER, name, payload)) as CallAnswer<'client.section'>,
  unchecked: async () => section(),
});
