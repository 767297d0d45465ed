import type { IsoDate } from '../../../shared/domain/dates.ts';
import { timingOf, type Timing } from '../../../shared/domain/payday-calendar.ts';
import {
  completeClaim,
  type ClaimContext,
  type IncompleteClaim,
} from '../../../shared/domain/payment-claim/index.ts';
import type { ExistingClaim, PaymentClaim } from '../../../shared/domain/payment-claim/types.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { ClientView } from '../client/index.ts';
import { contextOf, existingClaims, surnameInitial } from './claim-context.ts';
import type { ClaimFilling } from './claim-filling.svelte.ts';
import { groupsOf, type GroupName } from './claim-groups.ts';
import { problemsOf, type ClaimProblem } from './claim-problems.ts';
import { readForm, type ReadForm } from './read-form.ts';

/** What the form comes to by the rules of the guide. */
export interface ClaimReading extends Pick<ReadForm, 'route' | 'channel'> {
  /** All problems of the claim as it stands. */
  readonly problems: readonly ClaimProblem[];
  /** The groups that the claim has as it stands. */
  readonly groups: readonly GroupName[];
  readonly benefitCode: string | null;
  readonly timing: Timing | null;
  /** Claims on the same benefit that the service has. */
  readonly claimsOnBenefit: readonly ExistingClaim[];
  complete(): Result<PaymentClaim, IncompleteClaim>;
}

export const createClaimReading = (
  client: ClientView,
  filling: ClaimFilling,
  today: () => IsoDate,
): ClaimReading => {
  const read = $derived(readForm(filling.filled, client.header.personalIdentityCode));
  const accountIds = $derived(
    filling.accounts.phase === 'ready' ? filling.accounts.accounts.map(({ accountId }) => accountId) : [],
  );
  const context = $derived<ClaimContext>(contextOf(client, read.channel, accountIds, today()));
  const problems = $derived(problemsOf(read, context));
  const groups = $derived(groupsOf(filling.form, read.route));
  const benefitCode = $derived(read.draft.benefitCode ?? null);
  const timing = $derived(
    benefitCode === null
      ? null
      : timingOf(benefitCode, today(), {
          surnameInitial: surnameInitial(client),
          from: read.draft.period?.start ?? null,
        }),
  );
  const claimsOnBenefit = $derived(
    existingClaims(client).filter((claim) => claim.benefitCode === benefitCode),
  );
  return {
    get route() {
      return read.route;
    },
    get channel() {
      return read.channel;
    },
    get problems() {
      return problems;
    },
    get groups() {
      return groups;
    },
    get benefitCode() {
      return benefitCode;
    },
    get timing() {
      return timing;
    },
    get claimsOnBenefit() {
      return claimsOnBenefit;
    },
    complete: () => completeClaim(read.draft, context),
  };
};
