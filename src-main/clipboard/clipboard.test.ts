import { beforeEach, describe, expect, it } from 'vitest';
import { createFakeClipboard, type FakeClipboard } from '../../test/main/fake-clipboard.ts';
import { createFakeClock, type FakeClock } from '../../test/main/fake-clock.ts';
import { success } from '../../shared/domain/result.ts';
import { callFailure } from '../../shared/ipc/call-failure.ts';
import type { AuditEvents, LeavingData } from '../audit-events/audit-events.ts';
import { clipboardFormats } from './clipboard-formats.ts';
import { createTimedClipboard, type TimedClipboard } from './clipboard.ts';

const seconds = (count: number): number => count * 1000;

const othersCopy = (text: string): void => void Object.assign(desktop, { text, marked: false });

let clock: FakeClock;
let recorded: LeavingData[];
let recording: AuditEvents['record'];
let desktop: FakeClipboard;
let clipboard: TimedClipboard;

beforeEach(() => {
  desktop = createFakeClipboard();
  clock = createFakeClock();
  recorded = [];
  recording = async (event) => {
    recorded.push(event);
    return success(true);
  };
  const auditEvents: AuditEvents = { record: (event) => recording(event) };
  clipboard = createTimedClipboard({ system: desktop, clock, auditEvents });
});

const copy = (text: string) => clipboard.copy({ text, about: null });
const ofClient = { subject: 'identity-code', clientHandle: 'handle-1' } as const;

describe('a copied text', () => {
  it('is there for 30 seconds', async () => {
    expect(await copy('010594Y9032')).toEqual({ ok: true, value: { clearedAfterSeconds: 30 } });
    await clock.advance(seconds(29));
    expect(desktop.text).toBe('010594Y9032');
    await clock.advance(seconds(1));
    expect(desktop.text).toBe('');
    expect(recorded).toEqual([]);
  });

  it('is cleared at once when the session ends or is locked', async () => {
    await copy('010594Y9032');
    await clipboard.clearOwn();
    expect(desktop.text).toBe('');
  });

  it('is cleared even when the lock comes while it is being copied', async () => {
    const copying = copy('010594Y9032');
    const clearing = clipboard.clearOwn();
    await Promise.all([copying, clearing]);
    expect(desktop.text).toBe('');
  });

  it('gets its 30 seconds anew with each copy', async () => {
    await copy('one');
    await clock.advance(seconds(20));
    await copy('two');
    await clock.advance(seconds(20));
    expect(desktop.text).toBe('two');
    await clock.advance(seconds(10));
    expect(desktop.text).toBe('');
  });

  it('is known again when Windows has changed its line ends', async () => {
    await copy('one\ntwo');
    desktop.text = 'one\r\ntwo';
    await clipboard.clearOwn();
    expect(desktop.text).toBe('');
  });
});

describe('what is of a client', () => {
  it('is told to the audit trail before it is copied', async () => {
    recording = async (event) => {
      recorded.push(event);
      expect(desktop.text).toBe('');
      return success(true);
    };
    await clipboard.copy({ text: '010594Y9032', about: ofClient });
    expect(recorded).toEqual([{ kind: 'copy', ...ofClient }]);
    expect(desktop.text).toBe('010594Y9032');
  });

  it('is not copied when the audit trail cannot be told', async () => {
    recording = async () => callFailure('service-unreachable', { retriable: true });
    expect(await clipboard.copy({ text: '010594Y9032', about: ofClient })).toMatchObject({
      error: { code: 'service-unreachable' },
    });
    expect(desktop.text).toBe('');
  });
});

describe('what somebody else has copied meanwhile', () => {
  it('stays, after the time and at a lock', async () => {
    await copy('010594Y9032');
    othersCopy('shopping list');
    await clock.advance(seconds(31));
    await clipboard.clearOwn();
    expect(desktop.text).toBe('shopping list');
  });

  it('stays when nothing was copied here at all', async () => {
    othersCopy('shopping list');
    await clipboard.clearOwn();
    await clipboard.clearLeftover();
    expect(desktop.text).toBe('shopping list');
  });
});

describe('a clipboard that another program holds', () => {
  it('is named, and cleared as soon as it is free', async () => {
    await copy('010594Y9032');
    desktop.held = true;
    expect(await copy('other')).toMatchObject({ error: { code: 'clipboard-busy' } });
    await clock.advance(seconds(31));
    expect(desktop.text).toBe('010594Y9032');
    desktop.held = false;
    await clock.advance(seconds(1));
    expect(desktop.text).toBe('');
  });
});

it('clears what a crashed run has left, by its mark', async () => {
  desktop.text = '010594Y9032';
  desktop.marked = true;
  await clipboard.clearLeftover();
  expect(desktop.text).toBe('');
});

describe('the formats of a copy', () => {
  it('keep it out of the history and the cloud clipboard of Windows', async () => {
    const formats = clipboardFormats('text', 'win32');
    for (const name of [
      'CanIncludeInClipboardHistory',
      'CanUploadToCloudClipboard',
      'ExcludeClipboardContentFromMonitorProcessing',
    ]) {
      const value = formats[`electron application/osclipboard;format="${name}"`];
      expect(value).toBeInstanceOf(Blob);
      expect([...new Uint8Array(await (value as Blob).arrayBuffer())]).toEqual([0, 0, 0, 0]);
    }
    expect(formats['text/plain']).toBe('text');
  });

  it('are the text and the mark elsewhere', () => {
    expect(Object.keys(clipboardFormats('text', 'linux'))).toHaveLength(2);
  });
});
