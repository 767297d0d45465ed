import type { Locale } from '../../shared/ipc/state.ts';
import { m } from '../../shared/messages/generated/messages.js';
import type { ReturnPage } from './loopback.ts';

const texts = {
  done: [m.sign_in_browser_done, m.sign_in_browser_done_next],
  refused: [m.sign_in_browser_refused, m.sign_in_browser_refused_next],
  outdated: [m.sign_in_browser_outdated, m.sign_in_browser_outdated_next],
} as const;

/** What the browser shows when it came back: plain text, no script, no style, nothing of anybody. */
export const returnPage =
  (locale: Locale) =>
  (which: ReturnPage): string => {
    const [title, next] = texts[which].map((text) => text({}, { locale }));
    return `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><title>${title}</title></head><body><h1>${title}</h1><p>${next}</p></body></html>`;
  };
