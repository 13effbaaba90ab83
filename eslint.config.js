import js from '@eslint/js';
import boundaries from 'eslint-plugin-boundaries';
import importX from 'eslint-plugin-import-x';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import tseslint from 'typescript-eslint';

/** The rooms of the house; an import may only go down. See docs/adr/0001-the-house.md. */
const ROOMS = [
  { type: 'platform', pattern: 'src/platform' },
  { type: 'auth', pattern: 'src/auth' },
  { type: 'tenancy', pattern: 'src/tenancy' },
  { type: 'audit', pattern: 'src/audit' },
  { type: 'feature', pattern: 'src/*', capture: ['name'] },
  { type: 'app', pattern: 'src' },
  { type: 'prisma', pattern: 'prisma' },
  { type: 'local-cognito', pattern: 'local/cognito' },
  { type: 'local', pattern: 'local' },
  { type: 'test', pattern: 'test' },
].map((room) => ({ ...room, partialMatch: false }));
const element = (type, more = {}) => ({ element: { type, ...more } });
const down = (type, to) => ({ from: element(type), allow: { to: element(to) } });
const own = (type) => down(type, type);

export default tseslint.config(
  {
    ignores: [
      'frontend/.next/**',
      'frontend/next-env.d.ts',
      'frontend/src/lib/schema.ts',
      'dist/**',
      'node_modules/**',
      '.local/**',
      'coverage/**',
      'src/platform/database/generated/**',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    files: ['**/*.ts', '**/*.tsx'],
    plugins: { 'import-x': importX, import: importX, boundaries },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    settings: {
      ...importX.flatConfigs.typescript.settings,
      'import-x/resolver-next': [createTypeScriptImportResolver({ alwaysTryTypes: true })],
      'boundaries/elements': ROOMS,
      'boundaries/include': ['src/**', 'prisma/**', 'local/**', 'test/**'],
      'import/resolver': { typescript: { alwaysTryTypes: true } },
    },
    rules: {
      'import/no-cycle': ['error', { ignoreExternal: true }],
      'import/no-duplicates': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'no-restricted-properties': [
        'error',
        { property: '$queryRawUnsafe', message: 'SQL from text can reach every tenant.' },
        { property: '$executeRawUnsafe', message: 'SQL from text can reach every tenant.' },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[property.name='enterWith']",
          message: 'A context that is entered never ends: use runInContext.',
        },
        { selector: "CallExpression[callee.name='forwardRef']", message: 'Arrows go one way.' },
        { selector: 'TSEnumDeclaration', message: 'Use a union of strings.' },
      ],
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          policies: [
            ...ROOMS.filter(({ type }) => type !== 'feature').map(({ type }) => own(type)),
            {
              from: element('feature'),
              allow: { to: element('feature', { captured: { name: '{{from.element.captured.name}}' } }) },
            },
            // What happens to an alert goes out by the tenant's channels, in the same transaction.
            {
              from: element('feature', { captured: { name: 'alert' } }),
              allow: { to: element('feature', { captured: { name: 'channel' } }) },
            },
            down('app', ['feature', 'audit', 'tenancy', 'auth', 'platform']),
            down('feature', ['audit', 'tenancy', 'auth', 'platform']),
            down('tenancy', ['audit', 'auth', 'platform']),
            down('audit', ['platform']),
            down('auth', ['platform']),
            down('prisma', ['platform']),
            down('local', ['local-cognito', 'prisma']),
            down('test', [
              'app',
              'feature',
              'audit',
              'tenancy',
              'auth',
              'platform',
              'prisma',
              'local-cognito',
              'local',
            ]),
          ],
        },
      ],
    },
  },
  {
    files: ['src/**/*.module.ts', 'src/**/*.dto.ts'],
    rules: { '@typescript-eslint/no-extraneous-class': 'off' },
  },
  // A spec stands beside its file and takes its tools from test/support.
  { files: ['**/*.spec.ts'], rules: { 'boundaries/dependencies': 'off' } },
  { files: ['**/*.js', '**/*.mjs'], ...tseslint.configs.disableTypeChecked },
);
