import type { MandateCode } from '../../shared/codes/index.ts';
import { addDays, type IsoDate } from '../../shared/domain/dates.ts';
import type { HeldMandate } from '../../shared/service-api/roles.ts';
import type { PracticeUserRow } from './organisations.ts';

/** Which mandate of whom is meant. */
export interface MandateOfUser {
  readonly userId: string;
  readonly organisationId: string;
  readonly mandate: MandateCode;
}

export interface MandateRegister {
  /** Mandates of the user in the organisation, those that are over included; null where the user has none there. */
  held(user: PracticeUserRow, organisationId: string): readonly HeldMandate[] | null;
  /** Takes a mandate away, as an organisation does in Suomi.fi while its user is at work. */
  end(which: MandateOfUser): void;
  /** Gives back all that was taken away. */
  restore(): void;
}

/** What organisations have granted, counted from the start of the service. It can be taken away, to train for it. */
export const createMandateRegister = (today: () => IsoDate): MandateRegister => {
  /** The last day of what was taken away: the day before. */
  const ended = new Map<string, IsoDate>();
  const start = today();
  const keyOf = ({ userId, organisationId, mandate }: MandateOfUser): string =>
    [userId, organisationId, mandate].join(' ');
  return {
    held: ({ userId, memberships }, organisationId) => {
      const found = memberships.find((membership) => membership.organisationId === organisationId);
      if (found === undefined) return null;
      const { mandates, daysToBeginning, daysToEnd, through } = found;
      const lastDay = daysToEnd === undefined ? null : addDays(start, daysToEnd);
      return mandates.map((mandate) => ({
        code: mandate,
        validTo: ended.get(keyOf({ userId, organisationId, mandate })) ?? lastDay,
        ...(daysToBeginning !== undefined && { validFrom: addDays(start, daysToBeginning) }),
        ...(through !== undefined && { through }),
      }));
    },
    end: (which) => void ended.set(keyOf(which), addDays(today(), -1)),
    restore: () => ended.clear(),
  };
};
