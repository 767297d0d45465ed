import type { IsoDate } from '../../../shared/domain/dates.ts';

export type Unit = 'day' | 'month' | 'once';

/** A right to a benefit over a time, from which decisions and payments follow. */
export interface Entitlement {
  /** Tells a person's entitlements apart; becomes part of ids. */
  readonly key: string;
  readonly benefitCode: string;
  readonly start: IsoDate;
  readonly end: IsoDate | null;
  readonly appliedOn: IsoDate;
  /** Null: not decided yet, however long ago it was applied for. */
  readonly decidedOn: IsoDate | null;
  readonly unit: Unit;
  /** Gross euro cents of a unit on a day. */
  readonly amountOn: (day: IsoDate) => number;
  /** `january`: a new decision for each year; `yearly`: a review a year after the start. */
  readonly review: 'none' | 'january' | 'yearly';
  readonly payee?: { readonly kind: string; readonly name: string };
  /** Decided against the client: no payments. */
  readonly rejected?: true;
  /** Why the matter waits, while it is pending. */
  readonly missingAttachments?: readonly { readonly name: string; readonly dueDate: IsoDate }[];
  readonly urgent?: true;
  readonly channel?: string;
}

/** A payment claim that was there before the service started. */
export interface PastClaim {
  readonly key: string;
  readonly organisation: { readonly organisationId: string; readonly name: string };
  readonly situation: 'A' | 'B';
  readonly benefitCode: string;
  readonly start: IsoDate;
  readonly end: IsoDate | null;
  readonly registeredOn: IsoDate;
  readonly amount:
    | { readonly kind: 'whole-benefit' }
    | { readonly kind: 'fixed-per-payment'; readonly cents: number }
    | { readonly kind: 'total'; readonly cents: number };
  /** Status that the claim comes to when all its steps are past. */
  readonly finalStatus: string;
  readonly handlerName: string;
  /** Remarks of the service on the claim, from a day on. */
  readonly notes?: readonly { readonly on: IsoDate; readonly text: string }[];
}

export interface PastRecovery {
  readonly key: string;
  readonly benefitCode: string;
  readonly periodStart: IsoDate;
  readonly periodEnd: IsoDate;
  readonly amount: number;
  readonly decidedOn: IsoDate;
  readonly way: 'SET_OFF' | 'INVOICE' | 'ENFORCEMENT';
  readonly monthlySetOff: number | null;
}

/** Basic social assistance is decided month by month, from the other benefits of the month. */
export interface Assistance {
  readonly start: IsoDate;
  readonly end: IsoDate | null;
  readonly monthlyRent: number;
  /** Euro cents a month of the partner, who has a file of his or her own. */
  readonly partnerIncome: number;
  /** Share of the months whose decision lowers the basic amount, where it is not the usual one. */
  readonly reducedShare?: number;
}

/** What happens in a person's life with regard to benefits. */
export interface Life {
  readonly entitlements: readonly Entitlement[];
  readonly claims: readonly PastClaim[];
  readonly recoveries: readonly PastRecovery[];
  readonly assistance: Assistance | null;
  /** Reviews, notices of change and travel reimbursements now and then; the examples stay free of them. */
  readonly hasSmallMatters: boolean;
  readonly situation: 'child' | 'working' | 'student' | 'unemployed' | 'ill' | 'pensioner' | 'reception';
}
