import { randomUUID } from 'node:crypto';
import { parsePersonalIdentityCode } from '../../shared/domain/personal-identity-code.ts';
import { todayInHelsinki } from '../../shared/domain/dates.ts';
import type { Result } from '../../shared/domain/result.ts';
import { success } from '../../shared/domain/result.ts';
import type { SectionName } from '../../shared/domain/sections.ts';
import { callFailure } from '../../shared/ipc/call-failure.ts';
import type { CallRequest, CallResponse } from '../../shared/ipc/contract.ts';
import type { CallError, ErrorCode } from '../../shared/ipc/errors.ts';
import { sectionRoutes } from '../../shared/service-api/benefit-sections.ts';
import type { RequestOf, ResponseOf, Route } from '../../shared/service-api/contract.ts';
import type { ClientHeader } from '../../shared/service-api/clients.ts';
import { routes } from '../../shared/service-api/routes.ts';
import type { Audit } from '../audit/audit.ts';
import type { Backend } from '../backend/backend.ts';
import { createListeners } from '../listeners.ts';

export type DropReason = 'locked' | 'left' | 'rights' | 'signed-out';

export interface ClientRequest<R extends Route> {
  readonly body?: RequestOf<R>;
  readonly bytes?: Uint8Array<ArrayBuffer>;
  /** Further ids of the path, beside the client's. */
  readonly params?: Readonly<Record<string, string>>;
  readonly idempotencyKey?: string;
}

/**
 * The clients that are open in this session, under handles that mean nothing outside it. Of a client only the
 * service's opaque id is kept here; what the service answers goes to the window and is not held.
 */
export interface Clients {
  lookUp(request: CallRequest<'client.look-up'>): Promise<Result<CallResponse<'client.look-up'>, CallError>>;
  section(handle: string, section: SectionName): Promise<Result<CallResponse<'client.section'>, CallError>>;
  /** A request about an open client; cancelled when the client is left. */
  request<R extends Route>(
    handle: string,
    route: R,
    options?: ClientRequest<R>,
  ): Promise<Result<ResponseOf<R>, CallError>>;
  /** The service's id of an open client; undefined for a handle that is none. */
  idOf(handle: string): string | undefined;
  /** Cancels what is under way for the client and forgets the handle. */
  leave(handle: string): void;
  dropAll(reason: DropReason): void;
  /** Told of every client that was taken away; not of those that the user left. */
  onDropped(listener: (handle: string, reason: DropReason) => void): () => void;
}

export interface ClientsParts {
  readonly backend: Backend;
  readonly audit: Audit;
  /** Artificial identity codes are for training only. */
  readonly allowArtificial: boolean;
  /** Milliseconds since 1970 by the service. */
  readonly now: () => number;
}

interface OpenClient {
  readonly clientId: string;
  readonly abort: AbortController;
}

/** Refusals after which nothing more of the client may be shown. */
const RIGHTS_LOST: ReadonlySet<ErrorCode> = new Set([
  'client-outside-rights',
  'mandate-missing',
  'role-missing',
  'organisation-unknown',
  'purpose-not-allowed',
]);
/** A reason shorter than this says nothing; the service refuses it too. */
const SHORTEST_REASON = 10;

/** Under non-disclosure nothing tells where the client lives, whatever the service says. */
const withoutPlace = (header: ClientHeader): ClientHeader =>
  header.nonDisclosure
    ? { ...header, homeMunicipality: null, stayMunicipality: null, address: null }
    : header;

export function createClients(parts: ClientsParts): Clients {
  const { backend, audit } = parts;
  const dropped = createListeners<[string, DropReason]>();
  const open = new Map<string, OpenClient>();
  /** Dies with every `dropAll`: a look-up that was under way then must not open a client afterwards. */
  let era = new AbortController();

  const forget = (handle: string): boolean => {
    open.get(handle)?.abort.abort();
    return open.delete(handle);
  };

  const drop = (handle: string, reason: DropReason): void => {
    if (forget(handle)) dropped.tell(handle, reason);
  };

  const request: Clients['request'] = async (handle, route, options = {}) => {
    const client = open.get(handle);
    if (!client) return callFailure('client-left');
    const params = { ...options.params, clientId: client.clientId };
    const outcome = await backend.request(route, { ...options, params, signal: client.abort.signal });
    if (client.abort.signal.aborted) return callFailure('client-left');
    if (!outcome.ok && RIGHTS_LOST.has(outcome.error.code)) drop(handle, 'rights');
    return outcome;
  };

  const lookUp: Clients['lookUp'] = async ({ personalIdentityCode, reason, nonDisclosureConfirmed }) => {
    const { allowArtificial } = parts;
    const today = todayInHelsinki(new Date(parts.now()));
    const parsed = parsePersonalIdentityCode(personalIdentityCode, { allowArtificial, today });
    if (!parsed.ok) return callFailure('identity-code-invalid', { reason: parsed.error.code });
    if (reason !== null && reason.trim().length < SHORTEST_REASON) return callFailure('reason-required');
    const { signal } = era;
    const body = { personalIdentityCode: parsed.value, reason, nonDisclosureConfirmed };
    const found = await backend.request(routes.searchClient, { body, signal });
    if (signal.aborted) return callFailure('cancelled', { retriable: true });
    if (!found.ok) return found;
    if (found.value.personalIdentityCode !== parsed.value) {
      audit.record({
        event: 'service-reply-refused',
        route: routes.searchClient.path,
        code: 'service-reply-mismatch',
      });
      return callFailure('service-reply-mismatch');
    }
    const clientHandle = randomUUID();
    open.set(clientHandle, { clientId: found.value.clientId, abort: new AbortController() });
    audit.record({ event: 'client-looked-up' });
    return success({ clientHandle, header: withoutPlace(found.value) });
  };

  return {
    lookUp,
    section: (handle, section) => request(handle, sectionRoutes[section]),
    request,
    idOf: (handle) => open.get(handle)?.clientId,
    leave: (handle) => void forget(handle),
    dropAll: (reason) => {
      era.abort();
      era = new AbortController();
      for (const handle of [...open.keys()]) drop(handle, reason);
    },
    onDropped: dropped.add,
  };
}
