import type { RegisteredPaymentClaim } from '../../../shared/service-api/payment-claims.ts';
import { todayInHelsinki, type IsoDate } from '../../../shared/domain/dates.ts';
import { m } from '../../../shared/messages/generated/messages.js';
import { benefitName, date } from './words.ts';

type Task = RegisteredPaymentClaim['tasks'][number];

/** What is to be done about a claim, with the day by which. */
export const claimTaskText = ({ kind, dueOn, replacedBy }: Task): string => {
  switch (kind) {
    case 'post-paper':
      return dueOn === null
        ? m.register_task_post_paper_soon()
        : m.register_task_post_paper({ day: date(dueOn) });
    case 'report-end':
      return m.register_task_report_end({ day: dueOn === null ? '' : date(dueOn) });
    case 'check-benefit':
      return m.register_task_check_benefit({
        benefit: benefitName(replacedBy ?? '').toLocaleLowerCase('fi'),
      });
  }
};

/** The day on which a claim was registered. */
export const registrationDay = ({ registeredAt }: Pick<RegisteredPaymentClaim, 'registeredAt'>): IsoDate =>
  todayInHelsinki(new Date(registeredAt));
