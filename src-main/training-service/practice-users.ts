import { mandates } from '../../shared/codes/index.ts';
import { organisations, type PracticeUserRow } from './organisations.ts';

/** Acts for the city; the city's mandate is the company's, and its employees have theirs from the company. */
const serviceCompany = {
  businessId: '9900015-7',
  name: { fi: 'Harjoituksen palveluyhtiö Oy', sv: 'Övningens servicebolag Ab' },
};

/** The artificial caseworkers. Serial numbers are in a series that is given to nobody. */
export const practiceUsers: readonly PracticeUserRow[] = [
  {
    userId: 'u-esimerkki',
    givenName: 'Testi',
    surname: 'Esimerkki',
    serialNumber: '99900042X',
    description: {
      fi: 'Sosiaalityöntekijä Pirkanmaalla; katseluvaltuus myös Varsinais-Suomessa',
      sv: 'Socialarbetare i Birkaland; fullmakt att granska även i Egentliga Finland',
      en: 'Social worker in Pirkanmaa; may also view data in Varsinais-Suomi',
    },
    memberships: [
      { organisationId: 'org-pirkanmaa', mandates: ['M1', 'M4', 'M5'] },
      { organisationId: 'org-varsinais-suomi', mandates: ['M1'], daysToEnd: 365 },
    ],
  },
  {
    userId: 'u-harjula',
    givenName: 'Veera',
    surname: 'Vastaanottaja',
    serialNumber: '999000439',
    description: {
      fi: 'Ohjaaja vastaanottokeskuksessa',
      sv: 'Handledare på en förläggning',
      en: 'Counsellor at a reception centre',
    },
    memberships: [{ organisationId: 'org-harjula', mandates: ['M1'] }],
  },
  {
    userId: 'u-stadi',
    givenName: 'Stina',
    surname: 'Stadilainen',
    serialNumber: '99900044A',
    description: {
      fi: 'Helsingin kaupungin etuuskäsittelijä, kaikki valtuudet',
      sv: 'Förmånshandläggare vid Helsingfors stad, alla fullmakter',
      en: 'Benefit officer of the City of Helsinki, all mandates',
    },
    memberships: [{ organisationId: 'org-helsinki', mandates: ['M1', 'M2', 'M3', 'M4', 'M5', 'M6'] }],
  },
  {
    userId: 'u-kunta',
    givenName: 'Kauko',
    surname: 'Kuntalainen',
    serialNumber: '99900045B',
    description: {
      fi: 'Kunnan taloussihteeri: vain laskujen luettelot',
      sv: 'Ekonomisekreterare i en kommun: endast förteckningar till fakturor',
      en: 'Finance secretary of a municipality: lists of invoices only',
    },
    memberships: [
      { organisationId: 'org-tampere-tyottomyys', mandates: ['M2'] },
      { organisationId: 'org-tampere-lastenhoito', mandates: ['M3'] },
    ],
  },
  {
    userId: 'u-palveluyhtio',
    givenName: 'Pirjo',
    surname: 'Palvelija',
    serialNumber: '99900051J',
    description: {
      fi: 'Palveluyhtiön laskuttaja, joka asioi kaupungin puolesta; toinen valtuus alkaa myöhemmin',
      sv: 'Fakturerare på ett servicebolag som handlar för staden; den andra fullmakten börjar senare',
      en: 'Invoicing clerk of a service company that acts for the city; the other mandate begins later',
    },
    memberships: [
      { organisationId: 'org-tampere-tyottomyys', mandates: ['M2'], through: serviceCompany },
      {
        organisationId: 'org-tampere-lastenhoito',
        mandates: ['M3'],
        through: serviceCompany,
        daysToBeginning: 30,
        daysToEnd: 395,
      },
    ],
  },
  {
    userId: 'u-aland',
    givenName: 'Åsa',
    surname: 'Ålander',
    serialNumber: '99900046C',
    description: {
      fi: 'Sosiaalityöntekijä Ahvenanmaalla, ruotsinkielinen',
      sv: 'Socialarbetare på Åland',
      en: 'Social worker in Åland, Swedish-speaking',
    },
    memberships: [{ organisationId: 'org-aland', mandates: ['M1', 'M4'] }],
  },
  {
    userId: 'u-sairaala',
    givenName: 'Saila',
    surname: 'Sairaala',
    serialNumber: '99900047D',
    description: {
      fi: 'Sairaalan laskuttaja: vakuuttaminen ja lääkekatto',
      sv: 'Fakturerare på ett sjukhus: försäkring och årssjälvrisk',
      en: 'Hospital billing: insurance coverage and medicine deductible',
    },
    memberships: [{ organisationId: 'org-sairaala', mandates: ['M1'] }],
  },
  {
    userId: 'u-kotoutuminen',
    givenName: 'Kaarlo',
    surname: 'Kotouttaja',
    serialNumber: '99900048E',
    description: {
      fi: 'Kotoutumispalvelujen ohjaaja',
      sv: 'Handledare inom integrationstjänster',
      en: 'Counsellor of integration services',
    },
    memberships: [{ organisationId: 'org-tampere-kotoutuminen', mandates: ['M1'] }],
  },
  {
    userId: 'u-ei-valtuutta',
    givenName: 'Eino',
    surname: 'Valtuudeton',
    serialNumber: '99900049F',
    description: {
      fi: 'Hyvinvointialueen työntekijä, jolta puuttuu katseluvaltuus',
      sv: 'Anställd vid ett välfärdsområde som saknar fullmakt att granska',
      en: 'County employee without the mandate to view benefit data',
    },
    memberships: [{ organisationId: 'org-pirkanmaa', mandates: ['M4'] }],
  },
  {
    userId: 'u-kouluttaja',
    givenName: 'Outi',
    surname: 'Kouluttaja',
    serialNumber: '99900050H',
    description: {
      fi: 'Kouluttaja: jokainen organisaatiotyyppi, kaikki valtuudet',
      sv: 'Utbildare: alla typer av organisationer, alla fullmakter',
      en: 'Trainer: every type of organisation, all mandates',
    },
    memberships: organisations.map(({ organisationId }) => ({
      organisationId,
      mandates: mandates.rows.map(({ code }) => code),
    })),
  },
];
