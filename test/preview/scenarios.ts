import type { CardStateView, SessionState, Settings } from '../../shared/ipc/state.ts';
import type { ActingOrganisation, Rights } from '../../shared/service-api/roles.ts';
import type { Scenario } from './fake-main.ts';

export const settings = (changes: Partial<Settings> = {}): Settings => ({
  locale: 'fi',
  theme: 'light',
  density: 'normal',
  singleKeyShortcuts: true,
  newNoticeAlerts: true,
  noticeFilters: [],
  listColumns: [],
  certificateKind: null,
  ...changes,
});

const pirkanmaa: ActingOrganisation = {
  organisationId: 'org-pirkanmaa',
  businessId: '9900001-8',
  name: { fi: 'Pirkanmaan hyvinvointialue', sv: 'Birkalands välfärdsområde' },
  type: 'WELLBEING_SERVICES_COUNTY',
  mandates: [
    { code: 'M1', validTo: null },
    { code: 'M5', validTo: null },
  ],
  purposes: ['TOIMEENTULO', 'ASIAKASMAKSU', 'LASTENSUOJELU', 'VAMMAIS_VANHUS', 'ULKOMAAN_HOITO'],
};
const varsinaisSuomi: ActingOrganisation = {
  organisationId: 'org-varsinais-suomi',
  businessId: '9900002-6',
  name: { fi: 'Varsinais-Suomen hyvinvointialue', sv: 'Egentliga Finlands välfärdsområde' },
  type: 'WELLBEING_SERVICES_COUNTY',
  mandates: [{ code: 'M1', validTo: '2027-12-31' }],
  purposes: ['TOIMEENTULO', 'ASIAKASMAKSU'],
};
const rights: Rights = {
  lookUp: true,
  sections: [
    'pending',
    'decisions',
    'payments',
    'payment-claims',
    'insurance-coverage',
    'recoveries',
    'medicine-deductible',
  ],
  monthsBack: 24,
  notices: false,
  paymentClaims: true,
  documents: false,
  lists: ['L1'],
  missing: [{ feature: 'notices', mandate: 'M4' }],
};
const user = { userId: 'u-1', name: 'Testi Esimerkki', method: 'certificate-card' as const };

export const choosing: SessionState = {
  phase: 'choosing-role',
  user,
  organisations: [pirkanmaa, varsinaisSuomi],
};
export const active: SessionState = {
  phase: 'active',
  user,
  organisations: [pirkanmaa, varsinaisSuomi],
  idleLockAfter: 600,
  role: { organisation: pirkanmaa, purpose: 'TOIMEENTULO', rights, since: '2026-03-02T07:12:00Z' },
};

export const card = (changes: Partial<CardStateView> & Pick<CardStateView, 'code'>): CardStateView => ({
  certificates: [],
  retriable: true,
  readerName: 'Lukija 00',
  ...changes,
});
export const readyCard: CardStateView = card({
  code: 'ready',
  certificates: [
    {
      id: 'c1',
      holderName: 'ESIMERKKI TESTI 999000420',
      issuerName: 'Harjoitusvarmentaja G5R',
      serialNumber: '99900042X',
      validTo: '2026-04-02T00:00:00Z',
      expiresSoon: true,
      uses: ['encryption'],
      readerName: 'Lukija 00',
      pinEntry: 'screen',
    },
  ],
});

export const withTriesLeft = (triesLeft: number): CardStateView => ({
  ...readyCard,
  certificates: readyCard.certificates.map((certificate) => ({ ...certificate, triesLeft })),
});

const trilingual = (fi: string, sv: string, en: string) => ({ fi, sv, en });

const practiceUsers = {
  pin: '482913',
  users: [
    {
      userId: 'u-1',
      name: 'Testi Esimerkki',
      description: trilingual(
        'Sosiaalityöntekijä Pirkanmaalla; katseluvaltuus myös Varsinais-Suomessa',
        'Socialarbetare i Birkaland',
        'Social worker in Pirkanmaa',
      ),
    },
    {
      userId: 'u-2',
      name: 'Åsa Ålander',
      description: trilingual(
        'Sosiaalityöntekijä Ahvenanmaalla',
        'Socialarbetare på Åland',
        'Social worker in Åland',
      ),
    },
    {
      userId: 'u-3',
      name: 'Kauko Kuntalainen',
      description: trilingual('Kunnan taloussihteeri', 'Ekonomisekreterare i en kommun', 'Finance secretary'),
    },
  ],
};

