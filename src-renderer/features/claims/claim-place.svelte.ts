import type { CallError } from '../../../shared/ipc/errors.ts';
import type { ClaimFilling } from './claim-filling.svelte.ts';
import { isGroupBegun, pageOfField, type GroupName, type PageName } from './claim-groups.ts';
import type { ClaimProblem } from './claim-problems.ts';
import type { ClaimReading } from './claim-reading.svelte.ts';
import type { Mode } from './draft-form.ts';

export type GroupStatus = 'done' | 'to-do' | 'begun' | 'attention';

/** Where the user is, and which errors they have been shown. */
export interface ClaimPlace {
  mode: Mode;
  /** The group of questions that the guided mode shows. */
  page: PageName;
  /** How often the user was kept from going on; the error summary takes the focus when it grows. */
  readonly attempt: number;
  /** Errors that are shown: those of what the user has tried to leave or send. */
  readonly shownErrors: readonly ClaimProblem[];
  status(group: GroupName): GroupStatus;
  refuse(error: CallError): void;
  /** What the service has refused is over once the user goes on. */
  forgetRefusal(): void;
  /** Shows the errors of a page from now on; false when there are none. */
  keepFrom(page: PageName): boolean;
  forward(): void;
  back(): void;
  /** From the group both ways lead back to the review. */
  change(group: GroupName): void;
}

export const createClaimPlace = (filling: ClaimFilling, reading: ClaimReading): ClaimPlace => {
  let mode = $state<Mode>('guided');
  let wanted = $state<PageName>('situation');
  let tried = $state.raw<readonly PageName[]>([]);
  let attempt = $state(0);
  let backToReview = $state(false);
  let refused = $state.raw<readonly ClaimProblem[]>([]);

  const pages = $derived<readonly PageName[]>([...reading.groups, 'review']);
  // A group that an answer has closed gives way to the one where the answer stands.
  const page = $derived([wanted, 'benefit' as const].find((name) => pages.includes(name)) ?? 'situation');
  const errors = $derived([...reading.problems, ...refused].filter(({ severity }) => severity === 'error'));
  const errorsOf = (of: PageName): readonly ClaimProblem[] =>
    of === 'review' ? errors : errors.filter(({ field }) => pageOfField(field) === of);

  return {
    get mode() {
      return mode;
    },
    set mode(next) {
      mode = next;
    },
    get page() {
      return page;
    },
    set page(next) {
      wanted = next;
    },
    get attempt() {
      return attempt;
    },
    get shownErrors() {
      const whole = mode === 'fast' || page === 'review';
      if (refused.length > 0 || (whole && tried.includes('review'))) return errors;
      return tried.includes(page) ? errorsOf(page) : [];
    },
    status: (group) => {
      const found = errorsOf(group);
      if (found.length === 0) return 'done';
      if (found.some(({ code }) => code !== 'FIELD_REQUIRED')) return 'attention';
      return isGroupBegun(group, filling.form, filling.initial) ? 'begun' : 'to-do';
    },
    refuse: ({ violations = [] }) => {
      refused = violations.map(({ code, field }) => ({ code, field, severity: 'error', params: {} }));
      if (refused.length > 0) attempt += 1;
    },
    forgetRefusal: () => {
      refused = [];
    },
    keepFrom: (of) => {
      tried = [...tried, of];
      const isKept = errorsOf(of).length > 0;
      if (isKept) attempt += 1;
      return isKept;
    },
    forward: () => {
      wanted = backToReview ? 'review' : (pages[pages.indexOf(page) + 1] ?? 'review');
      if (wanted === 'review') backToReview = false;
    },
    back: () => {
      wanted = backToReview ? 'review' : (pages[Math.max(0, pages.indexOf(page) - 1)] ?? 'situation');
      backToReview = false;
    },
    change: (group) => {
      backToReview = true;
      wanted = group;
    },
  };
};
