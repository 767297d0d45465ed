import { formatFinnish, isoDate, type IsoDate } from '../../../shared/domain/dates.ts';
import type {
  ClaimChannel,
  ClaimContext,
  ExistingClaim,
} from '../../../shared/domain/payment-claim/types.ts';
import { existingClaimOf } from '../../../shared/service-api/claim-of-request.ts';
import { replyOf, type ClientView } from '../client/index.ts';
import { emptyForm, type ClaimForm } from './claim-form.ts';

const MANDATE = 'M1';

/** First letter of the surname, on which some paydays depend. */
export const surnameInitial = (client: ClientView): string => client.header.lastName.slice(0, 1);

/** Claims on the client that the service has, of any organisation. */
export const existingClaims = (client: ClientView): readonly ExistingClaim[] =>
  (replyOf(client.section('payment-claims'))?.items ?? []).map(existingClaimOf);

/** What the rules need to know beside the claim itself. */
export const contextOf = (
  client: ClientView,
  channel: ClaimChannel,
  payeeAccountIds: readonly string[],
  today: IsoDate,
): ClaimContext => ({
  today,
  channel,
  organisationEntitled: client.rights?.paymentClaims === true,
  mandateHeld: client.session?.role.organisation.mandates.some(({ code }) => code === MANDATE) === true,
  client: {
    birthDate: isoDate(client.header.birthDate),
    deathDate: client.header.deathDate === null ? null : isoDate(client.header.deathDate),
  },
  payeeAccountIds,
  existingClaims: existingClaims(client),
  surnameInitial: surnameInitial(client),
});

/** The form before anything is typed. */
export const startingForm = (client: ClientView, today: IsoDate): ClaimForm => ({
  ...emptyForm(),
  handlerName: client.session?.user.name ?? '',
  informedDate: formatFinnish(today),
});
