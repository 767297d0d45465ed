import {
  documentLimits,
  type documentTypes,
  type requestWays,
} from '../../../shared/domain/documents/document-rules.ts';
import type { PhotoWarning } from '../../../shared/domain/documents/photo-quality.ts';
import { m } from '../../../shared/messages/generated/messages.js';
import { getLocale } from '../../../shared/messages/generated/runtime.js';
import type { DocumentFiles, RefusalReason } from './document-files.svelte.ts';
import type { DocumentProblemCode } from './document-form.ts';
import type { UploadProgress } from './upload.ts';

type Texts<Code extends string> = Readonly<Record<Code, () => string>>;

export const typeTexts: Texts<(typeof documentTypes)[number]> = {
  BANK_STATEMENT: m.documents_type_bank_statement,
  RENT_CONTRACT: m.documents_type_rent_contract,
  BILL: m.documents_type_bill,
  PAYSLIP: m.documents_type_payslip,
  OTHER_DECISION: m.documents_type_other_decision,
  MEDICAL_STATEMENT: m.documents_type_medical_statement,
  SITUATION_ACCOUNT: m.documents_type_situation_account,
  OTHER: m.documents_type_other,
};

export const wayTexts: Texts<(typeof requestWays)[number]> = {
  IN_PERSON: m.documents_request_in_person,
  PHONE: m.documents_request_phone,
  WRITTEN: m.documents_request_written,
};

const refusalTexts: Texts<RefusalReason> = {
  empty: m.documents_refusal_empty,
  'too-large': m.documents_refusal_too_large,
  'too-many': m.documents_refusal_too_many,
  'batch-too-large': m.documents_refusal_batch_too_large,
  heic: m.documents_refusal_heic,
  'other-picture': m.documents_refusal_other_picture,
  'office-document': m.documents_refusal_office_document,
  archive: m.documents_refusal_archive,
  'unknown-kind': m.documents_refusal_unknown_kind,
  'pdf-encrypted': m.documents_refusal_pdf_encrypted,
  'pdf-damaged': m.documents_refusal_pdf_damaged,
  'pdf-script': m.documents_refusal_pdf_script,
  'pdf-attachments': m.documents_refusal_pdf_attachments,
  'pdf-too-complex': m.documents_refusal_pdf_too_complex,
  'image-damaged': m.documents_refusal_image_damaged,
  'image-too-large': m.documents_refusal_image_too_large,
  'already-there': m.documents_refusal_already_there,
  hash: m.documents_refusal_hash,
  malware: m.documents_refusal_malware,
  folder: m.documents_refusal_folder,
  unreadable: m.documents_refusal_unreadable,
  unavailable: m.documents_refusal_unavailable,
};

/** Why a file is not taken, with what to do; of a reason that only the service knows its code, for the support. */
export const refusalText = (reason: RefusalReason): string =>
  (refusalTexts as Readonly<Record<string, (() => string) | undefined>>)[reason]?.() ??
  m.documents_refusal_other({ reason });

export const warningTexts: Texts<PhotoWarning> = {
  'too-small': m.documents_warning_too_small,
  'too-dark': m.documents_warning_too_dark,
  blurred: m.documents_warning_blurred,
};

export const problemTexts: Texts<DocumentProblemCode> = {
  'still-reading': m.documents_problem_still_reading,
  'no-files': m.documents_problem_no_files,
  'file-missing': m.documents_problem_file_missing,
  'type-missing': m.documents_problem_type,
  'months-unreadable': m.documents_problem_months,
  'way-missing': m.documents_problem_way,
  'date-missing': m.documents_problem_date_missing,
  'date-unreadable': m.documents_problem_date_unreadable,
  'date-in-future': m.documents_problem_date_future,
  'application-gone': m.documents_problem_application_gone,
  'note-too-long': m.documents_problem_note,
};

/**
 * Id of the field that a problem is about.
 * @param view id of the view: two clients may be open beside each other
 */
export const fieldIdOf = (view: string, code: DocumentProblemCode, file: string | null): string => {
  if (code === 'still-reading' || code === 'no-files' || code === 'file-missing') return `${view}-choose`;
  if (file !== null) return `document-${file}-${code === 'months-unreadable' ? 'months' : 'type'}`;
  if (code === 'way-missing') return `${view}-way`;
  if (code === 'application-gone') return `${view}-application`;
  return code === 'note-too-long' ? `${view}-note` : `${view}-date`;
};

const MEGABYTE = 1024 * 1024;

/** '1,3 Mt' of bytes; less than a tenth of a megabyte in kilobytes. */
export const sizeText = (bytes: number): string => {
  const small = bytes < MEGABYTE / 10;
  const number = new Intl.NumberFormat(getLocale(), { maximumFractionDigits: small ? 0 : 1 });
  return small
    ? m.documents_kilobytes({ count: number.format(Math.ceil(bytes / 1024)) })
    : m.documents_megabytes({ count: number.format(bytes / MEGABYTE) });
};

/** What still fits into the batch. */
export const roomText = ({ files, bytes }: DocumentFiles['room']): string => {
  if (files <= 0 || bytes <= 0) return m.documents_room_none();
  const size = sizeText(Math.min(bytes, files * documentLimits.fileBytes));
  return m.documents_room({ count: files, size });
};

/** Characters of the note that are left, or too many. */
export const noteText = (length: number): string => {
  const left = documentLimits.noteLength - length;
  return left < 0 ? m.documents_note_over({ count: -left }) : m.documents_note_left({ count: left });
};

/** How long the sending will take at its speed; null until that can be told. */
export const timeLeftText = ({ sent, total, bytesPerSecond, waiting }: UploadProgress): string | null => {
  if (bytesPerSecond === null || bytesPerSecond <= 0 || waiting !== null || sent >= total) return null;
  const seconds = (total - sent) / bytesPerSecond;
  return seconds < 60
    ? m.documents_seconds_left({ count: Math.ceil(seconds) })
    : m.documents_minutes_left({ count: Math.ceil(seconds / 60) });
};
