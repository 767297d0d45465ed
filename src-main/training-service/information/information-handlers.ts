import {
  amounts,
  benefits,
  claimErrors,
  claimSituations,
  counties,
  legalBases,
  mandates,
  municipalities,
  noticeTypes,
  organisationTypes,
  purposes,
  recipientLists,
  sections,
  smallCodeLists,
  type CodeRow,
} from '../../../shared/codes/index.ts';
import { addMonths, dateParts, firstOfMonth, type IsoDate } from '../../../shared/domain/dates.ts';
import { success } from '../../../shared/domain/result.ts';
import { guides } from '../../../shared/guides/guides.ts';
import type {
  Announcement,
  CodeListEntry,
  ListCatalogueEntry,
} from '../../../shared/service-api/information.ts';
import type { InvoiceSum } from '../../../shared/service-api/invoices.ts';
import type { Access, ActiveRole } from '../access.ts';
import { publishedOn } from '../benefits/other-sections.ts';
import type { Handlers } from '../http/call.ts';
import { announcementsAt } from './announcements.ts';
import publicationRules from './publication-rules.json' with { type: 'json' };

type InformationHandlers = Pick<
  Handlers,
  'listAnnouncements' | 'listGuides' | 'listCodes' | 'listCatalogue' | 'listInvoices'
>;

export interface InformationParts {
  readonly access: Access;
  readonly now: () => Date;
  readonly today: () => IsoDate;
  /** Disruptions and other news beside those that the training data always has. */
  readonly announced: readonly Announcement[];
  readonly lists: {
    /** Sums of the invoices behind these lists. */
    invoices(
      organisation: ActiveRole['organisation'],
      listIds: readonly string[],
    ): Promise<readonly InvoiceSum[]>;
    /** Told when a role has looked at the catalogue: it is about to open a list. */
    prepare(organisation: ActiveRole['organisation']): void;
  };
}

const CODES_VERSION = '2026-11-01';
const MONTHS_LISTED = 24;
const HALF_YEARS_LISTED = 5;

const entriesOf = (list: string, rows: readonly CodeRow[]): readonly CodeListEntry[] =>
  rows.map(({ code, fi, sv, en, validFrom, validTo }) => ({
    list,
    code,
    name: { fi, sv, en },
    validFrom: validFrom ?? null,
    validTo: validTo ?? null,
  }));

const allCodes = (): CodeListEntry[] => [
  ...entriesOf('benefits', benefits.rows),
  ...entriesOf('claim-bases', legalBases.rows),
  ...entriesOf('claim-errors', claimErrors.rows),
  ...entriesOf('claim-situations', claimSituations.rows),
  ...entriesOf('amounts', amounts.rows),
  ...entriesOf('counties', counties.rows),
  ...entriesOf('municipalities', municipalities.rows),
  ...entriesOf('mandates', mandates.rows),
  ...entriesOf('purposes', purposes.rows),
  ...entriesOf('organisation-types', organisationTypes.rows),
  ...entriesOf('recipient-lists', recipientLists.rows),
  ...entriesOf('notice-types', noticeTypes.rows),
  ...entriesOf('sections', sections.rows),
  ...Object.entries(smallCodeLists).flatMap(([name, list]) => entriesOf(name, list.rows)),
];

/** Months that are over, newest first, and not before the list began. */
const monthsOf = (today: IsoDate, validFrom: string | undefined): string[] =>
  Array.from({ length: MONTHS_LISTED }, (_, back) => addMonths(firstOfMonth(today), -back - 1))
    .filter((month) => validFrom === undefined || month >= validFrom.slice(0, 7))
    .map((month) => month.slice(0, 7));

const halfYearsOf = (today: IsoDate, validFrom: string | undefined): string[] => {
  const { year } = dateParts(today);
  return Array.from({ length: HALF_YEARS_LISTED + 1 }, (_, back) => {
    const index = year * 2 + 1 - back;
    return `${Math.floor(index / 2)}-${(index % 2) + 1}`;
  })
    .filter((halfYear) => publishedOn(halfYear) <= today)
    .filter((halfYear) => validFrom === undefined || halfYear.slice(0, 4) >= validFrom.slice(0, 4))
    .slice(0, HALF_YEARS_LISTED);
};

/** Published periods of a list, newest first; none for a list that does not exist. */
export const publishedPeriods = (listId: string, today: IsoDate): readonly string[] => {
  const row = recipientLists.find(listId);
  if (row === null) return [];
  return row.period === 'month' ? monthsOf(today, row.validFrom) : halfYearsOf(today, row.validFrom);
};

const catalogueEntry = (listId: string, held: readonly string[], today: IsoDate): ListCatalogueEntry[] => {
  const row = recipientLists.find(listId);
  if (row === null) return [];
  const rules = publicationRules as Record<string, { fi: string; sv: string; en: string }>;
  return [
    {
      listId,
      name: { fi: row.fi, sv: row.sv, en: row.en },
      mandate: row.mandates.find((mandate) => held.includes(mandate)) ?? row.mandates[0] ?? '',
      periodKind: row.period,
      periods: [...publishedPeriods(listId, today)],
      publicationRule: rules[listId] ?? publicationRules.default,
    },
  ];
};

export const createInformationHandlers = ({
  access,
  now,
  today,
  announced,
  lists,
}: InformationParts): InformationHandlers => ({
  listAnnouncements: () => success({ announcements: [...announced, ...announcementsAt(now())] }),
  listGuides: () => success({ guides: [...guides] }),
  listCodes: () => success({ version: CODES_VERSION, entries: allCodes() }),
  listCatalogue: (call) => {
    const role = access.activeRole(call.session());
    if (!role.ok) return role;
    const { rights, mandates: held, organisation } = role.value;
    if (rights.lists.length > 0) lists.prepare(organisation);
    return success({ lists: rights.lists.flatMap((list) => catalogueEntry(list, held, today())) });
  },
  listInvoices: async (call) => {
    const role = access.activeRole(call.session());
    if (!role.ok) return role;
    const { rights, organisation } = role.value;
    return success({ invoices: [...(await lists.invoices(organisation, rights.lists))] });
  },
});
