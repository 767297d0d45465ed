/** What is printed, signed and posted: the paper of each form and each route, in both languages, by its text. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { PaperLanguage, PaymentClaimDraft } from '../../shared/domain/payment-claim/index.ts';
import { paperDrafts } from '../../shared/domain/payment-claim/test-drafts.ts';
import { isoDate } from '../../shared/domain/dates.ts';
import { m } from '../../shared/messages/generated/messages.js';
import { colleague, onClient, openRow } from './claims-of-colleague.ts';
import { clientNamed, expect, morningOf, test } from './product.ts';
import { answerSaveDialog, gapBetween, readPdf } from './saved-file.ts';

const DAY = '2026-05-16';
test.use({ day: DAY });

const fi = { locale: 'fi' } as const;
/** All on one client, who is opened once. */
const LAST_NAME = 'Lapsilisä';

type Labels = {
  [Key in keyof typeof m]: Key extends `paper_row_${infer Name}` ? Name : never;
}[keyof typeof m];
type Values = Partial<Record<Labels, string | readonly [fi: string, sv: string]>>;

interface Paper {
  readonly draft: PaymentClaimDraft;
  readonly form: readonly [fi: string, sv: string] | null;
  readonly kind: 'claim' | 'request' | 'agreement' | 'letter';
  /** Each label with its value, as one reads them. */
  readonly rows: Values;
  /** Rows of tables and titles of attachments. */
  readonly lines?: readonly (readonly [fi: string, sv: string])[];
}

const same = (text: string): readonly [string, string] => [text, text];
const child = same('Training Child 241204A905C');
const payer: Values = { payer_name: 'Training Payer', payer_code: '050594V903M' };
const childCare: Values = {
  care_type: ['perhehoito', 'familjevård'],
  care_start: '1.3.2026',
  care_end: ['jatkuu toistaiseksi', 'fortsätter tills vidare'],
};
const reasons: Values = {
  reasons: 'The client has not paid the rent for three months and the family is about to lose its home.',
};
const inPayment: Values = {
  in_payment: [
    'Kela maksaa elatustukea; lapsi saa ympärivuorokautista hoitoa kodin ulkopuolella',
    'FPA betalar underhållsstöd; barnet får vård dygnet runt utom hemmet',
  ],
};
const guardian: Values = {
  payee_now: [
    'huoltajalle, jonka henkilötunnuksella esitys tehdään',
    'till vårdnadshavaren, med vars personbeteckning framställan görs',
  ],
};

