/** `npm run build`: builds what changed into out/ (main process and helpers, preload, renderer). */
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, join } from 'node:path';
import type { InlineConfig, Rolldown } from 'vite';
import { compileMessages } from './messages.ts';
import { repository } from './repository.ts';
import { codesAsData, knownMessages, messagesAsData, messagesNamedIn } from './window-data.ts';

const mainEntries = {
  main: 'src-main/main.ts',
  'card-helper': 'src-main/card/card-helper.ts',
  'cache-helper': 'src-main/cache/cache-helper.ts',
  'drafts-helper': 'src-main/drafts/drafts-helper.ts',
  'preview-helper': 'src-main/previews/preview-helper.ts',
  'training-service': 'src-main/training-service/program.ts',
};
const preloadEntry = 'src-main/preload.ts';
const rendererEntry = 'src-renderer/index.html';

/** Native modules and the runtime itself stay outside the bundles; all else is bundled: fewer files to load. */
const external = [
  /^node:/,
  ...builtinModules,
  /^electron(\/|$)/,
  /^better-sqlite3(\/|$)/,
  /^keytar(\/|$)/,
  /^koffi(\/|$)/,
];

/** Copied beside the main process's programs; read by preview-helper. */
const pdfProgram = 'node_modules/@embedpdf/pdfium/dist/pdfium.wasm';

const outFolder = join(repository, 'out');
const stampFile = join(outFolder, 'build-stamp');

const common = (): InlineConfig => ({
  configFile: false,
  envDir: false,
  publicDir: false,
  root: repository,
  logLevel: 'warn',
  mode: 'production',
});

function mainConfig(watch: boolean): InlineConfig {
  return {
    ...common(),
    // One copy of every dependency in the bundle, whatever package.json calls it.
    ssr: { noExternal: true, target: 'node' },
    plugins: [
      messagesNamedIn('src-main'),
      {
        name: 'pdf-program',
        generateBundle() {
          const source = readFileSync(join(repository, pdfProgram));
          this.emitFile({ type: 'asset', fileName: basename(pdfProgram), source });
        },
      },
    ],
    build: {
      ssr: true,
      outDir: join(outFolder, 'main'),
      emptyOutDir: true,
      target: 'node24',
      minify: false,
      sourcemap: true,
      watch: watch ? {} : null,
      rolldownOptions: {
        input: Object.fromEntries(
          Object.entries(mainEntries).map(([name, file]) => [name, join(repository, file)]),
        ),
        external,
        // Of a part of the practice provider's web server that is never run here.
        onLog: (level, log, report) => {
          if (log.code !== 'EVAL' || !/\/depd\//.test(log.id ?? '')) report(level, log);
        },
        // Shared chunks stand beside the entries, so that a path relative to the running file is the same in all.
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  };
}

function preloadConfig(watch: boolean): InlineConfig {
  return {
    ...common(),
    ssr: { noExternal: true, target: 'node' },
    plugins: [{ name: 'sandboxed-preload', generateBundle: (_options, bundle) => checkPreload(bundle) }],
    build: {
      ssr: true,
      outDir: join(outFolder, 'preload'),
      emptyOutDir: true,
      target: 'chrome140',
      minify: false,
      watch: watch ? {} : null,
      rolldownOptions: {
        input: { preload: join(repository, preloadEntry) },
        external: [/^electron(\/|$)/, /^node:/, ...builtinModules],
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  };
}

/** A sandboxed preload is one file and can load nothing but Electron; anything else would fail at run time only. */
function checkPreload(bundle: Rolldown.OutputBundle): void {
  for (const file of Object.values(bundle)) {
    if (file.type !== 'chunk') continue;
    const foreign = [...file.imports, ...file.dynamicImports].filter((name) => name !== 'electron');
    if (foreign.length > 0)
      throw new Error(`${preloadEntry} must load only electron, not ${foreign.join(', ')}`);
  }
}

async function rendererConfig(watch: boolean): Promise<InlineConfig> {
  const { svelte } = await import('@sveltejs/vite-plugin-svelte');
  return {
    ...common(),
    root: join(repository, 'src-renderer'),
    base: './',
    plugins: [
      svelte({ configFile: false }),
      { name: 'no-schema-library', resolveId: refuseSchemaLibrary },
      knownMessages(),
      messagesAsData(),
      codesAsData(),
    ],
    build: {
      outDir: join(outFolder, 'renderer'),
      emptyOutDir: true,
      target: 'chrome140',
      // The content security policy allows no inline script, style or data: address.
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      watch: watch ? {} : null,
    },
  };
}

/** Main and service check what crosses the border; a schema library in the window would only make it slow to start. */
function refuseSchemaLibrary(specifier: string, importer: string | undefined): undefined {
  if (/^zod(\/|$)/.test(specifier))
    throw new Error(`${importer} brings ${specifier} into the window: import types only`);
}

function missingEntries(): readonly string[] {
  return [...Object.values(mainEntries), preloadEntry, rendererEntry].filter(
    (file) => !existsSync(join(repository, file)),
  );
}

/** Hash of all that goes into the build. By content: a fresh clone and a touched file build nothing needlessly. */
function fingerprint(): string {
  const hash = createHash('sha256');
  const entries = globSync('{shared,src-main,src-renderer}/**', {
    cwd: repository,
    withFileTypes: true,
    exclude: (entry) => entry.name === 'generated' || entry.name.endsWith('.test.ts'),
  });
  const sources = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const others = [
    'build/build.ts',
    'build/messages.ts',
    'build/window-data.ts',
    'package-lock.json',
    'tsconfig.json',
  ].map((file) => join(repository, file));
  for (const file of [...sources.sort(), ...others])
    hash.update(file).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

export interface BuildOptions {
  /** Builds again at every change; called with the part that was written, the first time included. */
  readonly watch?: (part: BuildPart) => void;
}
export type BuildPart = 'main' | 'preload' | 'renderer';

/** Builds main, preload and renderer into out/. Without `watch` it does nothing where out/ is already current. */
export async function buildAll(options: BuildOptions = {}): Promise<void> {
  const missing = missingEntries();
  if (missing.length > 0) throw new Error(`Entries are missing from this clone: ${missing.join(', ')}`);
  const current = fingerprint();
  if (!options.watch && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === current) return;
  rmSync(stampFile, { force: true });
  const started = performance.now();
  if (!options.watch) console.log('Building ...');
  compileMessages();
  const { build } = await import('vite');
  const watch = options.watch !== undefined;
  const parts: readonly (readonly [BuildPart, InlineConfig])[] = [
    ['main', mainConfig(watch)],
    ['preload', preloadConfig(watch)],
    ['renderer', await rendererConfig(watch)],
  ];
  await Promise.all(
    parts.map(async ([part, config]) => {
      const result = await build(config);
      if (options.watch && 'on' in result) await firstBuild(result, part, options.watch);
    }),
  );
  if (watch) return;
  mkdirSync(outFolder, { recursive: true });
  writeFileSync(stampFile, current);
  console.log(`Built in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
}

function firstBuild(
  watcher: Rolldown.RolldownWatcher,
  part: BuildPart,
  built: (part: BuildPart) => void,
): Promise<void> {
  return new Promise((resolve) => {
    watcher.on('event', (event) => {
      if (event.code === 'BUNDLE_END') {
        void event.result.close();
        built(part);
        resolve();
      }
      if (event.code === 'ERROR') console.error(event.error.message);
    });
  });
}

/** As {@link buildAll}; a failure is told without a stack, and the program ends. */
export async function buildOrEnd(): Promise<void> {
  try {
    await buildAll();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}

if (import.meta.main) await buildOrEnd();
