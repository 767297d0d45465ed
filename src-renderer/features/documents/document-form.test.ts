import { expect, it } from 'vitest';
import { isoDate } from '../../../shared/domain/dates.ts';
import { documentProblems, emptyDocumentForm, type DocumentForm } from './document-form.ts';

const problemsOf = (
  form: Partial<DocumentForm>,
  pending: readonly string[] | null = ['m-1'],
  reading = false,
) =>
  documentProblems(
    [],
    { ...emptyDocumentForm(), way: 'PHONE', requestDate: '25.11.2026', ...form },
    {
      today: isoDate('2026-11-25'),
      reading,
      pending,
    },
  ).map(({ code }) => code);

it.each<readonly [string, Partial<DocumentForm>, readonly string[]]>([
  ['the client’s request of today', {}, []],
  ['a request of tomorrow', { requestDate: '26.11.2026' }, ['date-in-future']],
  ['a day that does not exist', { requestDate: '31.11.2026' }, ['date-unreadable']],
  ['no way of asking', { way: 'POST' }, ['way-missing']],
  ['a note of 500 characters', { note: 'ä'.repeat(500) }, []],
  ['a longer note', { note: 'ä'.repeat(501) }, ['note-too-long']],
  ['an application that is pending', { applicationId: 'm-1' }, []],
  ['an application that is no longer pending', { applicationId: 'm-2' }, ['application-gone']],
])('with %s', (_, form, expected) => {
  expect(problemsOf(form)).toEqual(['no-files', ...expected]);
});

it('lets an application stand where the pending ones are not known, and nothing go while files are read', () => {
  expect(problemsOf({ applicationId: 'm-2' }, null)).toEqual(['no-files']);
  expect(problemsOf({}, null, true)).toEqual(['still-reading']);
});
