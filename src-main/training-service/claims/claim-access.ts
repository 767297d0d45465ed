import type { Result } from '../../../shared/domain/result.ts';
import type { RegisteredPaymentClaim } from '../../../shared/service-api/payment-claims.ts';
import { requireFeature, type Access, type ActiveRole } from '../access.ts';
import type { ClientFile } from '../benefits/client-file.ts';
import type { Call } from '../http/call.ts';
import type { ServiceFailure } from '../http/problem.ts';

/** The role of a call that may make claims: an entitled organisation, mandate M1 and a fitting purpose. */
export const claimingRole = (access: Access, call: Call): Result<ActiveRole, ServiceFailure> => {
  const role = access.activeRole(call.session());
  if (!role.ok) return role;
  const { rights } = role.value;
  const allowed = requireFeature(rights, 'payment-claims', rights.paymentClaims, {
    code: 'CLAIM_ORG_NOT_ENTITLED',
  });
  return allowed.ok ? role : allowed;
};

const byNewest = (one: RegisteredPaymentClaim, other: RegisteredPaymentClaim): number =>
  one.registeredAt < other.registeredAt ? 1 : -1;

/** A client's claims as an organisation may see them: of others' neither what was sent nor what is to be done. */
export const claimsShownTo = (organisationId: string, file: ClientFile): readonly RegisteredPaymentClaim[] =>
  file['payment-claims']
    .map((claim): RegisteredPaymentClaim => {
      const ownClaim = claim.organisation.organisationId === organisationId;
      return ownClaim
        ? { ...claim, ownClaim }
        : { ...claim, ownClaim, reference: null, ownCaseId: null, end: null, tasks: [], request: null };
    })
    .sort(byNewest);
