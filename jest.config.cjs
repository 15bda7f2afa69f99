const { availableParallelism } = require('node:os');
const { longUnder, notCoveringUnder, notLongUnder, servingUnder } = require('./test/running/suites.cjs');

/** Suites over what others publish run where it is named, or may be fetched. */
const { PROOF, SSD_DATA_MODEL, CIN_VALIDATOR, HAPI_FHIR_STARTER, HAPI_FHIR_WAR, HAPI_FHIR_URL } = process.env;
const real = [PROOF, SSD_DATA_MODEL, CIN_VALIDATOR, HAPI_FHIR_STARTER, HAPI_FHIR_WAR, HAPI_FHIR_URL].some(Boolean);

module.exports = {
  testEnvironment: '<rootDir>/test/running/environment.cjs',
  runtime: '<rootDir>/test/running/runtime.cjs',
  setupFiles: ['<rootDir>/jest.setup.cjs', ...(process.env.STALLED ? ['<rootDir>/test/running/stall.cjs'] : [])],
  roots: [
    '<rootDir>/schema',
    '<rootDir>/gateway',
    '<rootDir>/subgraphs',
    '<rootDir>/client',
    '<rootDir>/portal',
    '<rootDir>/cli',
    '<rootDir>/test',
  ],
  testMatch: process.env.LONG ? longUnder('<rootDir>') : ['**/*.test.ts'],
  testPathIgnorePatterns: [
    '/node_modules/',
    ...(real ? [] : ['/subgraphs/[^/]+/real/']),
    ...(process.env.SHORT ? notLongUnder('<rootDir>') : []),
    ...(process.env.UNIT ? servingUnder('<rootDir>') : []),
    ...(process.env.COVERED ? notCoveringUnder('<rootDir>') : []),
  ],
  transform: {
    '^.+\\.[cm]?[jt]sx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic' } },
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  // These packages ship ES modules only; everything else runs as published.
  transformIgnorePatterns: ['/node_modules/(?!(@noble|jose|auto-bind)/)'],
  // Half of a suite's time is waiting, for a browser, a process, a disk: two suites keep a processor busy.
  // Long ones start processes of their own.
  maxWorkers: Math.min(8, (process.env.LONG ? 1 : 2) * availableParallelism()),
  // A worker that has grown by what its suites left is replaced before its next suite.
  workerIdleMemoryLimit: '1.5GB',
};
