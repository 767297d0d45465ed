import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type Reply = (response: ServerResponse, request: SeenRequest) => void;

/** A real HTTP server whose replies a test writes: one after the other for each operation, the last one stays. */
export interface ScriptedService {
  readonly address: string;
  readonly seen: SeenRequest[];
  on(operation: string, ...replies: Reply[]): void;
  close(): Promise<void>;
}

export const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Reply =>
  (response) => {
    const type = status < 400 ? 'application/json' : 'application/problem+json';
    response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, ...headers });
    response.end(JSON.stringify(body));
  };

export const problemReply = (
  status: number,
  code: string,
  more: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Reply => json(status, { type: 'about:blank', title: code, status, code, ...more }, headers);

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

export async function startScriptedService(): Promise<ScriptedService> {
  const scripts = new Map<string, Reply[]>();
  const seen: SeenRequest[] = [];
  const server: Server = createServer((incoming, response) => {
    void bodyOf(incoming).then((body) => {
      const { method = '', url: path = '', headers } = incoming;
      const request = { method, path, headers, body };
      seen.push(request);
      const replies = scripts.get(`${method} ${path}`) ?? [problemReply(404, 'NOT_FOUND')];
      const reply = replies.length > 1 ? replies.shift() : replies[0];
      reply?.(response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    on: (operation, ...replies) => void scripts.set(operation, replies),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