const papers: Readonly<Record<string, Paper>> = {
  'LL 2, a placed child': {
    draft: { ...paperDrafts['C, child in care'], attachments: ['CHILD_CARE_DECISION', 'Hoitosopimus'] },
    form: ['LL 2', 'LL 2r'],
    kind: 'request',
    rows: {
      provision: ['Lapsilisälaki (796/1992) 11 § 1 mom.', 'Barnbidragslagen (796/1992) 11 § 1 mom.'],
      benefit: ['lapsilisä', 'barnbidrag'],
      ground: [
        'Lapsi on hyvinvointialueen kustantamassa laitos- tai perhehoidossa yli kuukauden',
        'Barnet får i över en månad institutionsvård eller familjevård som välfärdsområdet betalar',
      ],
      ...guardian,
      ...childCare,
    },
    lines: [
      child,
      ['Päätös lapsen sijoituksesta tai hoidosta', 'Beslut om barnets placering eller vård'],
      same('Hoitosopimus'),
    ],
  },
  'a free-form letter, a weighty reason': {
    draft: { ...paperDrafts['C, weighty reason'], form: 'FREE_FORM' },
    form: null,
    kind: 'request',
    rows: {
      provision: ['Lapsilisälaki (796/1992) 12 § 2 mom.', 'Barnbidragslagen (796/1992) 12 § 2 mom.'],
      benefit: ['lapsilisä', 'barnbidrag'],
      ground: [
        'Lapsen etuun liittyvä erityisen painava syy',
        'Särskilt vägande skäl som gäller barnets bästa',
      ],
      ...guardian,
      ...reasons,
    },
    lines: [child],
  },
  'LU 1, maintenance allowance': {
    draft: { ...paperDrafts['D, allowance'], form: 'LU 1' },
    form: ['LU 1', 'LU 1r'],
    kind: 'request',
    rows: {
      provision: ['Elatustukilaki (580/2008) 11 § 4 mom.', 'Lagen om underhållsstöd (580/2008) 11 § 4 mom.'],
      benefit: ['elatustuki', 'underhållsstöd'],
      ...inPayment,
      ...childCare,
      ...payer,
    },
    lines: [child],
  },
  'EV 255, recovered maintenance': {
    draft: paperDrafts['D, recovered maintenance'],
    form: ['EV 255', 'EV 255r'],
    kind: 'claim',
    rows: {
      provision: [
        'Laki sosiaali- ja terveydenhuollon asiakasmaksuista (734/1992) 7 ja 14 §',
        'Lagen om klientavgifter inom social- och hälsovården (734/1992) 7 och 14 §',
      ],
      benefit: ['elatusapu', 'underhållsbidrag'],
      ...inPayment,
      ...childCare,
      ...payer,
    },
    lines: [
      child,
      same('1/2026 197,71 €'),
      same('2/2026 197,71 €'),
      ['Yhteensä 395,42 €', 'Sammanlagt 395,42 €'],
    ],
  },
  'EV 241N, national pension': {
    draft: {
      ...paperDrafts['E'],
      amount: { kind: 'fixed-per-payment', cents: 50_000 as never },
      reference: '20260008',
      ownCaseId: 'A-7/2026',
      handler: { name: 'Training Handler', phone: '+358 40 000 0000', email: 'handler@example.invalid' },
      period: { start: isoDate('2026-06-01'), end: isoDate('2026-12-31') },
    },
    form: ['EV 241N', 'EV 241Nr'],
    kind: 'request',
    rows: {
      provision: ['Kansaneläkelaki (568/2007) 67 § 1 mom.', 'Folkpensionslagen (568/2007) 67 § 1 mom.'],
      benefit: ['kansaneläke, vanhuuseläke', 'folkpension, ålderspension'],
      amount: ['500,00 € (kiinteä määrä maksukerralta)', '500,00 € (fast belopp per utbetalning)'],
      period: '1.6.2026 – 31.12.2026',
      reference: '202 60008',
      own_case: 'A-7/2026',
      handler_email: 'handler@example.invalid',
      ...reasons,
    },
  },
  'EV 241N, general support': {
    draft: paperDrafts['E, general support'],
    form: ['EV 241N', 'EV 241Nr'],
    kind: 'request',
    rows: {
      provision: ['Yleistukilaki (48/2026) 99 §', 'Lagen om allmänt stöd (48/2026) 99 §'],
      benefit: ['yleistuki', 'allmänt stöd'],
      period: ['1.5.2026 – toistaiseksi', '1.5.2026 – tills vidare'],
      ...reasons,
    },
  },
  'EV 255, parental allowance': {
    draft: { ...paperDrafts['E'], benefitCode: 'VAR', legalBase: 'SVL_15_12_2' },
    form: ['EV 255', 'EV 255r'],
    kind: 'request',
    rows: {
      provision: [
        'Sairausvakuutuslaki (1224/2004) 15 luku 12 § 2 mom.',
        'Sjukförsäkringslagen (1224/2004) 15 kap. 12 § 2 mom.',
      ],
      benefit: ['vanhempainraha', 'föräldrapenning'],
      ...reasons,
    },
  },
  'a letter on an agreement': {
    draft: paperDrafts['F'],
    form: null,
    kind: 'agreement',
    rows: {
      agreed: [
        'Asiakkaan ja hyvinvointialueen sopimus (suostumus tai valtakirja)',
        'Avtal mellan klienten och välfärdsområdet (samtycke eller fullmakt)',
      ],
      benefit: ['yleinen asumistuki', 'allmänt bostadsbidrag'],
      agreement_date: '10.3.2026',
      consent: ['valtakirja, 12.3.2026', 'fullmakt, 12.3.2026'],
    },
    lines: [
      ['Asiakkaan ja hyvinvointialueen sopimus', 'Avtalet mellan klienten och välfärdsområdet'],
      ['Asiakkaan suostumus tai valtakirja', 'Klientens samtycke eller fullmakt'],
      same('kumppanit.liitteet@kela.fi'),
    ],
  },
  'a letter on basic social assistance': {
    draft: { ...paperDrafts['G'], reasons: reasons.reasons as string },
    form: null,
    kind: 'letter',
    rows: {
      provision: ['Laki toimeentulotuesta (1412/1997) 7 b §', 'Lagen om utkomststöd (1412/1997) 7 b §'],
      benefit: ['perustoimeentulotuki', 'grundläggande utkomststöd'],
      amount: ['45,00 € (kokonaismäärä)', '45,00 € (totalbelopp)'],
      ...reasons,
    },
  },
};

