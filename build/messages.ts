/**
 * Compiles the message catalogues (shared/messages/<locale>/<area>.json) into typed functions in
 * shared/messages/generated. With `--check` it only checks them: the same keys and placeholders in every
 * language, each key with its area's prefix, and each key used by some source file.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const locales = ['fi', 'sv', 'en'] as const;
type Locale = (typeof locales)[number];

const repository = fileURLToPath(new URL('..', import.meta.url));
const messagesFolder = join(repository, 'shared/messages');
const projectFolder = join(messagesFolder, 'project.inlang');
const outputFolder = join(messagesFolder, 'generated');
const fingerprintFile = join(outputFolder, 'fingerprint');

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
  [...new Set([...text.matchAll(/(?<!\\)\{(\w+)\}/g)].map((match) => match[1]))].sort().join(', ');

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

/** Every word of the sources, and the key families that they build as `prefix_${code}_suffix`. */
const readUses = (): { words: ReadonlySet<string>; families: readonly RegExp[] } => {
  const files = globSync('{src-renderer,src-main,shared/domain,shared/ipc}/**/*.{ts,svelte}', {
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
  return { words, families: [...families].map((family) => new RegExp(family)) };
};

/** Every fault of the catalogues as a line of text; empty when they are right. */
const checkCatalogues = (): readonly string[] => {
  const uses = readUses();
  const faults: string[] = [];
  const seen = new Map<string, string>();
  for (const catalogue of readCatalogues()) {
    const keys = new Set(locales.flatMap((locale) => [...catalogue.texts[locale].keys()]));
    for (const key of keys) {
      faults.push(...checkKey(catalogue, key));
      const other = seen.get(key);
      if (other !== undefined) faults.push(`${catalogue.area}: ${key} is in ${other} too`);
      seen.set(key, catalogue.area);
      if (!uses.words.has(key) && !uses.families.some((family) => family.test(key)))
        faults.push(`${catalogue.area}: no source file uses ${key}`);
    }
  }
  return faults;
};

const fingerprint = (): string => {
  const hash = createHash('sha256');
  const sources = globSync('{fi,sv,en}/*.json', { cwd: messagesFolder }).sort();
  for (const file of [...sources, 'project.inlang/settings.json'])
    hash.update(file).update(readFileSync(join(messagesFolder, file)));
  return hash.digest('hex');
};

const isCompiled = (): boolean =>
  existsSync(fingerprintFile) && readFileSync(fingerprintFile, 'utf8') === fingerprint();

const compileHere = async (): Promise<void> => {
  const { compile } = await import('@inlang/paraglide-js');
  const current = fingerprint();
  await compile({
    project: projectFolder,
    outdir: outputFolder,
    strategy: ['globalVariable', 'baseLocale'],
    outputStructure: 'locale-modules',
    emitTsDeclarations: true,
    emitGitIgnore: false,
    emitPrettierIgnore: false,
    emitReadme: false,
  });
  // The compiler also leaves notes for its own editor tools in the project folder.
  for (const leftover of ['README.md', '.gitignore', '.meta.json', '.lix', 'cache'])
    rmSync(join(projectFolder, leftover), { recursive: true, force: true });
  writeFileSync(fingerprintFile, current);
};

/**
 * Compiles the catalogues unless the output is already made of the same sources. It runs in a process of its
 * own, because the compiler's project store keeps a timer that would hold the caller for half a minute.
 */
export const compileMessages = async (): Promise<void> => {
  if (!isCompiled()) await promisify(execFile)(process.execPath, [fileURLToPath(import.meta.url)]);
};

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (process.argv.includes('--check')) {
    const faults = checkCatalogues();
    for (const fault of faults) console.error(fault);
    process.exitCode = faults.length === 0 ? 0 : 1;
  } else if (!isCompiled()) {
    await compileHere();
    process.exit();
  }
}
