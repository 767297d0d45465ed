import type { Tone } from '../../ui/icon.ts';

const tones: Readonly<Record<string, Tone>> = {
  // pending matters
  RECEIVED: 'info',
  WAITING_INFO: 'warning',
  IN_PROGRESS: 'info',
  DECIDED: 'success',
  // decisions
  GRANTED: 'success',
  PARTLY: 'success',
  ADJUSTED: 'info',
  REJECTED: 'danger',
  TERMINATED: 'warning',
  SUSPENDED: 'warning',
  // payments
  PLANNED: 'info',
  SENT: 'success',
  RETURNED: 'warning',
  // recoveries
  OPEN: 'warning',
  PLAN: 'info',
  ENFORCEMENT: 'warning',
  PAID: 'success',
  // payment claims
  REGISTERED: 'info',
  HEARING: 'info',
  ACCEPTED: 'success',
  PARTLY_ACCEPTED: 'success',
  ACTIVE: 'success',
  END_REQUESTED: 'warning',
};

/** Tone of a status's tag; neutral for ended and unknown ones. */
export const toneOf = (status: string): Tone => tones[status] ?? 'neutral';
