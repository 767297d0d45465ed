import type { Notice, NoticeEvent } from '../../../shared/service-api/notices.ts';
import { m } from '../../../shared/messages/generated/messages.js';
import { formatCents, formatDate, formatDateTime } from '../../platform/format.ts';
import type { KeyValueItem } from '../../ui/index.ts';
import {
  eventNames,
  expenseNames,
  monthName,
  municipalityName,
  nameIn,
  reasonNames,
  resultNames,
} from './words.ts';

const item = (key: string, label: string, value: string | null): KeyValueItem[] =>
  value === null || value === '' ? [] : [{ key, label, value }];

const languageName = (code: string, locale: string): string =>
  new Intl.DisplayNames([locale], { type: 'language', fallback: 'code' }).of(code) ?? code;

/** Where the notice came from, since when it waits, and until when it needs an act. */
export const arrivalItems = (notice: Notice): readonly KeyValueItem[] => [
  ...item('sender', m.notices_sender(), m.notices_sender_kela({ at: formatDateTime(notice.madeAt) })),
  ...item('arrived', m.notices_arrived(), formatDateTime(notice.visibleFrom)),
  ...item('due', m.notices_due(), notice.due && formatDate(notice.due)),
  ...item('municipality', m.notices_municipality(), municipalityName(notice.municipality)),
];

/** How the client is reached. */
export const contactItems = ({ client }: Notice, locale: string): readonly KeyValueItem[] => {
  const { address } = client;
  const where = address === null ? null : `${address.street}, ${address.postalCode} ${address.city}`;
  const { interpreterLanguage } = client;
  return [
    // With a button to copy, which the view draws.
    { key: 'identity', label: m.notices_identity() },
    ...(client.phone === null
      ? item('phone', m.notices_phone(), m.notices_not_known())
      : [{ key: 'phone', label: m.notices_phone() }]),
    ...item('address', m.notices_address(), client.nonDisclosure ? m.notices_non_disclosure() : where),
    ...item('language', m.notices_language(), languageName(client.language, locale)),
    ...item(
      'interpreter',
      m.notices_interpreter(),
      interpreterLanguage === null ? m.notices_none() : languageName(interpreterLanguage, locale),
    ),
  ];
};

const reductionItems = ({ content: { reduction } }: Notice): readonly KeyValueItem[] => {
  if (reduction === null) return [];
  const { percent, start, end, ground, promptDate, explanation } = reduction;
  const text = m.notices_reduction_text({ percent, start: formatDate(start), end: formatDate(end) });
  return [
    ...item('reduction', m.notices_reduction(), text),
    ...item('ground', m.notices_ground(), ground),
    ...item('prompt', m.notices_prompt_date(), formatDate(promptDate)),
    ...item('explanation', m.notices_explanation(), explanation),
  ];
};

const unemploymentItems = ({ content: { unemployment } }: Notice): readonly KeyValueItem[] =>
  unemployment === null
    ? []
    : [
        ...item('unemployment', m.notices_unemployment(), formatDate(unemployment.start)),
        ...item('months-count', m.notices_months_count(), String(unemployment.months)),
        ...item(
          'plan',
          m.notices_plan(),
          unemployment.hasEmploymentPlan ? m.notices_yes() : m.notices_none(),
        ),
      ];

/** What the notice says. */
export const contentItems = (notice: Notice): readonly KeyValueItem[] => {
  const { content } = notice;
  const expenses = content.expenses.map(
    ({ code, amount }) => `${nameIn(expenseNames, code)} ${formatCents(amount)}`,
  );
  const consent = content.consent.given
    ? m.notices_consent_given()
    : m.notices_consent_not({ ground: content.consent.ground ?? '' });
  return [
    ...item(
      'reasons',
      m.notices_reasons(),
      content.reasons.map((code) => nameIn(reasonNames, code)).join(', '),
    ),
    ...item('text', m.notices_officer_text(), content.officerText),
    ...(content.wishesTalk ? item('talk', m.notices_wishes_talk(), m.notices_yes()) : []),
    ...item('months', m.notices_months(), content.months.map(monthName).join(', ')),
    ...item('expenses', m.notices_expenses(), expenses.join('; ')),
    // A link, which the view draws.
    ...(content.decision === null ? [] : [{ key: 'decision', label: m.notices_decision() }]),
    ...reductionItems(notice),
    ...unemploymentItems(notice),
    ...(notice.type === 'N1' ? item('consent', m.notices_consent(), consent) : []),
    ...item('result', m.notices_result(), notice.result && nameIn(resultNames, notice.result)),
  ];
};

/** Who sent the notice on, and why; null for one that came from Kela. */
export const transferText = ({ transferredFrom }: Notice): string | null =>
  transferredFrom === null
    ? null
    : m.notices_from({
        user: transferredFrom.userName,
        organisation: transferredFrom.organisationName,
        municipality: municipalityName(transferredFrom.municipality),
        at: formatDateTime(transferredFrom.at),
        reason: transferredFrom.reason,
      });

/**
 * What somebody did, and when. Acts before the notice came here are those of another organisation, which is named.
 * @param cameAt when it was transferred here, ISO; '' for a notice that came from Kela
 */
export const eventText = (
  { at, kind, userName, organisationName, note, result }: NoticeEvent,
  cameAt: string,
): string => {
  const who = at <= cameAt ? `${userName}, ${organisationName}` : userName;
  const what = [nameIn(eventNames, kind), result && nameIn(resultNames, result)].filter(Boolean).join(': ');
  return `${formatDateTime(at)} ${what}, ${who}${note === null ? '' : `: ${note}`}`;
};
