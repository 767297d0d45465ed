import { describe, expect, it } from 'vitest';
import { isValidOn, smallCodeLists } from '../../shared/codes/index.ts';
import { isArtificial, parsePersonalIdentityCode } from '../../shared/domain/personal-identity-code.ts';
import { treatmentAbroadOf } from '../../src-main/training-service/benefits/other-sections.ts';
import type { Person } from '../../src-main/training-service/population/person.ts';
import { startTrainingService } from '../../src-main/training-service/start-training-service.ts';
import { populationUnderTest, sum, TODAY } from './person-files.ts';

const under = populationUnderTest();
const { offenders } = under;

describe('population', () => {
  it('has 20,000 persons with valid artificial codes, each once, found by the code', () => {
    const { population } = under.register;
    const codes = new Set<string>();
    for (let number = 0; number < population.size; number += 1) {
      const { personalIdentityCode: code, birthDate } = population.person(number);
      const parsed = parsePersonalIdentityCode(code, { allowArtificial: true, today: TODAY });
      if (!parsed.ok || !isArtificial(parsed.value) || population.numberOf(code) !== number)
        throw new Error(`Person ${number} has a wrong code`);
      if (population.homeMunicipality(number) !== population.person(number).homeMunicipality)
        throw new Error(`Person ${number} lives elsewhere than the list of homes says`);
      if (`${birthDate.slice(8)}${birthDate.slice(5, 7)}${birthDate.slice(2, 4)}` !== code.slice(0, 6))
        throw new Error(`Person ${number} was born on another day than the code says`);
      codes.add(code);
    }
    expect(codes.size).toBe(20_000);
  });

  it('is the same at every start', async () => {
    const other = await startTrainingService({
      dataFolder: null,
      personCount: 1000,
      now: () => new Date('2026-11-25T22:00:00Z'),
    });
    const same = [0, 5, 17, 300, 999].map((number) => [
      other.register.population.person(number),
      under.register.population.person(number),
      other.register.file(number).payments.length,
      under.register.file(number).payments.length,
    ]);
    await other.close();
    for (const [one, another, count, otherCount] of same) {
      expect(one).toEqual(another);
      expect(count).toBe(otherCount);
    }
  });

  it('lives in every county, by size', () => {
    const { population } = under.register;
    const counts = new Map<string, number>();
    for (let number = 0; number < population.size; number += 1) {
      const { homeMunicipality } = population.person(number);
      if (homeMunicipality === null) continue;
      const { county } = population.places.of(homeMunicipality);
      counts.set(county, (counts.get(county) ?? 0) + 1);
    }
    expect(counts.size).toBe(23);
    expect(counts.get('90')).toBeGreaterThan(counts.get('09') ?? 0);
    expect(counts.get('09')).toBeGreaterThan(counts.get('21') ?? 0);
  });

  it('has non-disclosure, guardians, deaths and clients of the reception centre', () => {
    const { population } = under.register;
    const all = Array.from({ length: population.size }, (_, number) => population.person(number));
    const share = (isSo: (person: Person) => boolean): number => all.filter(isSo).length / all.length;
    expect(share(({ nonDisclosure }) => nonDisclosure)).toBeGreaterThan(0.003);
    expect(share(({ nonDisclosure }) => nonDisclosure)).toBeLessThan(0.008);
    expect(share(({ deathDate }) => deathDate !== null)).toBeGreaterThan(0.002);
    expect(share(({ guardian }) => guardian !== null)).toBeGreaterThan(0.005);
    expect(share(({ receptionCentre }) => receptionCentre !== null)).toBeGreaterThan(0.005);
    expect(share(({ language }) => language === 'sv')).toBeGreaterThan(0.03);
  });
});

