import { routes } from '../../shared/service-api/routes.ts';
import type { Audit } from '../audit/audit.ts';
import type { Backend } from '../backend/backend.ts';
import type { Handlers } from '../ipc/ipc.ts';
import type { Attachments } from './attachments.ts';

export type Notices = Pick<
  Handlers,
  | 'notices.queue'
  | 'notices.changes'
  | 'notices.handlers'
  | 'notices.open'
  | 'notices.handle'
  | 'notices.transfer'
  | 'notices.transfers'
  | 'notices.save-attachments'
  | 'notices.alert'
>;

/** Notices about need for social care. Nothing of a notice is held here: the answers go to the window. */
export function createNotices(
  backend: Backend,
  audit: Audit,
  attachments: Pick<Attachments, 'save'>,
  alerts: Pick<Handlers, 'notices.alert'>,
): Notices {
  return {
    ...alerts,
    'notices.queue': (body) => backend.request(routes.listNotices, { body }),
    'notices.changes': (body) => backend.request(routes.noticeChanges, { body }),
    'notices.handlers': () => backend.request(routes.listNoticeHandlers),
    'notices.open': ({ noticeId }) => backend.request(routes.openNotice, { params: { noticeId } }),
    'notices.handle': async ({ noticeId, idempotencyKey, version, action }) => {
      const body = { version, action };
      const outcome = await backend.request(routes.handleNotice, {
        params: { noticeId },
        body,
        idempotencyKey,
      });
      if (outcome.ok) audit.record({ event: 'notice-handled', kind: action.kind });
      return outcome;
    },
    'notices.save-attachments': attachments.save,
    'notices.transfers': () => backend.request(routes.listNoticeTransfers),
    'notices.transfer': async ({ idempotencyKey, transfer }) => {
      const receipt = await backend.request(routes.transferNotices, { body: transfer, idempotencyKey });
      if (receipt.ok) audit.record({ event: 'notices-transferred' });
      return receipt;
    },
  };
}

export { createAttachments, type Attachments } from './attachments.ts';
export { createAlerts, type Attention } from './alerts.ts';
