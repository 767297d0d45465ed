import { appendFileSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../../shared/ipc/state.ts';
import type { Clock } from '../clock.ts';

/** What happened, never to whom: no client, no identity code, no PIN, no token, no free text of a user. */
export type AuditEvent =
  | { readonly event: 'started'; readonly version: string; readonly trainingMode: boolean }
  | { readonly event: 'signed-in'; readonly method: string }
  | { readonly event: 'sign-in-failed'; readonly code: string }
  | { readonly event: 'role-chosen' | 'role-ended' | 'rights-changed'; readonly purpose: string }
  | { readonly event: 'role-left' | 'stopped' }
  | { readonly event: 'locked' | 'signed-out'; readonly reason: string }
  | { readonly event: 'call-refused'; readonly call: string; readonly code: string }
  | { readonly event: 'call-failed'; readonly call: string; readonly error: string }
  | { readonly event: 'service-reply-refused'; readonly route: string; readonly code: string }
  | { readonly event: 'claim-registered' | 'client-looked-up' }
  | { readonly event: 'notice-handled' | 'claim-acted-on'; readonly kind: string }
  | { readonly event: 'notices-transferred' | 'documents-sent' }
  | { readonly event: 'list-opened'; readonly list: string; readonly period: string }
  | {
      readonly event: 'list-exported';
      readonly list: string;
      readonly period: string;
      readonly format: string;
      readonly rows: number;
    }
  | { readonly event: 'data-left-window'; readonly kind: string; readonly subject: string }
  | { readonly event: 'cache-rebuilt' | 'lists-wiped'; readonly reason: string }
  | { readonly event: 'navigation-refused' | 'permission-refused'; readonly kind: string };

export interface Audit {
  record(event: AuditEvent): void;
  diagnostics(): readonly Diagnostic[];
}

const DAYS_KEPT = 90;
const DAY = 24 * 3600 * 1000;
const FILE_NAME = /^audit-(\d{4}-\d{2}-\d{2})\.jsonl$/;

/**
 * The workstation's log of events: JSON lines, one file a day, kept for 90 days.
 * @param maximumBytes of one day's file; the last line then says that it is full
 */
export function createAudit(folder: string, clock: Clock, maximumBytes = 5 * 1024 * 1024): Audit {
  let failing = false;
  let cleanedOn = '';

  const day = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10);

  const removeOld = (today: string): void => {
    const oldest = day(clock.now() - DAYS_KEPT * DAY);
    for (const name of readdirSync(folder)) {
      const written = FILE_NAME.exec(name)?.[1];
      if (written !== undefined && written < oldest) rmSync(join(folder, name), { force: true });
    }
    cleanedOn = today;
  };

  const append = (event: AuditEvent): void => {
    const today = day(clock.now());
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (cleanedOn !== today) removeOld(today);
    const path = join(folder, `audit-${today}.jsonl`);
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    if (size >= maximumBytes) return;
    const time = new Date(clock.now()).toISOString();
    const line = `${JSON.stringify({ time, ...event })}\n`;
    const full = size + line.length >= maximumBytes ? `${JSON.stringify({ time, event: 'log-full' })}\n` : '';
    appendFileSync(path, line + full, { mode: 0o600 });
  };

  return {
    record: (event) => {
      try {
        append(event);
        failing = false;
      } catch {
        // Work goes on when the disk is full or read-only; the diagnostics name it.
        failing = true;
      }
    },
    diagnostics: () => (failing ? [{ code: 'audit-not-written', severity: 'warning' }] : []),
  };
}
