import type { IsoDate } from '../../../shared/domain/dates.ts';
import type { PersonalIdentityCode } from '../../../shared/domain/personal-identity-code.ts';
import type { LaterLife } from './training-year.ts';

export type HouseholdRole = 'alone' | 'partner' | 'single-parent' | 'child';

/** What is known of a person before names and address: enough to make the identity code. */
export interface Outline {
  readonly birthDate: IsoDate;
  /** Chooses the first names and the parity of the individual number; nothing else follows from it. */
  readonly oddNumber: boolean;
  readonly role: HouseholdRole;
  /** Numbers of all members of the household, this person among them. */
  readonly memberNumbers: readonly number[];
  /** Clients of a reception centre: the id of its organisation. */
  readonly receptionCentre: string | null;
}

export interface HouseholdMember {
  /** Of the population; absent for members who are no persons of it. */
  readonly number?: number;
  readonly relation: 'spouse' | 'child' | 'parent' | 'sibling';
  readonly name: string;
  readonly birthDate: IsoDate;
}

export interface Person extends LaterLife {
  readonly number: number;
  readonly personalIdentityCode: PersonalIdentityCode;
  readonly birthDate: IsoDate;
  readonly deathDate: IsoDate | null;
  readonly lastName: string;
  readonly firstNames: string;
  readonly calledName: string;
  readonly language: string;
  /** Municipality codes; both null for nobody. */
  readonly homeMunicipality: string | null;
  readonly stayMunicipality: string | null;
  readonly address: { readonly street: string; readonly postalCode: string; readonly city: string };
  readonly nonDisclosure: boolean;
  readonly guardian: { readonly name: string; readonly phone: string | null } | null;
  readonly household: readonly HouseholdMember[];
  readonly role: HouseholdRole;
  /** The adult of a household to whom its common benefits (housing, children) are paid. */
  readonly isFirstAdult: boolean;
  readonly receptionCentre: string | null;
  /** Has sought treatment abroad; of everybody else chance decides. */
  readonly treatedAbroad?: true;
}
