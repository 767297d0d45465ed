import { describe, expect, it } from 'vitest';
import { attachmentBytes, attachmentsOf } from './attachments.ts';
import { randomOf } from '../population/random.ts';
import type { Person } from '../population/person.ts';

const person = { language: 'fi' } as Person;

describe('attachments of the training data', () => {
  it('have the bytes that the notice tells, the same every time, and begin as what they are', () => {
    const starts: Readonly<Record<string, string>> = {
      'application/pdf': '255044462d312e34',
      'image/png': '89504e470d0a1a0a',
      'image/jpeg': 'ffd8ff',
      'application/rtf': '7b5c727466',
    };
    const seen = new Set<string>();
    for (let seed = 0; seed < 40; seed += 1)
      for (const attachment of attachmentsOf(person, randomOf('test', seed))) {
        const bytes = attachmentBytes(attachment);
        expect(bytes.length, attachment.name).toBe(attachment.bytes);
        expect(attachmentBytes(attachment).equals(bytes)).toBe(true);
        const start = starts[attachment.mediaType] ?? '';
        expect(bytes.subarray(0, start.length / 2).toString('hex')).toBe(start);
        if (attachment.mediaType === 'application/pdf') {
          const text = bytes.toString('latin1');
          const table = Number(/startxref\n(\d+)\n/.exec(text)?.[1]);
          expect(text.slice(table, table + 4)).toBe('xref');
        }
        seen.add(attachment.mediaType);
      }
    expect(seen.size).toBe(4);
  });
});
