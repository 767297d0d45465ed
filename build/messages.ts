/**
 * Joins the message catalogues (shared/messages/<locale>/<area>.json) to one table a language and declares a
 * typed function for each key, in shared/messages/generated. With `--check` it only checks them: the same keys and placeholders in every
 * language, each key with its area's prefix, and each key used by some source file.
 */
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { placeholder } from '../shared/messages/messages.ts';
import { repository } from './repository.ts';

export const locales = ['fi', 'sv', 'en'] as const;
type Locale = (typeof locales)[number];

const messagesFolder = join(repository, 'shared/messages');
const outputFolder = join(messagesFolder, 'generated');

interface Catalogue {
  readonly area: string;
  readonly texts: Readonly<Record<Locale, ReadonlyMap<string, string>>>;
}

/** Areas whose keys bear another prefix than the file's name. */
const prefixes: Readonly<Record<string, readonly string[]>> = {
  common: ['common_', 'shortcut_', 'app_'],
  errors: ['error_', 'diagnostic_'],
  guides: ['guides_', 'help_'],
  claims: ['claim_', 'claims_'],
};
const prefixesOf = (area: string): readonly string[] => prefixes[area] ?? [`${area.replaceAll('-', '_')}_`];

const readTexts = (locale: Locale, area: string): ReadonlyMap<string, string> => {
  const file = join(messagesFolder, locale, `${area}.json`);
  const content: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  return new Map(Object.entries(content as Record<string, string>).filter(([key]) => key !== '$schema'));
};

const readCatalogues = (): readonly Catalogue[] => {
  const areas = new Set(
    globSync(`{${locales.join(',')}}/*.json`, { cwd: messagesFolder }).map((file) => basename(file, '.json')),
  );
  return [...areas].sort().map((area) => ({
    area,
    texts: { fi: readTexts('fi', area), sv: readTexts('sv', area), en: readTexts('en', area) },
  }));
};

const placeholdersOf = (text: string): string =>
  [...new Set([...text.matchAll(placeholder)].map((match) => match[1]))].sort().join(', ');

const keysOf = ({ texts }: Catalogue): ReadonlySet<string> =>
  new Set(locales.flatMap((locale) => [...texts[locale].keys()]));

const checkKey = (catalogue: Catalogue, key: string): string[] => {
  const faults: string[] = [];
  if (!prefixesOf(catalogue.area).some((prefix) => key.startsWith(prefix)))
    faults.push(`${catalogue.area}: ${key} does not begin with ${prefixesOf(catalogue.area).join(' or ')}`);
  const missing = locales.filter((locale) => !catalogue.texts[locale].get(key));
  if (missing.length > 0) return [...faults, `${catalogue.area}: ${key} is missing in ${missing.join(', ')}`];
  const placeholders = new Set(
    locales.map((locale) => placeholdersOf(catalogue.texts[locale].get(key) ?? '')),
  );
  if (placeholders.size > 1) faults.push(`${catalogue.area}: the placeholders of ${key} differ by language`);
  return faults;
};

const checkKeys = (catalogue: Catalogue): readonly string[] =>
  [...keysOf(catalogue)].flatMap((key) => checkKey(catalogue, key));

/** Every word of the sources, and the key families that they build as `prefix_${code}_suffix`. */
const readUses = (folders: string): ((key: string) => boolean) => {
  const files = globSync(`${folders}/**/*.{ts,svelte}`, {
    cwd: repository,
    exclude: (name) => name.endsWith('.test.ts'),
  });
  const words = new Set<string>();
  const families = new Set<string>();
  for (const file of files) {
    const source = readFileSync(join(repository, file), 'utf8');
    for (const [word] of source.matchAll(/[a-z]\w*_\w+/g)) words.add(word);
    for (const [, prefix, suffix] of source.matchAll(/`([a-z]+_[a-z_]*)\$\{[^}]*\}(\w*)`/g))
      families.add(`^${prefix}\\w+${suffix}$`);
  }
  const patterns = [...families].map((family) => new RegExp(family));
  return (key) => words.has(key) || patterns.some((pattern) => pattern.test(key));
};

