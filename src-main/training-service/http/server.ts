import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { success, type Result } from '../../../shared/domain/result.ts';
import type { Route } from '../../../shared/service-api/contract.ts';
import type { ProblemCode } from '../../../shared/service-api/problem.ts';
import { routes, trainingRoutes } from '../../../shared/service-api/routes.ts';
import type { ProofVerifier } from '../sign-in/proof-of-possession.ts';
import type { Session, Sessions } from '../sign-in/sessions.ts';
import type { AllRoutes, Call, Handlers } from './call.ts';
import { spoil, type Fault, type Faults } from './faults.ts';
import { problemOf, refuse, statusOf, type ServiceFailure } from './problem.ts';
import type { RateLimit } from './rate-limit.ts';

export interface ServerParts {
  readonly handlers: Handlers;
  readonly sessions: Sessions;
  /** Runs a request to its end, streams included. */
  readonly during: (run: () => void) => void;
  /** Told when an operation of a session was refused for want of a right, or found nothing that it may see. */
  readonly refused: (session: Session, operation: string, code: ProblemCode) => void;
  readonly proofs: ProofVerifier;
  readonly faults: Faults;
  readonly now: () => Date;
  readonly rateLimit: RateLimit;
  /** Request schemas that are looser than the contract, where the operation itself says what is wrong. */
  readonly looseRequests: Partial<Record<keyof AllRoutes, z.ZodType>>;
  /** Operations of training by path: each takes its body, and throws on one that it does not understand. */
  readonly controls: Readonly<Record<string, (body: unknown) => void>>;
  /** Called with what must not happen; the caller of the service sees SERVICE_FAILED only. */
  readonly onDefect: (error: unknown) => void;
  /** Adds the operations that are no JSON: streams, and the pages of the provider of practice. */
  readonly registerStreams?: (app: FastifyInstance, check: StreamCheck) => void;
}

/** The checks that a streaming operation shares with all others; null when the request is answered already. */
export type StreamCheck = (
  request: FastifyRequest,
  reply: FastifyReply,
) => Promise<{
  readonly call: Call;
  readonly fault: Fault | null;
  readonly fail: (error: ServiceFailure) => void;
} | null>;

const BODY_LIMIT = 64 * 1024;
const HEADER_LIMIT = 16 * 1024;
const REQUEST_TIMEOUT_MS = 30_000;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const pathOf = (request: FastifyRequest): string => request.url.split('?')[0] ?? request.url;
const addressOf = (request: FastifyRequest): string =>
  `http://${request.headers.host ?? ''}${pathOf(request)}`;

const send = (reply: FastifyReply, status: number, body: unknown, fault: Fault | null): void => {
  const text = spoil(fault?.kind ?? 'delay', JSON.stringify(body));
  const type = status >= 400 ? 'application/problem+json' : 'application/json';
  if (fault?.kind === 'cut' || fault?.kind === 'lost-answer') {
    reply.hijack();
    if (fault.kind === 'cut') {
      reply.raw.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text) });
      reply.raw.write(text.slice(0, Math.ceil(text.length / 2)), () => reply.raw.destroy());
    } else reply.raw.destroy();
    return;
  }
  void reply.code(status).header('content-type', `${type}; charset=utf-8`).send(text);
};

const sendFailure = (
  reply: FastifyReply,
  error: ServiceFailure,
  traceId: string,
  fault: Fault | null,
): void => {
  const problem = problemOf(error, traceId);
  // RFC 9449 section 7.1: which of token and proof was at fault.
  if (problem.status === 401)
    void reply.header(
      'www-authenticate',
      `DPoP error="${error.code === 'PROOF_INVALID' ? 'invalid_dpop_proof' : 'invalid_token'}"`,
    );
  if (problem.status === 429) void reply.header('retry-after', '1');
  send(reply, problem.status, problem, fault);
};

