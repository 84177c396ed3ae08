/** Three kinds of tests, told apart by their file names: unit (no I/O), integration (real servers), e2e (through the gateway). */
const swc = JSON.parse(require('node:fs').readFileSync(require('node:path').join(__dirname, '.swcrc'), 'utf8'));

const common = {
  testEnvironment: 'node',
  setupFiles: [require('node:path').join(__dirname, 'jest.setup.cjs')],
  transform: { '^.+\\.ts$': ['@swc/jest', { ...swc, swcrc: false, exclude: [] }] },
  moduleNameMapper: { '^@tradewind/(.*)$': '<rootDir>/libs/$1/src' },
};

/** @type {import('jest').Config} */
module.exports = {
  testSequencer: '<rootDir>/jest.sequencer.cjs',
  // With --coverage only: `make test` and `npm run test:coverage`, over the unit and integration tests together.
  coverageDirectory: 'coverage',
  coverageReporters: ['text-summary', 'lcov'],
  collectCoverageFrom: [
    'apps/*/src/**/*.ts',
    'libs/*/src/**/*.ts',
    'gateway/**/*.ts',
    '!libs/testing/**',
    '!**/test/**',
    '!**/main.ts', // run as processes of their own, by the end-to-end tests
    '!**/*.{spec,int-spec,component-spec,e2e-spec}.ts',
  ],
  coverageThreshold: { global: { lines: 80 } },
  projects: [
    { ...common, displayName: 'unit', testMatch: ['<rootDir>/{apps,libs,gateway,tools}/**/*.spec.ts'] },
    { ...common, displayName: 'integration', testMatch: ['<rootDir>/{apps,libs,gateway}/**/*.int-spec.ts'] },
    { ...common, displayName: 'e2e', testMatch: ['<rootDir>/e2e/**/*.e2e-spec.ts'] },
  ],
};
