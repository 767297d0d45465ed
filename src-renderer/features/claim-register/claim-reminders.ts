import { benefits } from '../../../shared/codes/index.ts';
import type { IsoDate } from '../../../shared/domain/dates.ts';
import { isReminder, lastSafeDayOf } from '../../../shared/domain/payment-claim/index.ts';
import type { CallResponse } from '../../../shared/ipc/contract.ts';
import type { ClaimReminder } from '../../../shared/service-api/claim-life.ts';

export type ListedDraft = CallResponse<'drafts.list'>['drafts'][number];

/** Something to do about a registered claim, or a draft whose last safe day is near. */
export interface Reminder {
  readonly key: string;
  readonly group: ClaimReminder['task']['kind'];
  readonly client: { readonly name: string; readonly personalIdentityCode: string };
  readonly benefitCode: string;
  /** What is to be done about a registered claim; null for a draft. */
  readonly task: ClaimReminder['task'] | null;
  readonly draft: ListedDraft | null;
  readonly dueOn: string | null;
}

/** Drafts that were not sent and must reach Kela within a few days, for a claim from today on. */
const ofDrafts = (drafts: readonly ListedDraft[], today: IsoDate): readonly Reminder[] =>
  drafts.flatMap((draft): readonly Reminder[] => {
    const { draftId, client, benefitCode } = draft;
    if (draft.sentAt !== null || benefits.find(benefitCode) === null) return [];
    const dueOn = lastSafeDayOf(
      { benefitCode, period: { start: today, end: null }, surnameInitial: client.name.charAt(0) },
      today,
    );
    if (dueOn === null || !isReminder({ kind: 'post-paper', dueOn }, today)) return [];
    return [{ key: draftId, group: 'post-paper', client, benefitCode, task: null, draft, dueOn }];
  });

/** All reminders of the start page, the nearest day first in each group. */
export const remindersOf = (
  reminders: readonly ClaimReminder[],
  drafts: readonly ListedDraft[],
  today: IsoDate,
): readonly Reminder[] => {
  const registered = reminders.map(({ claimId, client, benefitCode, task }): Reminder => ({
    key: `${claimId} ${task.kind}`,
    group: task.kind,
    client,
    benefitCode,
    task,
    draft: null,
    dueOn: task.dueOn,
  }));
  const due = ({ dueOn }: Reminder): string => dueOn ?? '';
  return [...registered, ...ofDrafts(drafts, today)].sort((one, other) =>
    due(one) < due(other) ? -1 : due(one) > due(other) ? 1 : 0,
  );
};
