import type { HeldMandate } from '../../shared/service-api/roles.ts';
import { municipalities, type MandateCode, type OrganisationTypeCode } from '../../shared/codes/index.ts';

/** An organisation of the training service; all names and business ids are made up for training. */
export interface Organisation {
  readonly organisationId: string;
  readonly businessId: string;
  readonly name: { readonly fi: string; readonly sv: string };
  readonly type: OrganisationTypeCode;
  /** Where its own clients live: a county, a municipality, or the whole country. */
  readonly area:
    { readonly county: string } | { readonly municipality: string } | { readonly wholeCountry: true };
  /** 14 digits of each account registered for payment claims. */
  readonly accounts: readonly {
    readonly accountId: string;
    readonly name: string;
    readonly digits: string;
  }[];
}

export interface PracticeUserRow {
  readonly userId: string;
  readonly givenName: string;
  readonly surname: string;
  readonly serialNumber: string;
  readonly description: { readonly fi: string; readonly sv: string; readonly en: string };
  readonly memberships: readonly {
    readonly organisationId: string;
    readonly mandates: readonly MandateCode[];
    /** Days from the start of the service to the first day of the mandates; absent where that is long ago. */
    readonly daysToBeginning?: number;
    /** Days from the start of the service to the last day of the mandates; absent without an end. */
    readonly daysToEnd?: number;
    /** The user's employer, where it acts for the organisation: see `through` of the contract's mandate. */
    readonly through?: NonNullable<HeldMandate['through']>;
  }[];
}

export const RECEPTION_CENTRE = 'org-harjula';