const announcements = {
  asOf: '2026-03-02T06:40:00Z',
  source: 'cache',
  value: {
    announcements: [
      {
        id: 'a1',
        kind: 'planned-break',
        publishedAt: '2026-03-01T08:00:00Z',
        validFrom: '2026-03-07T18:00:00Z',
        validTo: '2026-03-07T22:00:00Z',
        title: trilingual('Huoltokatko lauantaina', 'Serviceavbrott på lördag', 'Maintenance on Saturday'),
        body: trilingual(
          'Etuustietopalvelu on suljettu huoltokatkon ajan.',
          'Förmånsdatatjänsten är stängd under avbrottet.',
          'The benefit data service is closed during the break.',
        ),
      },
      {
        id: 'a2',
        kind: 'news',
        publishedAt: '2026-02-20T08:00:00Z',
        validFrom: '2026-02-20T08:00:00Z',
        validTo: null,
        title: trilingual(
          'Ulkomaille hoitoon hakeutuneiden tiedot on päivitetty',
          'Uppgifterna om vård utomlands har uppdaterats',
          'Data on treatment abroad has been updated',
        ),
        body: trilingual(
          'Heinä–joulukuun 2025 tiedot ovat katseltavissa.',
          'Uppgifterna för juli–december 2025 kan granskas.',
          'Data of July to December 2025 can be viewed.',
        ),
      },
    ],
  },
};

const lists = {
  asOf: '2026-03-02T06:40:00Z',
  source: 'service',
  value: {
    lists: [
      {
        listId: 'L1',
        name: trilingual(
          'Työmarkkinatukea 300 päivää saaneet',
          'Mottagare av arbetsmarknadsstöd i 300 dagar',
          'Recipients of labour market subsidy for 300 days',
        ),
        mandate: 'M1',
        periodKind: 'month',
        periods: ['2025-12', '2026-01'],
        publicationRule: trilingual('Kuun 5. päivänä', 'Den 5:e varje månad', 'On the 5th of each month'),
      },
    ],
  },
};

const guides = {
  asOf: '2026-03-02T06:40:00Z',
  source: 'built-in',
  value: {
    guides: [
      {
        id: 'g1',
        version: '1',
        title: trilingual(
          'Sähköinen maksuvaatimus',
          'Elektroniskt betalningsyrkande',
          'Electronic payment claim',
        ),
        paragraphs: [
          trilingual(
            'Maksuvaatimus tehdään ennen kuin Kela on ratkaissut etuuden.',
            'Betalningsyrkandet görs innan FPA har avgjort förmånen.',
            'The claim is made before Kela has decided the benefit.',
          ),
          trilingual(
            'Asiakkaalle ilmoitetaan maksuvaatimuksesta ennen sen rekisteröintiä.',
            'Klienten informeras om yrkandet innan det registreras.',
            'The client is told of the claim before it is registered.',
          ),
        ],
        source: 'Maksuvaatimusohje',
      },
      {
        id: 'g2',
        version: '2',
        title: trilingual('Asiointivaltuudet', 'Ärendefullmakter', 'Mandates'),
        paragraphs: [
          trilingual('Valtuudet annetaan Suomi.fissä.', 'Fullmakter ges i Suomi.fi.', 'In Suomi.fi.'),
        ],
        source: 'Kela',
      },
    ],
  },
};

const diagnostics = {
  diagnostics: [
    { code: 'clock-skewed', severity: 'warning', detail: '3 min' },
    { code: 'training-mode', severity: 'ok' },
    { code: 'cache-encrypted', severity: 'ok' },
  ],
};

/** A scenario for the session state given; training mode unless told otherwise. */
export const scenario = (
  session: SessionState,
  options: { settings?: Settings; training?: boolean; card?: CardStateView } = {},
): Scenario => ({
  'application.info': {
    version: '0.1.0',
    runtime: 'stand-in',
    trainingMode: options.training ?? true,
    settings: options.settings ?? settings(),
  },
  'session.state': session,
  'card.state': options.card ?? readyCard,
  'session.activity': { done: true },
  'client.leave': { done: true },
  'practice-card.users': practiceUsers,
  'announcements.list': announcements,
  'lists.catalogue': lists,
  'guides.list': guides,
  'application.diagnostics': diagnostics,
});
