import type { MandateCode } from '../../shared/codes/index.ts';
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

/** What organisations have granted. Practice users' mandates can be taken away, to train for it. */
export const createMandateRegister = (): MandateRegister => {
  const ended = new Set<string>();
  const keyOf = ({ userId, organisationId, mandate }: MandateOfUser): string =>
    [userId, organisationId, mandate].join(' ');
  return {
    held: (user, organisationId) => {
      const found = user.memberships.find((membership) => membership.organisationId === organisationId);
      if (found === undefined) return null;
      const { mandates, validFrom, validTo, through } = found;
      return mandates
        .filter((mandate) => !ended.has(keyOf({ userId: user.userId, organisationId, mandate })))
        .map((code) => ({
          code,
          validTo,
          ...(validFrom !== undefined && { validFrom }),
          ...(through !== undefined && { through }),
        }));
    },
    end: (which) => void ended.add(keyOf(which)),
    restore: () => ended.clear(),
  };
};