export const organisations: readonly Organisation[] = [
  {
    organisationId: 'org-pirkanmaa',
    businessId: '9900001-8',
    name: { fi: 'Pirkanmaan hyvinvointialue', sv: 'Birkalands välfärdsområde' },
    type: 'WELLBEING_SERVICES_COUNTY',
    area: { county: '09' },
    accounts: [
      { accountId: 'acc-pirkanmaa-1', name: 'Toimeentulotuki', digits: '57300220000101' },
      { accountId: 'acc-pirkanmaa-2', name: 'Asiakasmaksut', digits: '20001800000202' },
    ],
  },
  {
    organisationId: 'org-varsinais-suomi',
    businessId: '9900002-6',
    name: { fi: 'Varsinais-Suomen hyvinvointialue', sv: 'Egentliga Finlands välfärdsområde' },
    type: 'WELLBEING_SERVICES_COUNTY',
    area: { county: '06' },
    accounts: [{ accountId: 'acc-varsinais-suomi-1', name: 'Etuudet', digits: '57100420000303' }],
  },
  {
    organisationId: RECEPTION_CENTRE,
    businessId: '9900003-4',
    name: { fi: 'Harjulan vastaanottokeskus', sv: 'Harjula förläggning' },
    type: 'RECEPTION_CENTRE',
    area: { municipality: '837' },
    accounts: [],
  },
  {
    organisationId: 'org-helsinki',
    businessId: '9900004-2',
    name: { fi: 'Helsingin kaupunki', sv: 'Helsingfors stad' },
    type: 'HELSINKI',
    area: { county: '90' },
    accounts: [{ accountId: 'acc-helsinki-1', name: 'Sosiaalipalvelut', digits: '31313000000404' }],
  },
  {
    organisationId: 'org-tampere-tyottomyys',
    businessId: '9900005-0',
    name: { fi: 'Tampereen kaupunki, työttömyysturvan laskut', sv: 'Tammerfors stad, fakturor' },
    type: 'MUNICIPALITY_UNEMPLOYMENT_INVOICES',
    area: { municipality: '837' },
    accounts: [],
  },
  {
    organisationId: 'org-tampere-lastenhoito',
    businessId: '9900005-0',
    name: { fi: 'Tampereen kaupunki, lastenhoidon tuki', sv: 'Tammerfors stad, barnavårdsstöd' },
    type: 'MUNICIPALITY_CHILD_CARE_SUPPORT',
    area: { municipality: '837' },
    accounts: [],
  },
  {
    organisationId: 'org-aland',
    businessId: '9900006-9',
    name: { fi: 'Ahvenanmaan kuntayhtymä', sv: 'Kommunalförbundet på Åland' },
    type: 'ALAND',
    area: { county: '91' },
    accounts: [{ accountId: 'acc-aland-1', name: 'Socialtjänst', digits: '66010000000505' }],
  },
  {
    organisationId: 'org-sairaala',
    businessId: '9900007-7',
    name: { fi: 'Harjun sairaala', sv: 'Åsens sjukhus' },
    type: 'HOSPITAL',
    area: { county: '09' },
    accounts: [],
  },
  {
    organisationId: 'org-tampere-kotoutuminen',
    businessId: '9900005-0',
    name: { fi: 'Tampereen kaupunki, kotoutumispalvelut', sv: 'Tammerfors stad, integrationstjänster' },
    type: 'MUNICIPALITY_INTEGRATION',
    area: { municipality: '837' },
    accounts: [],
  },
  {
    organisationId: 'org-tyollisyysalue',
    businessId: '9900008-5',
    name: { fi: 'Pirkanmaan työllisyysalue', sv: 'Birkalands sysselsättningsområde' },
    type: 'EMPLOYMENT_AREA',
    area: { municipality: '837' },
    accounts: [],
  },
  {
    organisationId: 'org-elakelaitos',
    businessId: '9900009-3',
    name: { fi: 'Harjoituksen työeläkelaitos', sv: 'Övningens arbetspensionsanstalt' },
    type: 'PENSION_PROVIDER',
    area: { wholeCountry: true },
    accounts: [],
  },
  {
    organisationId: 'org-kassa',
    businessId: '9900010-6',
    name: { fi: 'Harjoituksen työttömyyskassa', sv: 'Övningens arbetslöshetskassa' },
    type: 'UNEMPLOYMENT_FUND',
    area: { wholeCountry: true },
    accounts: [],
  },
  {
    organisationId: 'org-ulosotto',
    businessId: '9900011-4',
    name: { fi: 'Ulosottolaitos (harjoitus)', sv: 'Utsökningsverket (övning)' },
    type: 'ENFORCEMENT',
    area: { wholeCountry: true },
    accounts: [],
  },
  {
    organisationId: 'org-rikosseuraamus',
    businessId: '9900012-2',
    name: { fi: 'Rikosseuraamuslaitos (harjoitus)', sv: 'Brottspåföljdsmyndigheten (övning)' },
    type: 'PRISON_SERVICE',
    area: { wholeCountry: true },
    accounts: [],
  },
  {
    organisationId: 'org-migri',
    businessId: '9900013-0',
    name: { fi: 'Maahanmuuttovirasto (harjoitus)', sv: 'Migrationsverket (övning)' },
    type: 'IMMIGRATION_SERVICE',
    area: { wholeCountry: true },
    accounts: [],
  },
  {
    organisationId: 'org-vero',
    businessId: '9900014-9',
    name: { fi: 'Verohallinto (harjoitus)', sv: 'Skatteförvaltningen (övning)' },
    type: 'TAX_ADMINISTRATION',
    area: { wholeCountry: true },
    accounts: [],
  },
];

export const findOrganisation = (organisationId: string): Organisation | null =>
  organisations.find((organisation) => organisation.organisationId === organisationId) ?? null;

/** True when a client who lives in the municipality is the organisation's own. */
export const isInArea = (organisation: Organisation, municipality: string): boolean => {
  if ('wholeCountry' in organisation.area) return true;
  if ('municipality' in organisation.area) return organisation.area.municipality === municipality;
  return municipalities.find(municipality)?.county === organisation.area.county;
};
