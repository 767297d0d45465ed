/** What a caseworker does with notices, as calls of the service. */
import { randomUUID } from 'node:crypto';
import type { Notice, NoticeOutcome, NoticeRow, QueuePosition } from '../../shared/service-api/notices.ts';
import { routes } from '../../shared/service-api/routes.ts';
import type { Reply, ServiceClient } from './service-client.ts';

/** The whole work queue, page by page. */
export const queueOf = async (client: ServiceClient, closed = false): Promise<NoticeRow[]> => {
  const rows: NoticeRow[] = [];
  for (let after: QueuePosition | null = null; ;) {
    const reply = await client.call('listNotices', { body: { after, limit: 1000, closed } });
    const page = routes.listNotices.response.parse(reply.body);
    rows.push(...page.notices);
    const last = page.notices.at(-1);
    if (!page.hasMore || last === undefined) return rows;
    after = { visibleFrom: last.visibleFrom, id: last.id };
  }
};
export const open = async (client: ServiceClient, noticeId: string): Promise<NoticeOutcome> =>
  routes.openNotice.response.parse((await client.call('openNotice', { parameters: { noticeId } })).body);
export const opened = async (client: ServiceClient, noticeId: string): Promise<Notice> => {
  const outcome = await open(client, noticeId);
  if (outcome.outcome !== 'DONE') throw new Error(outcome.outcome);
  return outcome.notice;
};
export const handle = (
  client: ServiceClient,
  noticeId: string,
  version: number,
  action: unknown,
  key = randomUUID(),
): Promise<Reply> =>
  client.call('handleNotice', {
    parameters: { noticeId },
    body: { version, action },
    headers: { 'idempotency-key': key },
  });
export const acted = async (...parameters: Parameters<typeof handle>): Promise<NoticeOutcome> =>
  routes.handleNotice.response.parse((await handle(...parameters)).body);
export const transfer = (client: ServiceClient, body: unknown, key = randomUUID()): Promise<Reply> =>
  client.call('transferNotices', { body, headers: { 'idempotency-key': key } });
export const move = async (client: ServiceClient, municipality: string, rows: readonly NoticeRow[]) =>
  routes.transferNotices.response.parse(
    (
      await transfer(client, {
        municipality,
        reason: 'Asiakas on muuttanut',
        notices: rows.map(({ id, version }) => ({ id, version })),
      })
    ).body,
  );