/** Answers by the fault alone where the operation must not run. True when it did. */
const answeredByFault = async (
  fault: Fault | null,
  reply: FastifyReply,
  traceId: string,
): Promise<boolean> => {
  if (fault?.delay !== undefined) await wait(fault.delay);
  if (fault?.kind === 'redirect') {
    void reply
      .code(307)
      .header('location', fault.location ?? 'https://elsewhere.invalid/')
      .send();
    return true;
  }
  if (fault?.kind === 'lost-request') {
    reply.hijack();
    reply.raw.destroy();
    return true;
  }
  if (fault?.kind === 'expired-token') {
    sendFailure(reply, { code: 'TOKEN_EXPIRED' }, traceId, null);
    return true;
  }
  if (fault?.kind !== 'status') return false;
  const status = fault.status ?? 500;
  if (fault.retryAfterSeconds !== undefined)
    void reply.header('retry-after', String(fault.retryAfterSeconds));
  if (status === 502) {
    void reply.code(502).header('content-type', 'text/html').send('<h1>502 Bad Gateway</h1>');
    return true;
  }
  const code = status === 429 ? 'TOO_MANY_REQUESTS' : status === 503 ? 'SERVICE_CLOSED' : 'SERVICE_FAILED';
  send(reply, status, problemOf({ code }, traceId), null);
  return true;
};

const authenticate = async (
  request: FastifyRequest,
  parts: ServerParts,
): Promise<Result<Session, ServiceFailure>> => {
  const [scheme, accessToken, ...rest] = (request.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'dpop' || accessToken === undefined || rest.length > 0)
    return refuse({ code: 'NOT_SIGNED_IN', detail: 'an access token of scheme DPoP is needed' });
  const checked = await parts.sessions.check(accessToken);
  if (!checked.ok) return checked;
  const thumbprint = await parts.proofs.verify({
    proof: request.headers['dpop'],
    method: request.method,
    url: addressOf(request),
    accessToken,
  });
  return thumbprint.ok ? parts.sessions.find(accessToken, thumbprint.value) : thumbprint;
};

const callOf = (
  request: FastifyRequest,
  session: Session | null,
  traceId: string,
  parts: ServerParts,
): Call => {
  const key = request.headers['idempotency-key'];
  return {
    traceId,
    idempotencyKey: typeof key === 'string' && UUID.test(key) ? key.toLowerCase() : null,
    session: () => {
      if (session === null) throw new Error('The operation runs without a session');
      return session;
    },
    parameter: (name) => (request.params as Record<string, string>)[name] ?? '',
    keyOfProof: () =>
      parts.proofs.verify({
        proof: request.headers['dpop'],
        method: request.method,
        url: addressOf(request),
        accessToken: null,
      }),
  };
};

type AnyHandler = (call: Call, body: unknown) => Promise<Result<unknown, ServiceFailure>>;

/** Forbidden, not there for this role, or against a rule: what a session asked for and did not get. */
const REFUSED: ReadonlySet<number> = new Set([403, 404, 422]);

const noteRefusal = (
  parts: ServerParts,
  session: Session,
  operation: string,
  error: ServiceFailure,
): void => {
  if (REFUSED.has(statusOf(error))) parts.refused(session, operation, error.code);
};

interface Operation {
  readonly name: string;
  readonly route: Omit<Route, 'response'>;
  readonly handler: AnyHandler;
}

/** What comes after the session: rate, role, body; then the operation. */
const runIn = async (
  session: Session | null,
  { route, handler }: Operation,
  request: FastifyRequest,
  traceId: string,
  parts: ServerParts,
): Promise<Result<unknown, ServiceFailure>> => {
  if (!parts.rateLimit.allow(session?.sessionId ?? request.ip)) return refuse({ code: 'TOO_MANY_REQUESTS' });
  if (route.authentication === 'role' && session?.role === null) return refuse({ code: 'ROLE_MISSING' });
  let body: unknown;
  if (route.request !== undefined) {
    const parsed = route.request.safeParse(request.body);
    if (!parsed.success) {
      // Names of fields only: a value may be personal data.
      const fields = parsed.error.issues.map((issue) => issue.path.join('.') || 'body').join(', ');
      return refuse({ code: 'REQUEST_INVALID', detail: `Not as the contract says: ${fields}`.slice(0, 900) });
    }
    body = parsed.data;
  }
  return handler(callOf(request, session, traceId, parts), body);
};

