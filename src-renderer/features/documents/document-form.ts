import { parseFinnish, type IsoDate } from '../../../shared/domain/dates.ts';
import {
  documentLimits,
  documentTypes,
  monthsOf,
  requestWays,
} from '../../../shared/domain/documents/document-rules.ts';
import type { DocumentBatch } from '../../../shared/service-api/documents.ts';
import type { DraftFile } from './document-files.svelte.ts';

/** What is told of the whole batch, as it is typed. */
export interface DocumentForm {
  way: string;
  requestDate: string;
  /** Id of a pending matter; empty: new or unknown. */
  applicationId: string;
  note: string;
}

export const emptyDocumentForm = (): DocumentForm => ({
  way: '',
  requestDate: '',
  applicationId: '',
  note: '',
});

export type DocumentProblemCode =
  | 'still-reading'
  | 'no-files'
  | 'file-missing'
  | 'type-missing'
  | 'months-unreadable'
  | 'way-missing'
  | 'date-missing'
  | 'date-unreadable'
  | 'date-in-future'
  | 'application-gone'
  | 'note-too-long';

/** What keeps the documents from leaving. */
export interface DocumentProblem {
  readonly code: DocumentProblemCode;
  /** Key of the file that it is about. */
  readonly file: string | null;
}

export interface DocumentContext {
  readonly today: IsoDate;
  /** Files are still being read: what is sent now would lack them. */
  readonly reading: boolean;
  /** Ids of the client's pending matters; null where they are not known. */
  readonly pending: readonly string[] | null;
}

const dateProblem = (typed: string, today: IsoDate): DocumentProblemCode | null => {
  if (typed.trim() === '') return 'date-missing';
  const date = parseFinnish(typed);
  if (!date.ok) return 'date-unreadable';
  return date.value > today ? 'date-in-future' : null;
};

/** Why the batch cannot be sent, in the order of the view. Without the client's request nothing leaves. */
export const documentProblems = (
  files: readonly DraftFile[],
  form: DocumentForm,
  { today, reading, pending }: DocumentContext,
): readonly DocumentProblem[] => {
  const date = dateProblem(form.requestDate, today);
  const gone = form.applicationId !== '' && pending?.includes(form.applicationId) === false;
  const whole: readonly (DocumentProblemCode | false | null)[] = [
    !requestWays.some((way) => way === form.way) && 'way-missing',
    date,
    gone && 'application-gone',
    form.note.length > documentLimits.noteLength && 'note-too-long',
  ];
  return [
    ...(reading ? [{ code: 'still-reading', file: null } as const] : []),
    ...(files.length === 0 && !reading ? [{ code: 'no-files', file: null } as const] : []),
    ...files.flatMap(({ key, content, documentType, months }): DocumentProblem[] => [
      ...(content === null ? [{ code: 'file-missing', file: key } as const] : []),
      ...(documentType === '' ? [{ code: 'type-missing', file: key } as const] : []),
      ...(monthsOf(months) === null ? [{ code: 'months-unreadable', file: key } as const] : []),
    ]),
    ...whole.flatMap((code) => (code ? [{ code, file: null }] : [])),
  ];
};

/** The batch as the contract has it; null while anything is missing. */
export const batchOf = (files: readonly DraftFile[], form: DocumentForm): DocumentBatch | null => {
  const way = requestWays.find((each) => each === form.way);
  const date = parseFinnish(form.requestDate);
  const told = files.map(({ name, kind, size, sha256, documentType, months, rotation }) => ({
    name,
    kind,
    bytes: size,
    sha256,
    documentType: documentTypes.find((each) => each === documentType),
    months: [...(monthsOf(months) ?? [])],
    rotation,
  }));
  const complete = told.flatMap(({ documentType, ...file }) =>
    documentType ? [{ ...file, documentType }] : [],
  );
  if (way === undefined || !date.ok || complete.length < told.length) return null;
  const note = form.note.trim();
  return {
    clientRequest: { way, date: date.value },
    applicationId: form.applicationId === '' ? null : form.applicationId,
    note: note === '' ? null : note,
    files: complete,
  };
};
