/** For the conformance test: what a set of source files uses of Electron, and what the stand-in has of it. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export type ElectronUse =
  | {
      readonly kind: 'member';
      /** Name of Electron's class or module; `electron` for what is imported by name. */
      readonly owner: string;
      readonly member: string;
      readonly standIn: 'present' | 'absent' | 'of another type';
      /** File and line. */
      readonly at: string;
    }
  | { readonly kind: 'event'; readonly event: string; readonly at: string };

const LISTENING = new Set(['on', 'once', 'addListener']);
const EMITTER_MEMBERS = new Set([
  ...LISTENING,
  'off',
  'removeListener',
  'removeAllListeners',
  'emit',
  'listenerCount',
]);

/** @param files absolute paths of the sources */
export function findElectronUses(files: readonly string[]): ElectronUse[] {
  const standInTypes = fileURLToPath(new URL('./stand-in-types.ts', import.meta.url));
  const program = ts.createProgram([...files, standInTypes], compilerOptions());
  const checker = program.getTypeChecker();
  const standIn = readStandInTypes(program, checker, standInTypes);
  return files.flatMap((path) => {
    const source = program.getSourceFile(path);
    if (!source) throw new Error(`not in the program: ${path}`);
    return usesIn(source, checker, standIn);
  });
}

function compilerOptions(): ts.CompilerOptions {
  const path = fileURLToPath(new URL('../../src-main/tsconfig.json', import.meta.url));
  const { config } = ts.readConfigFile(path, (name) => ts.sys.readFile(name)) as { config: unknown };
  return ts.parseJsonConfigFileContent(config, { ...ts.sys, readDirectory: () => [] }, join(path, '..'))
    .options;
}

type StandInTypes = ReadonlyMap<string, ts.Type>;

/** The members of the interface `StandInTypes`: name of Electron's class -> type of its counterpart. */
function readStandInTypes(program: ts.Program, checker: ts.TypeChecker, path: string): StandInTypes {
  const source = program.getSourceFile(path);
  const declaration = source?.statements.find(
    (statement) => ts.isInterfaceDeclaration(statement) && statement.name.text === 'StandInTypes',
  );
  if (!declaration) throw new Error('StandInTypes not found');
  const members = checker.getTypeAtLocation(declaration).getProperties();
  return new Map(
    members.map((member) => [member.name, checker.getTypeOfSymbolAtLocation(member, declaration)]),
  );
}

function usesIn(source: ts.SourceFile, checker: ts.TypeChecker, standIn: StandInTypes): ElectronUse[] {
  const uses: ElectronUse[] = [];
  const at = (node: ts.Node): string =>
    `${source.fileName.split('/').slice(-2).join('/')}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;

  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      for (const name of valueImportsFromElectron(node)) {
        const present = standIn.get('electron')?.getProperty(name) !== undefined;
        const state = present ? 'present' : 'absent';
        uses.push({ kind: 'member', owner: 'electron', member: name, standIn: state, at: at(node) });
      }
    }
    if (ts.isPropertyAccessExpression(node)) {
      const used = electronMember(node, checker);
      if (used && EMITTER_MEMBERS.has(used.member)) {
        const event = listenedEvent(node);
        if (event) uses.push({ kind: 'event', event, at: at(node) });
      } else if (used) {
        const { owner, member } = used;
        uses.push({ kind: 'member', owner, member, standIn: compare(used, checker, standIn), at: at(node) });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return uses;
}

function valueImportsFromElectron(node: ts.ImportDeclaration): string[] {
  const isElectron =
    ts.isStringLiteral(node.moduleSpecifier) && /^electron(\/main)?$/.test(node.moduleSpecifier.text);
  const clause = node.importClause;
  if (!isElectron || !clause || clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return [];
  if (clause.name || !clause.namedBindings || !ts.isNamedImports(clause.namedBindings)) {
    throw new Error('import the names of electron that are used');
  }
  return clause.namedBindings.elements
    .filter((element) => !element.isTypeOnly)
    .map((element) => (element.propertyName ?? element.name).text);
}

interface UsedMember {
  readonly owner: string;
  readonly member: string;
  readonly type: ts.Type;
}

/** The member of Electron's classes and modules that the expression reads; plain data is left out. */
function electronMember(node: ts.PropertyAccessExpression, checker: ts.TypeChecker): UsedMember | undefined {
  const symbol = checker.getSymbolAtLocation(node.name);
  const declaration = symbol?.declarations?.find((candidate) =>
    /electron\.d\.ts$/.test(candidate.getSourceFile().fileName),
  );
  const parent = declaration?.parent;
  if (!symbol || !declaration || !parent) return undefined;
  if (!ts.isClassDeclaration(parent) && !ts.isInterfaceDeclaration(parent)) return undefined;
  // Electron's typings name the page of each class and module; structures have pages of their own.
  const text = parent.getFullText();
  if (!/electronjs\.org\/docs\/api\/(?!structures\/)/.test(text)) return undefined;
  const isStatic = (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Static) !== 0;
  const name = parent.name?.text ?? '';
  const type = checker.getTypeOfSymbolAtLocation(symbol, node);
  return { owner: isStatic ? `typeof ${name}` : name, member: symbol.name, type };
}

function listenedEvent(node: ts.PropertyAccessExpression): string | undefined {
  const { parent } = node;
  if (!LISTENING.has(node.name.text) || !ts.isCallExpression(parent)) return undefined;
  const [name] = parent.arguments;
  return name && ts.isStringLiteral(name) ? name.text : undefined;
}

function compare(
  { owner, member, type }: UsedMember,
  checker: ts.TypeChecker,
  standIn: StandInTypes,
): 'present' | 'absent' | 'of another type' {
  const own = standIn.get(owner)?.getProperty(member);
  if (!own) return 'absent';
  // What gives or takes another of Electron's classes cannot be compared as a whole; its own members are, where used.
  if (mentionsClasses(checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation), standIn))
    return 'present';
  return checker.isTypeAssignableTo(checker.getTypeOfSymbol(own), type) ? 'present' : 'of another type';
}

function mentionsClasses(text: string, standIn: StandInTypes): boolean {
  return [...text.matchAll(/[A-Za-z]+/g)].some(([word]) => standIn.has(word) || word === 'BaseWindow');
}
