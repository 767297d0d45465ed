import { describe, expect, it } from 'vitest';
import { isoDate } from '../dates.ts';
import { cents } from '../money.ts';
import {
  completeClaim,
  FREE_FORM,
  paperDocument,
  paperFormsOf,
  type PaperDocument,
  type PaperLanguage,
  type PaperRowKey,
  type PaymentClaimDraft,
} from './index.ts';
import { advanceDraft, careDraft, electronicContext, paperDrafts } from './test-drafts.ts';

const parties = {
  clientName: 'Training Client',
  organisation: {
    name: { fi: 'Harjoitusalueen hyvinvointialue', sv: 'Övningsområdets välfärdsområde' },
    businessId: '9900001-8',
  },
  account: { name: 'Toimeentulotuki', iban: 'FI2112345600000785' },
  registerNumber: 'KM-2026-000001',
};

const paperOf = (draft: PaymentClaimDraft, language: PaperLanguage = 'fi'): PaperDocument => {
  const claim = completeClaim(draft, { ...electronicContext, channel: 'paper' });
  if (!claim.ok) throw new Error(JSON.stringify(claim.error.violations));
  return paperDocument(claim.value, parties, language);
};

/** The values of a datum, sentences by their names. */
const datum = (paper: PaperDocument, key: PaperRowKey): string | undefined =>
  paper.sections
    .flatMap(({ rows }) => rows)
    .find((row) => row.key === key)
    ?.values.map((value) => (typeof value === 'string' ? value : `<${value.sentence}>`))
    .join(' – ');
const table = (paper: PaperDocument, key: string) =>
  paper.sections.find((section) => section.table?.key === key)?.table;

/** Rules G8, G9: what every written claim needs. */
const always: readonly PaperRowKey[] = [
  'organisation',
  'handler',
  'handler-phone',
  'recipient-name',
  'recipient-code',
  'benefit',
  'period',
  'amount',
  'account',
];
const needs: Readonly<Record<string, readonly PaperRowKey[]>> = {
  'A on paper': ['benefit-decision'],
  'B on paper': ['care-type', 'care-unit', 'care-start', 'care-end'],
  'C, child in care': ['ground', 'payee-now', 'care-type', 'care-start'],
  'C, weighty reason': ['ground', 'payee-now', 'reasons'],
  'D, allowance': ['in-payment', 'care-start', 'payer-name', 'payer-code'],
  'D, recovered maintenance': ['in-payment', 'care-start', 'payer-name', 'payer-code'],
  E: ['reasons'],
  'E, general support': ['reasons'],
  F: ['agreement-date', 'consent'],
  G: [],
};
const papers: Readonly<Record<string, PaymentClaimDraft>> = {
  'A on paper': advanceDraft,
  'B on paper': careDraft,
  ...paperDrafts,
};

