/** Who may import whom: the table of the architecture as one ESLint rule. Paths decide, no file is read. */
import { posix } from 'node:path';
import type { Rule } from 'eslint';
import { repository } from './repository.ts';

export interface ImportUse {
  /** Path of the importing file from the repository's root, with forward slashes. */
  readonly file: string;
  readonly specifier: string;
  readonly typeOnly: boolean;
}

interface Target extends ImportUse {
  /** Path of the imported file from the repository's root; undefined for packages and built-in modules. */
  readonly path: string | undefined;
}

const isSchemaLibrary = (specifier: string): boolean =>
  /^(zod|ajv|valibot|@sinclair\/typebox)(\/|$)/.test(specifier);
const isElectron = (specifier: string): boolean => /^electron(\/|$)/.test(specifier);
const isNode = (specifier: string): boolean => specifier.startsWith('node:');
const isTest = (file: string): boolean => /\.(test|spec)\.ts$/.test(file);
const inFolder = (path: string | undefined, folder: string): boolean =>
  path?.startsWith(`${folder}/`) ?? false;

/** 'src-main/card/pcsc.ts' below 'src-main' -> 'card'; undefined for files that stand directly in it. */
function capabilityOf(path: string, below: string): string | undefined {
  const [name, ...rest] = path.slice(below.length + 1).split('/');
  return rest.length > 0 ? name : undefined;
}

/** A capability's public file bears its name (`cache/cache.ts`) or is `index.ts`; `-types` has types alone. */
function isPublicFile(path: string, below: string, capability: string): boolean {
  return ['index', capability, `${capability}-types`].some(
    (name) => path === `${below}/${capability}/${name}.ts`,
  );
}

function sharedFault({ file, specifier, path }: Target): string | undefined {
  if (path !== undefined) return inFolder(path, 'shared') ? undefined : 'shared imports nothing but shared';
  if (inFolder(file, 'shared/domain'))
    return 'shared/domain imports no package: neither Node nor a schema library';
  if (isSchemaLibrary(specifier)) return undefined;
  return 'shared is pure: no Node, DOM, Electron or other package';
}

/** What capabilities may call besides themselves; the composition root hands them everything else. */
const CALLABLE = ['backend', 'session', 'cache', 'keychain'];
/** The conversation with helper processes has an end on either side, so it has more than one public file. */
const HELPER_PROCESS = 'helper-process';

function capabilityFault({ file, path, typeOnly }: Target): string | undefined {
  if (path === undefined || inFolder(path, 'shared')) return undefined;
  if (!inFolder(path, 'src-main')) return 'the main process imports src-main and shared only';
  const own = capabilityOf(file, 'src-main');
  const other = capabilityOf(path, 'src-main');
  if (path === 'src-main/main.ts' || path === 'src-main/preload.ts') return 'entries are imported by nobody';
  if (other === undefined || other === own || other === HELPER_PROCESS) return undefined;
  if (other === 'electron') return 'src-main/electron is imported by main.ts only';
  if (!isPublicFile(path, 'src-main', other))
    return `${other} is reached through its public file ${other}/${other}.ts`;
  // Files that stand directly in src-main belong to the composition root.
  if (own === undefined || typeOnly || CALLABLE.includes(other)) return undefined;
  return `the composition root hands out what ${other} does; import only its types`;
}

function trainingServiceFault({ path }: Target): string | undefined {
  const allowed = ['shared', 'src-main/training-service', `src-main/${HELPER_PROCESS}`];
  if (path === undefined || allowed.some((folder) => inFolder(path, folder))) return undefined;
  return 'the training service imports shared and the helper process channel only';
}

