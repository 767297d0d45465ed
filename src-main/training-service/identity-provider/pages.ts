import { createHash } from 'node:crypto';
import texts from './page-texts.json' with { type: 'json' };

export type PageLocale = keyof typeof texts;
type TextName = keyof (typeof texts)['fi'];

const STYLE = `
body { font: 18px/1.5 system-ui, sans-serif; margin: 0; background: #f4f6f8; color: #1a1a1a }
main { max-width: 34rem; margin: 3rem auto; padding: 2rem; background: #fff; border: 1px solid #c8cdd3 }
h1 { font-size: 1.5rem; margin: 0 0 1rem } .practice { background: #fff4cc; padding: .5rem 1rem }
label, select { display: block; width: 100%; font: inherit } select { padding: .5rem; margin: .25rem 0 1rem }
button { font: inherit; padding: .6rem 1.2rem; margin: .5rem .5rem 0 0 }
:focus-visible { outline: 3px solid #0a5cc2; outline-offset: 2px }`;

/** Pages without a script; nothing is loaded from anywhere. */
export const pagePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/** The first language of `ui_locales` that there is. */
export const localeOf = (uiLocales: unknown): PageLocale =>
  (typeof uiLocales === 'string' ? uiLocales.split(' ') : []).find((locale): locale is PageLocale =>
    Object.hasOwn(texts, locale),
  ) ?? 'fi';

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const page = (locale: PageLocale, title: TextName, content: string): string => {
  const heading = escape(texts[locale][title]);
  const practice = escape(texts[locale].practice);
  return `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><title>${heading}</title>
<meta name="viewport" content="width=device-width"><style>${STYLE}</style></head>
<body><main><p class="practice">${practice}</p><h1>${heading}</h1>${content}</main></body></html>`;
};

const button = (locale: PageLocale, text: TextName, action: string): string =>
  `<button name="action" value="${action}">${escape(texts[locale][text])}</button>`;

export const textPage = (locale: PageLocale, text: TextName): string => page(locale, text, '');

/** Stands for the page of the method: whose phone or bank it is, and the confirmation. */
export const methodPage = (
  locale: PageLocale,
  method: 'mobile-certificate' | 'bank-codes',
  address: string,
  users: readonly { readonly subject: string; readonly name: string }[],
): string => {
  const options = users.map(
    ({ subject, name }) => `<option value="${escape(subject)}">${escape(name)}</option>`,
  );
  const next = texts[locale][method === 'bank-codes' ? 'bank-next' : 'mobile-next'];
  return page(
    locale,
    method,
    `<form method="post" action="${escape(address)}"><label for="user">${escape(texts[locale].user)}</label>
<select id="user" name="subject">${options.join('')}</select><p>${escape(next)}</p>
${button(locale, 'confirm', 'continue')}${button(locale, 'cancel', 'cancel')}</form>`,
  );
};

export const consentPage = (locale: PageLocale, address: string): string =>
  page(
    locale,
    'consent',
    `<form method="post" action="${escape(address)}">
${button(locale, 'consent-yes', 'continue')}${button(locale, 'cancel', 'cancel')}</form>`,
  );

/** @param form the provider's own form with its protection against forged requests */
export const logOutPage = (locale: PageLocale, form: string): string =>
  page(
    locale,
    'log-out',
    `${form}<button form="op.logoutForm" name="logout" value="yes">${escape(texts[locale]['log-out-yes'])}</button>
<button form="op.logoutForm">${escape(texts[locale]['log-out-no'])}</button>`,
  );