describe('the other sections', () => {
  it('recoveries: what remains is the amount less what was set off', () => {
    const wrong = offenders(
      ({ recoveries }) => recoveries,
      (recovery, { payments }) => {
        const taken = sum(
          payments
            .filter(({ benefitCode, status }) => benefitCode === recovery.benefitCode && status !== 'PLANNED')
            .flatMap(({ deductions }) => deductions)
            .filter(({ reason }) => reason === 'RECOVERY')
            .map(({ amount }) => amount),
        );
        if (recovery.remaining < 0 || recovery.remaining > recovery.amount) return false;
        if ((recovery.remaining === 0) !== (recovery.status === 'PAID')) return false;
        return recovery.way === 'SET_OFF' ? recovery.remaining === recovery.amount - taken : taken === 0;
      },
    );
    expect(wrong).toEqual([]);
    expect(under.files.some(({ file }) => file.recoveries.some(({ way }) => way === 'SET_OFF'))).toBe(true);
  });

  it('payment claims: payments to the organisation are the deductions of the payments sent', () => {
    const wrong = offenders(
      (file) => file['payment-claims'],
      (claim, { payments }) => {
        const taken = payments
          .filter(({ benefitCode, status }) => benefitCode === claim.benefitCode && status === 'SENT')
          .flatMap(({ deductions }) => deductions)
          .filter(({ reason, payee }) => reason === 'PAYMENT_CLAIM' && payee === claim.organisation.name);
        return (
          sum(claim.paymentsToOrganisation.map(({ amount }) => amount)) ===
            sum(taken.map(({ amount }) => amount)) && claim.statusHistory.at(-1)?.status === claim.status
        );
      },
    );
    expect(wrong).toEqual([]);
    expect(under.files.some(({ file }) => file['payment-claims'].length > 0)).toBe(true);
  });

  it('medicine deductible: never over the limit, reached when it is full', () => {
    const wrong = offenders(
      (file) => file['medicine-deductible'],
      ({ annualFilled, annualLimit, initialFilled, initialLimit, reachedOn, purchases, year }) =>
        annualFilled <= annualLimit &&
        initialFilled <= initialLimit &&
        initialFilled <= annualFilled &&
        (reachedOn !== null) === (annualFilled === annualLimit) &&
        (purchases.at(-1)?.cumulative ?? 0) === annualFilled &&
        purchases.every(({ date, cumulative }, index) => {
          const before = purchases[index - 1];
          return (
            date.startsWith(String(year)) &&
            date <= TODAY &&
            (before === undefined || (before.date < date && before.cumulative < cumulative))
          );
        }),
    );
    expect(wrong).toEqual([]);
    const years = under.files.flatMap(({ file }) => file['medicine-deductible']);
    expect(years.some(({ reachedOn }) => reachedOn !== null)).toBe(true);
    expect(years.find(({ year }) => year === 2026)).toMatchObject({ annualLimit: 63_612 });
  });

  it('pending matters have arrived, and wait for what is missing', () => {
    const wrong = offenders(
      ({ pending }) => pending,
      ({ arrivalDate, status, missingAttachments }) =>
        arrivalDate <= TODAY && (status === 'WAITING_INFO') === missingAttachments.length > 0,
    );
    expect(wrong).toEqual([]);
    const withPending = under.files.filter(({ file }) => file.pending.length > 0).length;
    expect(withPending / under.files.length).toBeGreaterThan(0.04);
  });

  it('treatment abroad shows published half-years only', () => {
    const { population } = under.register;
    const found = Array.from({ length: population.size }, (_, number) => population.person(number)).flatMap(
      (person) => treatmentAbroadOf(person, TODAY),
    );
    expect(found.length).toBeGreaterThan(10);
    for (const { halfYear, decisionDate, cost, reimbursement } of found) {
      expect(halfYear <= '2026-1').toBe(true);
      expect(halfYear.slice(0, 4)).toBe(decisionDate.slice(0, 4));
      expect(reimbursement).toBeLessThan(cost);
    }
  });

  it('uses codes of the code lists', () => {
    const known = (list: keyof typeof smallCodeLists, code: string): boolean =>
      smallCodeLists[list].find(code) !== null;
    const wrong = under.files.flatMap(({ file }) => [
      ...file.pending.filter(
        ({ kind, channel, status }) =>
          !known('pending-kinds', kind) ||
          !known('pending-channels', channel) ||
          !known('pending-statuses', status),
      ),
      ...file.decisions.filter(
        ({ result, payee }) => !known('decision-results', result) || !known('payee-kinds', payee.kind),
      ),
      ...file.decisions.flatMap(({ calculation }) => [
        ...(calculation?.incomes ?? []).filter(({ code }) => !known('income-kinds', code)),
        ...(calculation?.expenses ?? []).filter(({ code }) => !known('expense-kinds', code)),
      ]),
      ...file.payments.filter(({ status }) => !known('payment-statuses', status)),
      ...file.payments.flatMap(({ deductions }) =>
        deductions.filter(({ reason }) => !known('deduction-reasons', reason)),
      ),
      ...file['payment-claims'].filter(({ status }) => !known('claim-statuses', status)),
      ...file['insurance-coverage'].filter(({ ground }) => !known('insurance-grounds', ground)),
      ...file.recoveries.filter(
        ({ way, status }) => !known('recovery-ways', way) || !known('recovery-statuses', status),
      ),
      ...file['passed-by-others'].filter(({ kind }) => !known('passed-data-kinds', kind)),
      ...file['treatment-abroad'].filter(({ kind }) => !known('treatment-abroad-kinds', kind)),
    ]);
    expect(wrong).toEqual([]);
  });

  it('has every benefit of the amounts in force, and none before its time', () => {
    const codes = new Set(
      under.files.flatMap(({ file }) => file.payments.map(({ benefitCode }) => benefitCode)),
    );
    for (const code of ['TOTU', 'YAT', 'YLT', 'TMT', 'LL', 'KE-V', 'OPR', 'SPR', 'EAT'])
      expect(codes).toContain(code);
    const early = offenders(
      ({ payments }) => payments.filter(({ benefitCode }) => benefitCode === 'YLT'),
      ({ period }) => isValidOn({ validFrom: '2026-05-01' }, period.start),
    );
    expect(early).toEqual([]);
  });
});
