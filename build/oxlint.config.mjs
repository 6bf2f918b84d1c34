// Written in JavaScript so that the import rules can be made from the table in import-boundaries.mjs.
import { boundaries } from './import-boundaries.mjs'

/** oxlint reads patterns from the folder of its configuration, ours are from the project's root. */
const anywhere = (/** @type {string[]} */ files) => files.map((pattern) => `**/${pattern}`)

export default {
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'react', 'promise', 'vitest'],
  categories: { correctness: 'error', suspicious: 'error' },
  rules: {
    'eslint/eqeqeq': 'error',
    'import/no-default-export': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],

    // A codec narrows what it has just checked; the compiler cannot follow that, and a guard would check twice.
    'typescript/no-unsafe-type-assertion': 'off',
    // Their replacements, toSorted and toReversed, are missing in the oldest runtime.
    'unicorn/no-array-sort': 'off',
    'unicorn/no-array-reverse': 'off',
    // Where a small function stands is a question of reading, and shadowing is often the plainest name twice.
    'unicorn/consistent-function-scoping': 'off',
    'eslint/no-shadow': 'off',
    // Their advice is for windows and for chains; workers have no target origin, and an effect has no value.
    'unicorn/require-post-message-target-origin': 'off',
    'promise/always-return': 'off',
    // Reads a loop over several conditions wrongly.
    'eslint/no-unmodified-loop-condition': 'off',
    'eslint/no-underscore-dangle': 'off',
    // Pinned bytes are written in groups, and a property test may expect in a branch.
    'eslint/no-useless-concat': 'off',
    'vitest/no-conditional-expect': 'off',
    'unicorn/no-new-array': 'off',
    // fast-check is written `fc.nat()` everywhere in the world.
    'import/no-named-as-default-member': 'off',
    'import/no-named-as-default': 'off',
    // Style sheets and entry points are imported for what they do.
    'import/no-unassigned-import': 'off',
    // A switch over a union returns in every case; the compiler knows that and says when it isn't so.
    'typescript/consistent-return': 'off',
    // The JSX runtime is automatic.
    'react/react-in-jsx-scope': 'off',
    // Checkers and exhaustive cases assert through functions of their own.
    'vitest/expect-expect': 'off',
    'vitest/no-conditional-tests': 'off',
    'vitest/valid-title': 'off',
    'vitest/require-mock-type-parameters': 'off',
  },
  overrides: [
    ...boundaries.map(({ files, bans }) => ({
      files: anywhere(files),
      rules: { 'eslint/no-restricted-imports': ['error', { patterns: bans }] },
    })),
    {
      // Playwright's fixtures come by destructuring, also when a story takes none.
      files: anywhere(['e2e/**']),
      rules: { 'eslint/no-empty-pattern': 'off' },
    },
    {
      // The tools that read these files ask for a default export.
      files: ['**/*.config.{ts,mjs}'],
      rules: { 'import/no-default-export': 'off' },
    },
  ],
}