/** The checks that every operation shares, and the operation. A refusal is told, so that it leaves a record. */
const run = async (
  operation: Operation,
  request: FastifyRequest,
  traceId: string,
  parts: ServerParts,
): Promise<Result<unknown, ServiceFailure>> => {
  let session: Session | null = null;
  if (operation.route.authentication !== 'none') {
    const found = await authenticate(request, parts);
    if (!found.ok) return found;
    session = found.value;
  }
  const answer = await runIn(session, operation, request, traceId, parts);
  if (!answer.ok && session !== null) noteRefusal(parts, session, operation.name, answer.error);
  return answer;
};

const register = (app: FastifyInstance, name: keyof AllRoutes, parts: ServerParts): void => {
  const contract: Route = { ...routes, ...trainingRoutes }[name];
  const loose = parts.looseRequests[name];
  const route: Route = loose === undefined ? contract : { ...contract, request: loose };
  // The handler's types are checked where the handlers are put together; here all are alike.
  const handler = parts.handlers[name] as unknown as AnyHandler;
  app.route({
    method: route.method,
    url: route.path.replace(/\{(\w+)\}/g, ':$1'),
    handler: async (request, reply) => {
      const traceId = randomUUID();
      const fault = parts.faults.take(pathOf(request));
      if (await answeredByFault(fault, reply, traceId)) return reply;
      const answer = await run({ name, route, handler }, request, traceId, parts);
      if (answer.ok) send(reply, 200, answer.value, fault);
      else sendFailure(reply, answer.error, traceId, fault);
      return reply;
    },
  });
};

/** As before every other operation: fault, session, rate, role. */
const streamCheck =
  (parts: ServerParts): StreamCheck =>
  async (request, reply) => {
    const traceId = randomUUID();
    const fault = parts.faults.take(pathOf(request));
    if (await answeredByFault(fault, reply, traceId)) return null;
    const name = request.routeOptions.url ?? 'stream';
    const route = { authentication: 'role' } as Omit<Route, 'response'>;
    const checked = await run(
      { name, route, handler: async (call) => success(call) },
      request,
      traceId,
      parts,
    );
    if (!checked.ok) {
      sendFailure(reply, checked.error, traceId, null);
      return null;
    }
    const call = checked.value as Call;
    const fail = (error: ServiceFailure): void => {
      noteRefusal(parts, call.session(), name, error);
      sendFailure(reply, error, traceId, null);
    };
    return { call, fault, fail };
  };

const registerControls = (app: FastifyInstance, controls: ServerParts['controls']): void => {
  for (const [path, run] of Object.entries(controls))
    app.post(path, (request, reply) => {
      try {
        run(request.body ?? null);
        send(reply, 200, { set: true }, null);
      } catch {
        sendFailure(reply, { code: 'REQUEST_INVALID', detail: 'not understood' }, randomUUID(), null);
      }
      return reply;
    });
};

const readJson = (app: FastifyInstance): void => {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else void parse(request, body as string, done);
  });
};

/** The HTTP side of the service: every operation of the contract, the same checks before each. */
export const createServer = (parts: ServerParts): FastifyInstance => {
  const app = Fastify({
    // Nothing of a request is ever logged: bodies hold identity codes, headers hold tokens.
    logger: false,
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    routerOptions: { maxParamLength: 100 },
    forceCloseConnections: true,
    http: { maxHeaderSize: HEADER_LIMIT },
  });
  readJson(app);
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers({
      date: parts.now().toUTCString(),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    // A page in a browser must not reach the service by a name of its own that resolves to this machine.
    if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? ''))
      sendFailure(
        reply,
        { code: 'REQUEST_INVALID', detail: 'unknown host', status: 421 },
        randomUUID(),
        null,
      );
  });
  // After the body was read: what runs on from here is this request alone.
  app.addHook('preHandler', (_request, _reply, done) => parts.during(done));
  app.setNotFoundHandler((_request, reply) => {
    sendFailure(reply, { code: 'NOT_FOUND' }, randomUUID(), null);
  });
  app.setErrorHandler((error: { statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) parts.onDefect(error);
    sendFailure(
      reply,
      status >= 500 ? { code: 'SERVICE_FAILED' } : { code: 'REQUEST_INVALID', status },
      randomUUID(),
      null,
    );
  });
  for (const name of Object.keys({ ...routes, ...trainingRoutes }) as (keyof AllRoutes)[])
    register(app, name, parts);
  parts.registerStreams?.(app, streamCheck(parts));
  registerControls(app, parts.controls);
  return app;
};
