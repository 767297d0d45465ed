/**
 * Strong methods of identification at an OpenID provider, with the assurance (`acr`) that stands for each: the
 * identifiers of Suomi.fi e-Identification (kehittajille.suomi.fi; domain chapter 10.2, source S53, S56).
 */
export const identityMethods = {
  'mobile-certificate': 'urn:oid:1.2.246.517.3002.110.3',
  'bank-codes': 'urn:oid:1.2.246.517.3002.110.1',
} as const;

/**
 * Minutes that the program waits for the user to come back from the browser: nobody can tell it that a page was
 * closed there. Shorter than the service's challenge lives (five minutes), so that who comes back in time gets in.
 */
export const identificationMinutes = 3;

export type IdentityMethod = keyof typeof identityMethods;

/** The method that an assurance stands for; null for one that is not strong enough, or not known. */
export const methodOfAssurance = (assurance: string): IdentityMethod | null =>
  assurance === identityMethods['mobile-certificate']
    ? 'mobile-certificate'
    : assurance === identityMethods['bank-codes']
      ? 'bank-codes'
      : null;
