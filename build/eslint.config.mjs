// typescript-eslint's strict type-checked rules, the form that the project keeps, and the walls between its rooms.
import { defineConfig } from 'eslint/config';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { walls } from './walls.mjs';

export default defineConfig(
  { ignores: ['out/', 'dist/', 'coverage/', 'test-results/', '**/*.d.ts'] },
  { linterOptions: { noInlineConfig: true } },
  {
    files: ['**/*.{ts,tsx,mjs}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: new URL('..', import.meta.url).pathname } },
    plugins: { gantry: { rules: { walls } } },
    rules: {
      'gantry/walls': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'max-params': ['error', 3],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Exports have names.' },
        { selector: 'TSEnumDeclaration', message: 'Use a union of literals.' },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
    },
  },
  { files: ['**/*.mjs'], extends: [tseslint.configs.disableTypeChecked] },
  { files: ['renderer/**/*.{ts,tsx}'], ...reactHooks.configs.flat.recommended },
  // About code that React's compiler would leave alone; the window is built without it.
  { files: ['renderer/ui/grid/grid.tsx'], rules: { 'react-hooks/incompatible-library': 'off' } },
  { files: ['test/**'], rules: { 'max-lines': 'off', 'max-params': 'off', '@typescript-eslint/no-implied-eval': 'off' } },
  { files: ['test/**', 'build/**', 'core/cli/**'], rules: { 'no-console': 'off' } },
  { files: ['**/*.config.*'], rules: { 'no-restricted-syntax': 'off' } },
);
