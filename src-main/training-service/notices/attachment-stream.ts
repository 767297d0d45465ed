import type { FastifyInstance } from 'fastify';
import { readNoticeAttachment } from '../../../shared/service-api/notices.ts';
import type { Call } from '../http/call.ts';
import { refuse } from '../http/problem.ts';
import type { StreamCheck } from '../http/server.ts';
import { success } from '../../../shared/domain/result.ts';
import { attachmentBytes } from './attachments.ts';
import { ownNotice, record, roleOf, type NoticeParts } from './notice-access.ts';

const found = (parts: NoticeParts, call: Call) => {
  const role = roleOf(parts, call);
  if (!role.ok) return role;
  const notice = ownNotice(parts, role.value, call.parameter('noticeId'));
  const wanted = call.parameter('attachmentId');
  const attachment = notice?.content?.attachments.find(({ id }) => id === wanted);
  record(parts, role.value, 'readNoticeAttachment', notice, attachment === undefined ? 'NOT_FOUND' : 'OK');
  if (attachment === undefined) return refuse({ code: 'NOT_FOUND' });
  return success({ attachment, bytes: attachmentBytes(attachment) });
};

/** Serves the bytes of attachments. They are not JSON, so they come beside the other operations. */
export const attachmentStreams =
  (parts: NoticeParts) =>
  (app: FastifyInstance, check: StreamCheck): void => {
    app.get(readNoticeAttachment.path.replace(/\{(\w+)\}/g, ':$1'), async (request, reply) => {
      const checked = await check(request, reply);
      if (checked === null) return reply;
      const answer = found(parts, checked.call);
      if (!answer.ok) {
        checked.fail(answer.error);
        return reply;
      }
      const { attachment, bytes } = answer.value;
      if (checked.fault?.kind === 'cut') {
        reply.hijack();
        reply.raw.writeHead(200, {
          'content-type': attachment.mediaType,
          'content-length': bytes.length,
        });
        reply.raw.write(bytes.subarray(0, bytes.length / 2), () => reply.raw.destroy());
        return reply;
      }
      return reply.header('content-type', attachment.mediaType).send(bytes);
    });
  };