/** Rules G8 and G9 of the guide: what every request says, whichever its route. */
const always = (receiptNumber: string): Values => ({
  organisation: ['Pirkanmaan hyvinvointialue', 'Birkalands välfärdsområde'],
  business_id: '9900001-8',
  handler: 'Training Handler',
  handler_phone: '+358 40 000 0000',
  recipient_name: 'Lapsilisä Leena',
  recipient_code: clientNamed(LAST_NAME).personalIdentityCode,
  period: ['1.4.2026 – toistaiseksi', '1.4.2026 – tills vidare'],
  amount: ['koko etuus', 'hela förmånen'],
  informed: '16.5.2026',
  register_number: receiptNumber,
  account: 'FI07 5730 0220 0001 01',
});

/** What the paper must say. */
function textsOf(paper: Paper, receiptNumber: string, language: PaperLanguage): readonly string[] {
  const locale = { locale: language };
  const of = (text: string | readonly [string, string]): string =>
    typeof text === 'string' ? text : text[language === 'fi' ? 0 : 1];
  const rows = Object.entries({ ...always(receiptNumber), ...paper.rows } as Values).map(([name, value]) => {
    // The heading of its section names the reasons already.
    const label =
      name === 'reasons' ? m.paper_section_reasons({}, locale) : m[`paper_row_${name as Labels}`]({}, locale);
    return `${label} ${of(value ?? '')}`;
  });
  return [
    ...rows,
    ...(paper.lines ?? []).map(of),
    paper.form === null ? m.paper_free_form({}, locale) : ` ${of(paper.form)} (`,
    language === 'fi' ? 'Kansaneläkelaitos, PL 10, 00056 KELA' : 'Folkpensionsanstalten, PB 10, 00056 FPA',
    m.paper_signature_place({}, locale),
    m.paper_signature_clarification({}, locale),
  ];
}

test('every form and every route has its whole paper in Finnish and in Swedish, tagged, with room to sign', async ({
  signedIn,
  service,
  shell,
  temporaryFolder,
}) => {
  test.setTimeout(300_000);
  const { page } = signedIn;
  const register = await colleague(service, morningOf(DAY));
  const numbers: string[] = [];
  for (const { draft } of Object.values(papers)) numbers.push(await register(LAST_NAME, draft));
  await onClient(signedIn, LAST_NAME);
  for (const [at, [name, paper]] of Object.entries(papers).entries()) {
    const receiptNumber = numbers[at] ?? '';
    const row = await openRow(signedIn, receiptNumber);
    await row.getByRole('button', { name: m.register_act_print({}, fi) }).click();
    const dialog = page.getByRole('dialog');
    for (const language of ['fi', 'sv'] as const) {
      const choice = language === 'fi' ? m.paper_language_fi({}, fi) : m.paper_language_sv({}, fi);
      await dialog.getByRole('radio', { name: choice }).check();
      const path = join(temporaryFolder, `${at}-${language}.pdf`);
      await answerSaveDialog(shell, path);
      await dialog.getByRole('button', { name: m.printing_save_pdf({}, fi) }).click();
      await expect.poll(() => existsSync(path)).toBe(true);
      const pdf = readPdf(path);
      const title = m[`paper_kind_${paper.kind}`]({}, { locale: language });
      expect(pdf, `${name} ${language}`).toMatchObject({ tagged: true, title, language });
      const missing = textsOf(paper, receiptNumber, language).filter((text) => !pdf.says(text));
      expect(missing, `${name} ${language}`).toEqual([]);
      // Room for a signature by hand: a centimetre above its line.
      const [heading, line] = language === 'fi' ? ['Allekirjoitus', 'Paikka'] : ['Underskrift', 'Ort'];
      expect(gapBetween(path, heading, line), `${name} ${language}`).toBeGreaterThan(28);
    }
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  }
});
