import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import dataKeys from './eslint-data-keys.js';
import svelteConfig from './svelte.config.js';

export default ts.config(
  { ignores: ['build/', '.svelte-kit/', '.cache/', 'static/', 'data/sources/demo*/'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  prettier,
  ...svelte.configs.prettier,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      // TypeScript knows the globals better.
      'no-undef': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      // Maps and addresses in state modules are caches and plain values; what is watched is marked $state.
      'svelte/prefer-svelte-reactivity': 'off',
      // Links are relative by design (one build for any sub-path); resolve() is applied in one helper.
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
  {
    // Tests and the demonstration know the names they use.
    files: ['src/**', 'scripts/**'],
    ignores: ['**/*.test.ts', 'scripts/demo/**', 'src/lib/analysis/own.ts'],
    plugins: { caseboard: dataKeys },
    rules: { 'caseboard/no-data-keys': 'error' },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: { projectService: true, extraFileExtensions: ['.svelte'], parser: ts.parser, svelteConfig },
    },
  },
);
