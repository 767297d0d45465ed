import { fileURLToPath } from 'node:url';
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import tseslint from 'typescript-eslint';
import { importsRule } from './build/import-rules.ts';

const root = fileURLToPath(new URL('.', import.meta.url));
const scripts = ['**/*.ts', '**/*.svelte'];
const tests = ['**/*.test.ts', '**/*.spec.ts'];
const product = ['shared/**', 'src-main/**', 'src-renderer/**'];
const configurations = ['eslint.config.js', '**/*.config.ts'];

const noDefaultExport = {
  selector: 'ExportDefaultDeclaration, ExportSpecifier[exported.name="default"]',
  message: 'No default exports: a name that is the same everywhere can be searched for.',
};
const noModuleState = {
  selector:
    'Program > VariableDeclaration[kind="let"], Program > ExportNamedDeclaration > VariableDeclaration[kind="let"]',
  message: 'No module-level state: build it in a factory function and hand it on.',
};
const unsafe = [
  { selector: 'MemberExpression[property.name="sendSync"]', message: 'Synchronous calls freeze the window.' },
  {
    selector: 'MemberExpression[property.name="getPathForFile"]',
    message: 'The window gets no file paths: send the bytes.',
  },
  {
    selector: 'MemberExpression[object.name="navigator"][property.name="clipboard"]',
    message: 'What is copied must be cleared in time: copy through platform/copying.ts.',
  },
  {
    selector:
      'MemberExpression[property.name="origin"][object.name="location"], MemberExpression[property.name="origin"][object.property.name="location"]',
    message: 'Origins are compared in the main process only, through the frame that sent the call.',
  },
];

export default defineConfig(
  {
    ignores: ['out/', 'dist/', 'coverage/', 'test-results/', 'demo-results/', 'shared/messages/generated/'],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  ...tseslint.configs.strict.map((config) => ({ ...config, files: scripts })),
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.node } },
    plugins: { kelmu: { rules: { imports: importsRule } } },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-syntax': ['error', noDefaultExport],
      'kelmu/imports': 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: scripts,
    rules: {
      // TypeScript itself checks names, and knows types and globals that this rule does not.
      'no-undef': 'off',
      // With noUncheckedIndexedAccess an index that was checked before needs the `!`.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    // Promises that nobody waits for hide failures; finding them takes the types.
    files: ['src-main/**/*.ts', 'build/**/*.ts', 'test/**/*.ts', 'shared/**/*.ts'],
    languageOptions: { parserOptions: { project: ['src-main/tsconfig.json'], tsconfigRootDir: root } },
    rules: promiseRules(),
  },
  {
    files: ['src-renderer/**/*.ts'],
    languageOptions: { parserOptions: { project: ['src-renderer/tsconfig.json'], tsconfigRootDir: root } },
    rules: promiseRules(),
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: tseslint.parser }, globals: { ...globals.browser } },
    rules: {
      'svelte/no-at-html-tags': 'error',
      // Components declare their props by `let`, and a component is one function to the rule.
      'prefer-const': 'off',
      'max-lines-per-function': 'off',
    },
  },
  {
    files: product,
    rules: {
      'no-console': 'error',
      'no-restricted-syntax': ['error', noDefaultExport, ...unsafe],
    },
  },
  {
    files: ['shared/**/*.ts', 'src-main/**/*.ts', 'src-renderer/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', noDefaultExport, noModuleState, ...unsafe] },
  },
  // Playwright reads from an empty pattern that a fixture needs no other one.
  {
    files: ['test/e2e/**/*.ts'],
    rules: { 'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }] },
  },
  {
    files: tests,
    rules: { 'max-lines-per-function': 'off', 'no-restricted-syntax': ['error', noDefaultExport] },
  },
  { files: [...configurations, '**/*.d.ts'], rules: { 'no-restricted-syntax': 'off' } },
);

function promiseRules() {
  return {
    '@typescript-eslint/no-floating-promises': 'error',
    '@typescript-eslint/no-misused-promises': 'error',
    '@typescript-eslint/await-thenable': 'error',
    '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  };
}
