/** Parts of the tests that kill the program in the middle of a claim. */
import type { CallRequest } from '../../shared/ipc/contract.ts';
import {
  addDays,
  addMonths,
  formatFinnish,
  lastOfMonth,
  todayInHelsinki,
} from '../../shared/domain/dates.ts';
import { demoAdvance, namedClients } from '../../src-main/training-service/worked-examples.ts';
import { emptyForm } from '../../src-renderer/features/claims/claim-form.ts';
import { noAnswers, unasked } from '../service/claim-requests.ts';

export const demo = namedClients.find(({ exampleNumber }) => exampleNumber === 0)!;
export const demoClient = {
  name: 'Demonen Deni',
  personalIdentityCode: demo.personalIdentityCode,
};

/** From the environment, to repeat a run; else another one each time. */
export const killSeed = (): number => Number(process.env['KELMU_KILL_SEED'] ?? Date.now() % 1_000_000);

/** Each claim is on a month of its own: two on the same time would be refused as the same. */
export const claimOf = (
  payeeAccountId: string,
  monthsBack: number,
): CallRequest<'claims.register'>['claim'] => {
  const start = addMonths(demoAdvance(todayInHelsinki(new Date())).start, -monthsBack);
  const period = { start, end: lastOfMonth(start) };
  return {
    ...unasked,
    situation: 'A',
    answers: { ...noAnswers, benefitDecision: { state: 'pending', decisionDate: null } },
    benefitCode: 'YAT',
    legalBase: 'TOTUL_23',
    period,
    amount: { kind: 'total', cents: 32_000 },
    assistanceRows: [
      {
        month: period.start.slice(0, 7),
        decisionDate: period.start,
        decisionNumber: 'TT-1',
        kind: 'preventive',
        cents: 32_000,
      },
    ],
    care: null,
    payeeAccountId,
    handler: { name: 'Testi Esimerkki', phone: '040 123 4567', email: null },
    clientInformed: { informed: true, date: period.end },
  };
};

/** The same claim as the wizard's form has it: complete, up to the review. */
export const formOf = (payeeAccountId: string, monthsBack: number): string => {
  const start = addMonths(demoAdvance(todayInHelsinki(new Date())).start, -monthsBack);
  return JSON.stringify({
    ...emptyForm(),
    situation: 'A',
    benefitCode: 'YAT',
    benefitOwn: true,
    decisionState: 'pending',
    decisionOwn: true,
    amountKind: 'total',
    rows: [
      {
        key: 0,
        month: formatFinnish(start).split('.').slice(1).join('/'),
        decisionDate: formatFinnish(addDays(start, 3)),
        decisionNumber: 'TT-1',
        kind: 'preventive',
        amount: '320,00',
      },
    ],
    payeeAccountId,
    handlerName: 'Testi Esimerkki',
    handlerPhone: '040 123 4567',
    informed: true,
    informedDate: formatFinnish(start),
  });
};