describe.each(['fi', 'sv'] as const)('a request on paper in %s', (language) => {
  it.each(Object.keys(needs))('%s has every datum that its rule asks for', (name) => {
    const paper = paperOf(papers[name] ?? {}, language);
    const paragraph: PaperRowKey = name === 'F' ? 'agreed' : 'provision';
    const missing = [...always, paragraph, ...(needs[name] ?? [])].filter((key) => !datum(paper, key));
    expect(missing).toEqual([]);
    expect(datum(paper, 'organisation')).toBe(parties.organisation.name[language]);
    expect(datum(paper, 'account')?.replaceAll('\u00a0', ' ')).toBe('FI21 1234 5600 0007 85');
    expect(JSON.stringify(paper)).not.toMatch(/undefined|\[object|TOTUL_23|AML_|ROUND_THE/);
  });
});

describe('what a paper says', () => {
  it('is written in the language of the paper, law and all', () => {
    const fi = paperOf(paperDrafts['E'], 'fi');
    const sv = paperOf(paperDrafts['E'], 'sv');
    expect(datum(fi, 'provision')).toBe('Kansaneläkelaki (568/2007) 67 § 1 mom.');
    expect(datum(sv, 'provision')).toBe('Folkpensionslagen (568/2007) 67 § 1 mom.');
    expect(fi.form).toEqual({ code: 'EV 241N', name: 'Esitys etuuden maksamisesta' });
    expect(sv.form).toEqual({ code: 'EV 241Nr', name: 'Framställan om betalning av förmån' });
  });

  it.each([
    ['C, child in care', 'LL 2', 'request'],
    ['C, weighty reason', 'LL 2', 'request'],
    ['D, allowance', 'EV 255', 'request'],
    ['D, recovered maintenance', 'EV 255', 'claim'],
    ['E', 'EV 241N', 'request'],
    ['F', undefined, 'agreement'],
    ['G', undefined, 'letter'],
    ['A on paper', 'EV 255', 'claim'],
  ] as const)('%s names its form %s', (name, form, kind) => {
    const paper = paperOf(papers[name] ?? {});
    expect(paper.form?.code).toBe(form);
    expect(paper.kind).toBe(kind);
  });

  it('may go on another form of its base, or without one; not on a form of another base', () => {
    const draft = paperDrafts['D, allowance'];
    expect(paperOf({ ...draft, form: 'LU 1' }).form?.code).toBe('LU 1');
    expect(paperOf({ ...draft, form: FREE_FORM }).form).toBeNull();
    expect(() => paperOf({ ...draft, form: 'EV 241N' })).toThrow(/FIELD_INVALID.*form/);
    expect(paperFormsOf('LL', 'LAPSILISAL_11_1')).toEqual(['LL 2', 'EV 255', FREE_FORM]);
    expect(paperFormsOf('TOTU', 'TOTU_LETTER')).toEqual([FREE_FORM]);
    expect(paperFormsOf('YAT', 'AGREEMENT')).toEqual([FREE_FORM]);
  });

  it('names the children, and sums what was paid and what is owed', () => {
    expect(table(paperOf(paperDrafts['C, child in care']), 'children')?.rows).toEqual([
      ['Training Child', '241204A905C'],
    ]);
    const items = table(paperOf(paperDrafts['D, recovered maintenance']), 'maintenance');
    expect(items?.rows.map(([month]) => month)).toEqual(['1/2026', '2/2026']);
    expect(items?.total?.replace('\u00a0', ' ')).toBe('395,42 €');
    const paid = table(paperOf(advanceDraft), 'assistance');
    expect(paid?.rows[0]?.slice(0, 4)).toEqual([
      '2/2026',
      'ehkäisevä toimeentulotuki',
      '12.2.2026',
      'TT 1/2026',
    ]);
  });

  it('leaves out what was not given, and groups what is a reference', () => {
    const paper = paperOf(paperDrafts['E']);
    expect(datum(paper, 'handler-email')).toBeUndefined();
    expect(datum(paper, 'reference')).toBeUndefined();
    const full = paperOf({ ...paperDrafts['E'], reference: '20260008', ownCaseId: 'A-7' });
    expect(datum(full, 'reference')).toBe('202\u00a060008');
    expect(datum(full, 'own-case')).toBe('A-7');
    expect(datum(paperOf({ ...paperDrafts['E'], reference: 'Case of Training Client' }), 'reference')).toBe(
      'Case of Training Client',
    );
  });

  it('says how long the claim and the care last', () => {
    expect(datum(paperOf(careDraft), 'period')).toBe('1.4.2026 – <until-further>');
    expect(datum(paperOf(careDraft), 'care-end')).toBe('<care-goes-on>');
    const ends = { ...careDraft.care, expectedEnd: isoDate('2026-09-30') };
    const period = { start: isoDate('2026-04-01'), end: isoDate('2026-09-30') };
    const bounded = paperOf({ ...careDraft, care: ends, period });
    expect(datum(bounded, 'period')).toBe('1.4.2026 – 30.9.2026');
    expect(datum(bounded, 'care-end')).toBe('30.9.2026');
  });

  it('prints the act from the list with the signer’s section where no source has it, never a guess', () => {
    const paper = paperOf(paperDrafts['E, general support']);
    expect(datum(paper, 'provision')).toBe('Yleistukilaki (48/2026) 99 §');
    expect(datum(paperOf(paperDrafts['E, general support'], 'sv'), 'provision')).toBe(
      'Lagen om allmänt stöd (48/2026) 99 §',
    );
    expect(datum(paperOf(paperDrafts['G']), 'provision')).toBe('Laki toimeentulotuesta (1412/1997) 7 b §');
    expect(() => paperOf({ ...paperDrafts['E, general support'], provision: ' ' })).toThrow(
      /FIELD_REQUIRED.*provision/,
    );
  });

  it('prints a section in the words of the paper’s language, whichever it was typed in', () => {
    const printed = (provision: string, language: 'fi' | 'sv') =>
      datum(paperOf({ ...paperDrafts['E, general support'], provision }, language), 'provision');
    for (const [finnish, swedish] of [
      ['11 luku 9 § 1 mom. 2 kohta', '11 kap. 9 § 1 mom. 2 punkten'],
      ['7 b §', '7 b §'],
    ] as const)
      for (const typed of [finnish, swedish]) {
        expect(printed(typed, 'fi')).toBe(`Yleistukilaki (48/2026) ${finnish}`);
        expect(printed(typed, 'sv')).toBe(`Lagen om allmänt stöd (48/2026) ${swedish}`);
      }
    expect(printed('11 kapitlet 9 § 1 moment', 'fi')).toBe('Yleistukilaki (48/2026) 11 luku 9 § 1 mom.');
    expect(printed('11 Luku 9 § 1 momentti', 'sv')).toBe(
      'Lagen om allmänt stöd (48/2026) 11 kap. 9 § 1 mom.',
    );
  });

  it('sends agreements by secure e-mail or post with their two papers, and all else by post', () => {
    const agreement = paperOf({
      ...paperDrafts['F'],
      attachments: ['Vuokrasopimus', 'AGREEMENT', 'CONSENT'],
    });
    expect(agreement).toMatchObject({
      delivery: 'secure-mail-or-post',
      attachments: [
        'Vuokrasopimus',
        'Asiakkaan ja hyvinvointialueen sopimus',
        'Asiakkaan suostumus tai valtakirja',
      ],
    });
    expect(paperOf(paperDrafts['E'])).toMatchObject({ delivery: 'post', attachments: [] });
    expect(datum(agreement, 'consent')).toBe('valtakirja, 12.3.2026');
  });

  it('says which amount is meant', () => {
    const text = (draft: PaymentClaimDraft) => datum(paperOf(draft), 'amount')?.replace('\u00a0', ' ');
    expect(text(careDraft)).toBe('500,00 € (kiinteä määrä maksukerralta)');
    expect(text({ ...careDraft, amount: { kind: 'whole-benefit' } })).toBe('koko etuus');
    expect(text({ ...advanceDraft, amount: { kind: 'total', cents: cents(30_000) } })).toBe(
      '300,00 € (kokonaismäärä)',
    );
  });
});