function mainFault(target: Target): string | undefined {
  const { file, specifier, path } = target;
  const mayUseElectron =
    inFolder(file, 'src-main/electron') || file === 'src-main/main.ts' || file === 'src-main/preload.ts';
  if (isElectron(specifier) && !mayUseElectron)
    return 'electron is imported in src-main/electron, main.ts and preload.ts only';
  if (isTest(file) && !inFolder(path, 'src-main/electron')) return undefined;
  if (inFolder(file, 'src-main/training-service')) return trainingServiceFault(target);
  if (mayUseElectron)
    return path === undefined || inFolder(path, 'src-main') || inFolder(path, 'shared')
      ? undefined
      : 'the main process imports src-main and shared only';
  return capabilityFault(target);
}

function featureFault({ file, path }: Target): string | undefined {
  if (path === undefined) return undefined;
  const features = 'src-renderer/features';
  if (inFolder(path, features)) {
    const other = capabilityOf(path, features);
    if (other === undefined || other === capabilityOf(file, features)) return undefined;
    return path === `${features}/${other}/index.ts`
      ? undefined
      : `reach feature ${other} through its index.ts`;
  }
  const allowed = ['src-renderer/ui', 'src-renderer/platform', 'shared'];
  return allowed.some((folder) => inFolder(path, folder))
    ? undefined
    : 'features import ui, platform and shared only';
}

function rendererFault(target: Target): string | undefined {
  const { file, specifier, path, typeOnly } = target;
  if (isTest(file)) return undefined;
  if (isNode(specifier) || isElectron(specifier)) return 'the renderer has neither Node nor Electron';
  if (isSchemaLibrary(specifier) && !typeOnly) return 'the renderer imports only types of schema libraries';
  if (path !== undefined && !inFolder(path, 'src-renderer') && !inFolder(path, 'shared'))
    return 'the renderer imports src-renderer and shared only';
  if (inFolder(file, 'src-renderer/features')) return featureFault(target);
  const closed = ['src-renderer/features', 'src-renderer/platform', 'src-renderer/app'];
  if (inFolder(file, 'src-renderer/ui') && closed.some((folder) => inFolder(path, folder)))
    return 'ui knows no feature and no platform';
  return undefined;
}

/** Why this import is against the architecture; undefined when it is allowed. */
export function importFault(use: ImportUse): string | undefined {
  const relative = use.specifier.startsWith('.');
  const path = relative
    ? posix.join(posix.dirname(use.file), use.specifier.replace(/[?#].*$/, ''))
    : undefined;
  const target: Target = { ...use, path };
  if (inFolder(use.file, 'shared')) return isTest(use.file) ? undefined : sharedFault(target);
  if (inFolder(use.file, 'src-main')) return mainFault(target);
  if (inFolder(use.file, 'src-renderer')) return rendererFault(target);
  return undefined;
}

interface ImportNode {
  readonly source?: { readonly value?: unknown } | null;
  readonly importKind?: string;
  readonly exportKind?: string;
  readonly specifiers?: readonly { readonly importKind?: string; readonly exportKind?: string }[];
}

function isTypeOnly(node: ImportNode): boolean {
  if (node.importKind === 'type' || node.exportKind === 'type') return true;
  const specifiers = node.specifiers ?? [];
  return (
    specifiers.length > 0 &&
    specifiers.every((specifier) => specifier.importKind === 'type' || specifier.exportKind === 'type')
  );
}

/** ESLint rule `kelmu/imports`. */
export const importsRule: Rule.RuleModule = {
  meta: { type: 'problem', schema: [], messages: { fault: "'{{specifier}}': {{reason}}." } },
  create(context) {
    const file = posix.relative(repository.replaceAll('\\', '/'), context.filename.replaceAll('\\', '/'));
    const check = (node: Rule.Node): void => {
      const { source } = node as unknown as ImportNode;
      if (typeof source?.value !== 'string') return;
      const typeOnly = isTypeOnly(node as unknown as ImportNode);
      const reason = importFault({ file, specifier: source.value, typeOnly });
      if (reason) context.report({ node, messageId: 'fault', data: { specifier: source.value, reason } });
    };
    return {
      ImportDeclaration: check,
      ImportExpression: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
    };
  },
};
