import { cents, sumCents, type Cents } from '../../../shared/domain/money.ts';
import type { SocialAssistanceCalculation } from '../../../shared/service-api/benefit-sections.ts';

export interface CalculationSums {
  readonly applied: Cents;
  readonly accepted: Cents;
  readonly incomes: Cents;
}

/** Sums of the shown rows of a calculation of basic social assistance; the result itself is the service's. */
export const calculationSums = ({ expenses, incomes }: SocialAssistanceCalculation): CalculationSums => ({
  applied: sumCents(expenses.map(({ applied }) => cents(applied))),
  accepted: sumCents(expenses.map(({ accepted }) => cents(accepted))),
  incomes: sumCents(incomes.map(({ amount }) => cents(amount))),
});
