import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      'out/',
      'dist/',
      '.tsc/',
      'coverage/',
      'samples/',
      'docs/',
      // Built with packages of its own.
      'site/',
      'node_modules/',
      '.vitest-attachments/',
      '**/*.mjs',
    ],
  },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      // A cancelled run rejects with `signal.reason`, whatever the caller made that.
      '@typescript-eslint/only-throw-error': ['error', { allowThrowingUnknown: true }],
    },
  },
  {
    // A longer file or function gives its reason beside the comment that allows it (test/unit/rooms.test.ts).
    files: ['src/**'],
    rules: {
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    // The engine runs in any host: Node, a page's worker, Electron. The compiler keeps globals out, this keeps
    // packages and other rooms out (test/unit/rooms.test.ts: all of them but webgpu-utils in gpu/).
    files: ['src/engine/**'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { patterns: ['node:*', 'electron', 'three', 'three/*', '**/main/**', '**/renderer/**', '**/cli/**'] },
      ],
    },
  },
);
