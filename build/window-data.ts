/**
 * What the window reads as data instead of running it as JavaScript. Parsing JSON takes a fraction of the time
 * and memory of a script with the same content, and a language that nobody reads is not parsed at all.
 */
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Plugin } from 'vite';
import { catalogueOf, locales, textsNamedIn } from './messages.ts';
import { repository } from './repository.ts';

const cataloguesFolder = join(repository, 'shared/messages/generated');
const cataloguesModule = join(cataloguesFolder, 'catalogues.js');
const catalogueFile = (locale: string): string => join(cataloguesFolder, `${locale}.json`);
const codesFolder = join(repository, 'shared/codes/');
/** The code lists together: one file is read faster than twenty. */
const codesModule = '\0code-lists';

const fetched = (reference: string): string =>
  `fetch(import.meta.ROLLUP_FILE_URL_${reference}).then((answer) => answer.json())`;

/** Each language is a file of its own, loaded when it is asked for. */
export const messagesAsData = (): Plugin => ({
  name: 'messages-as-data',
  load(id) {
    if (id !== cataloguesModule) return null;
    const sources = locales.map((locale) => {
      this.addWatchFile(catalogueFile(locale));
      const source = JSON.stringify(catalogueOf(locale));
      const reference = this.emitFile({ type: 'asset', name: `${locale}.json`, source });
      return `${locale}: () => ${fetched(reference)}`;
    });
    return `export const catalogues = { ${sources.join(', ')} };`;
  },
});

/** The modules of shared/codes take their rows from one file that is there before they run. */
export const codesAsData = (): Plugin => ({
  name: 'codes-as-data',
  enforce: 'pre',
  resolveId: (id) => (id === codesModule ? id : null),
  load(id) {
    if (id === codesModule) {
      const lists = globSync('*.json', { cwd: codesFolder }).sort();
      const rows = lists.map((file) => [file, JSON.parse(readFileSync(join(codesFolder, file), 'utf8'))]);
      const source = JSON.stringify(Object.fromEntries(rows));
      const reference = this.emitFile({ type: 'asset', name: 'codes.json', source });
      return `export const lists = await ${fetched(reference)};`;
    }
    if (!id.startsWith(codesFolder) || !id.endsWith('.json')) return null;
    const code = `import { lists } from '${codesModule}'; export default lists['${basename(id)}'];`;
    return { code, moduleType: 'js' };
  },
  // Asked for with the first scripts, not when they have run.
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { bundle = {} }) =>
      Object.keys(bundle)
        .filter((file) => /^assets\/codes-[^/]*\.json$/.test(file))
        .map((file) => ({
          tag: 'link',
          attrs: { rel: 'preload', as: 'fetch', crossorigin: true, href: `./${file}` },
          injectTo: 'head' as const,
        })),
  },
});

/** In the main process: the few texts that its own sources name. */
export const messagesNamedIn = (folder: string): Plugin => ({
  name: 'messages-named',
  load(id) {
    if (id !== cataloguesModule) return null;
    for (const locale of locales) this.addWatchFile(catalogueFile(locale));
    const texts = locales.map((locale) => [locale, textsNamedIn(folder, locale)]);
    return `export const catalogues = ${JSON.stringify(Object.fromEntries(texts))};`;
  },
});

/** A message that no catalogue has fails the build. */
export function knownMessages(): Plugin {
  const keys = new Set(Object.keys(catalogueOf('fi')));
  return {
    name: 'known-messages',
    enforce: 'pre',
    transform: {
      filter: { id: /\.(ts|svelte)$/, code: /generated\/messages\.js/ },
      handler(code) {
        for (const [, key = ''] of code.matchAll(/(?<![\w$.])m\.([a-z]\w*)/g))
          if (!keys.has(key)) this.error(`There is no message ${key}`);
      },
    },
  };
}
