import { describe, expect, it } from 'vitest';
import type { Notice } from '../../../shared/service-api/notices.ts';
import { overwriteGetLocale } from '../../../shared/messages/generated/runtime.js';
import { arrivalItems, contactItems, contentItems, eventText, transferText } from './notice-items.ts';
import { noticeOf, rowAt } from './pretended-queue.ts';

overwriteGetLocale(() => 'en');
const base = noticeOf(rowAt(1, { due: '2026-11-12' }));
const notice = (changes: {
  readonly client?: Partial<Notice['client']>;
  readonly content?: Partial<Notice['content']>;
  readonly row?: Partial<Notice>;
}): Notice => ({
  ...base,
  ...changes.row,
  client: { ...base.client, ...changes.client },
  content: { ...base.content, ...changes.content },
});
const values = (items: readonly { key: string; value?: string | undefined }[]): Record<string, unknown> =>
  Object.fromEntries(items.map(({ key, value }) => [key, value]));

describe('what a notice says', () => {
  it('where it came from, since when it waits in Finland, and until when it needs an act', () =>
    expect(values(arrivalItems(notice({ row: { madeAt: '2026-10-31T22:30:00Z' } })))).toEqual({
      sender: expect.stringContaining('1.11.2026') as string,
      arrived: expect.stringContaining('1.11.2026') as string,
      due: '12.11.2026',
      municipality: 'Tampere',
    }));

  it('consent with its ground, of the type that carries it', () => {
    const without = { consent: { given: false, ground: 'Cannot look after herself' } };
    const said = (type: string, content: Partial<Notice['content']>) =>
      values(contentItems(notice({ row: { type }, content })))['consent'];
    expect(said('N1', without)).toBe('Without consent: Cannot look after herself');
    expect(said('N1', {})).toBe('With the client’s consent');
    expect(said('N2', {})).toBeUndefined();
  });

  it('months, expenses, a reduction, unemployment, and a code that nobody knows as it is', () => {
    const content = {
      reasons: ['HOUSING', 'NEWER'],
      wishesTalk: true,
      months: ['2026-09', '2026-10'],
      expenses: [{ code: 'ELECTRICITY', amount: 12_050 }],
      reduction: {
        percent: 20,
        start: '2026-12-01',
        end: '2027-01-31',
        ground: 'No registration',
        promptDate: '2026-10-02',
        explanation: null,
      },
      unemployment: { months: 4, firstMonth: '2026-07', start: '2026-06-15', hasEmploymentPlan: false },
    };
    expect(values(contentItems(notice({ content })))).toMatchObject({
      reasons: 'Housing, NEWER',
      talk: 'Yes',
      months: '9/2026, 10/2026',
      expenses: expect.stringMatching(/^Electricity 120[.,]50/) as string,
      reduction: expect.stringMatching(/^20%, 1\.12\.2026–31\.1\.2027$/) as string,
      ground: 'No registration',
      prompt: '2.10.2026',
      unemployment: '15.6.2026',
      'months-count': '4',
      plan: 'No',
    });
  });

  it('how the client is reached: language, interpreter, no address under non-disclosure', () => {
    const address = { street: 'Testikatu 1', postalCode: '33100', city: 'Tampere' };
    const said = (client: Partial<Notice['client']>) => values(contactItems(notice({ client }), 'en'));
    expect(said({ address, language: 'so', interpreterLanguage: 'so' })).toMatchObject({
      phone: 'Not known',
      address: 'Testikatu 1, 33100 Tampere',
      language: 'Somali',
      interpreter: 'Somali',
    });
    expect(said({ address, nonDisclosure: true, phone: '029 000 1' })).toMatchObject({
      phone: undefined,
      address: 'Non-disclosure for safety',
      interpreter: 'No',
    });
  });
});

describe('who did what', () => {
  const event = {
    at: '2026-11-20T08:00:00.000Z',
    kind: 'close',
    userName: 'Aino Testinen',
    organisationName: 'Pirkanmaan hyvinvointialue',
    note: 'No answer',
    result: 'NOT_REACHED',
  };

  it('tells a closing with its result and note', () =>
    expect(eventText(event, '')).toMatch(/^20\.11\.2026 .*Closed: Not reached, Aino Testinen: No answer$/));

  it('names the organisation of what was done before the notice came here, and who sent it and why', () => {
    const transfer = { at: event.at, kind: 'transfer', userName: 'A', organisationName: 'B', note: 'Moved' };
    expect(eventText(transfer, event.at)).toMatch(/Transferred, A, B: Moved$/);
    const transferredFrom = {
      organisationName: 'B',
      userName: 'A',
      municipality: '837',
      reason: 'Moved',
      at: event.at,
    };
    expect(transferText(notice({ row: { transferredFrom } }))).toMatch(
      /^Transferred by A, B \(Tampere\) 20\.11\.2026 .*: Moved$/,
    );
    expect(transferText(notice({}))).toBeNull();
  });
});
