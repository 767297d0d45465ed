import { randomUUID } from 'node:crypto';
import { municipalities } from '../../../shared/codes/index.ts';
import { success, type Result } from '../../../shared/domain/result.ts';
import type { NoticeTransfer, TransferReceipt } from '../../../shared/service-api/notices.ts';
import { refuse, type ServiceFailure } from '../http/problem.ts';
import {
  conflictOf,
  eventOf,
  nameOf,
  ownNotice,
  record,
  type NoticeParts,
  type NoticeRole,
} from './notice-access.ts';
import { areaOf, lastChange } from './notice-views.ts';

type TransferResult = TransferReceipt['results'][number];

/** Moves one notice: the receiver gets a new one, the sender's copy is emptied. */
const transferOne = (
  parts: NoticeParts,
  role: NoticeRole,
  { municipality, reason }: NoticeTransfer,
  { id, version }: { readonly id: string; readonly version: number },
  county: string,
): TransferResult => {
  const notice = ownNotice(parts, role, id);
  const refused = (outcome: TransferResult['outcome'], change: TransferResult['change'] = null) => {
    record(parts, role, 'transferNotice', notice, outcome, reason);
    return { id, outcome, change };
  };
  if (notice === null) return refused('NOT_FOUND');
  const conflict = conflictOf(notice, version, 'transfer', parts.now());
  if (conflict !== null) return refused(conflict, lastChange(notice));
  if (notice.municipality === municipality) return refused('SAME_MUNICIPALITY');
  const event = eventOf(parts, role, 'transfer', reason);
  const { at } = event;
  const isTransfer = ({ kind }: { readonly kind: string }): boolean => kind === 'transfer';
  parts.notices.add([
    {
      ...notice,
      id: `n-${randomUUID()}`,
      area: areaOf(county),
      municipality,
      visibleFrom: Date.parse(at),
      state: 'NEW',
      owner: null,
      version: 1,
      transferredFrom: {
        organisationName: role.organisation.name.fi,
        userName: event.userName,
        municipality: notice.municipality,
        reason,
        at,
      },
      // Notes are the sender's own; the chain of transfers goes along.
      history: [...notice.history.filter(isTransfer), event],
    },
  ]);
  parts.notices.put({
    ...notice,
    personNumber: null,
    content: null,
    state: 'TRANSFERRED',
    version: notice.version + 1,
    transferredTo: municipality,
    transferredFrom: null,
    history: [{ ...event, note: null }],
  });
  record(parts, role, 'transferNotice', notice, 'OK', reason);
  return { id, outcome: 'DONE', change: null };
};

/** Moves notices to another municipality, as many as nobody else has changed meanwhile. */
export const transfer = (
  parts: NoticeParts,
  role: NoticeRole,
  body: NoticeTransfer,
): Result<TransferReceipt, ServiceFailure> => {
  const target = municipalities.find(body.municipality, parts.register.today());
  if (target === null) return refuse({ code: 'REQUEST_INVALID', detail: 'municipality' });
  // Before the first notice from elsewhere: a later filling must not come behind it.
  parts.ensureSeeded(target.county);
  const at = parts.now();
  const { municipality } = body;
  const receipt = {
    receiptNumber: parts.keys.receiptNumber('IS', at),
    at: at.toISOString(),
    municipality,
    results: body.notices.map((each) => transferOne(parts, role, body, each, target.county)),
  };
  const moved = receipt.results.filter(({ outcome }) => outcome === 'DONE').length;
  parts.notices.addTransfer(role.area, {
    receiptNumber: receipt.receiptNumber,
    at: receipt.at,
    municipality,
    userName: nameOf(role.user),
    moved,
    refused: receipt.results.length - moved,
  });
  return success(receipt);
};