/** The texts that the sources of a folder name: all that a bundle of them needs. */
export const textsNamedIn = (folder: string, locale: Locale): Readonly<Record<string, string>> => {
  const isNamed = readUses(folder);
  return Object.fromEntries(Object.entries(catalogueOf(locale)).filter(([key]) => isNamed(key)));
};

/** Every fault of the catalogues as a line of text; empty when they are right. */
const checkCatalogues = (): readonly string[] => {
  const isUsed = readUses('{src-renderer,src-main,shared/domain,shared/ipc}');
  const faults: string[] = [];
  const seen = new Map<string, string>();
  for (const catalogue of readCatalogues()) {
    faults.push(...checkKeys(catalogue));
    for (const key of keysOf(catalogue)) {
      const other = seen.get(key);
      if (other !== undefined) faults.push(`${catalogue.area}: ${key} is in ${other} too`);
      seen.set(key, catalogue.area);
      if (!isUsed(key)) faults.push(`${catalogue.area}: no source file uses ${key}`);
    }
  }
  return faults;
};

/** All texts of a language by key. */
export const catalogueOf = (locale: Locale): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readCatalogues().flatMap(({ texts }) =>
      [...texts.fi.keys()].map((key) => [key, texts[locale].get(key) ?? '']),
    ),
  );

const typeOf = (text: string): string => {
  const names = placeholdersOf(text);
  return names === '' ? 'Plain' : `With<'${names.replaceAll(', ', "' | '")}'>`;
};

const declarations = (): string => {
  const keys = Object.entries(catalogueOf('fi')).map(
    ([key, text]) => `  /** ${text.replaceAll('*/', '')} */\n  readonly ${key}: ${typeOf(text)};`,
  );
  return `import type { Locale } from '../../ipc/state.ts';
import type { MessageOptions } from '../messages.ts';
type Plain = (inputs?: object, options?: MessageOptions) => string;
type With<Name extends string> = (
  inputs: Readonly<Record<Name, NonNullable<unknown>>>,
  options?: MessageOptions,
) => string;
export declare const m: {
${keys.join('\n')}
};
export declare const locales: readonly Locale[];
export declare const getLocale: () => Locale;
export declare const overwriteGetLocale: (read: () => Locale) => void;
export declare const isLoaded: (locale: Locale) => boolean;
export declare const loadLocale: (locale: Locale) => Promise<void>;
`;
};

const runtimeNames = 'getLocale, isLoaded, loadLocale, locales, overwriteGetLocale';
const generatedFiles = (): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(locales.map((locale) => [`${locale}.json`, JSON.stringify(catalogueOf(locale))])),
  'catalogues.js': `${locales.map((locale) => `import ${locale} from './${locale}.json' with { type: 'json' };\n`).join('')}export const catalogues = { ${locales.join(', ')} };\n`,
  'messages.js': `import { createMessages } from '../messages.ts';
import { catalogues } from './catalogues.js';
export const { m, ${runtimeNames} } = createMessages(catalogues);
`,
  'messages.d.ts': declarations(),
  'runtime.js': `export { ${runtimeNames} } from './messages.js';\n`,
  'runtime.d.ts': `export { ${runtimeNames} } from './messages.js';\n`,
});

/**
 * Writes the compiled catalogues where they differ from what is there.
 * @throws where a key is missing in a language or its placeholders differ
 */
export const compileMessages = (): void => {
  const faults = readCatalogues().flatMap((catalogue) => checkKeys(catalogue));
  if (faults.length > 0) throw new Error(faults.join('\n'));
  const files = generatedFiles();
  mkdirSync(outputFolder, { recursive: true });
  for (const name of readdirSync(outputFolder))
    if (!Object.hasOwn(files, name)) rmSync(join(outputFolder, name), { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    const file = join(outputFolder, name);
    if (!existsSync(file) || readFileSync(file, 'utf8') !== content) writeFileSync(file, content);
  }
};

if (import.meta.main) {
  if (process.argv.includes('--check')) {
    const faults = checkCatalogues();
    for (const fault of faults) console.error(fault);
    process.exitCode = faults.length === 0 ? 0 : 1;
  } else {
    compileMessages();
  }
}
