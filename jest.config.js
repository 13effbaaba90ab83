/** Unit specs stand beside their files; e2e specs of the whole application stand in test/. */
const typescript = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
        },
        module: { type: 'es6' },
      },
    ],
  },
};

export default {
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  testTimeout: 30_000,
  // Most tests wait for something: the one beside them may work meanwhile.
  maxWorkers: 3,
  projects: [
    {
      ...typescript,
      displayName: 'unit',
      roots: [
        '<rootDir>/src',
        '<rootDir>/local',
        '<rootDir>/prisma',
        '<rootDir>/docs',
        '<rootDir>/frontend/src',
        '<rootDir>/terraform',
      ],
      testMatch: ['**/*.spec.ts'],
    },
    { ...typescript, displayName: 'e2e', roots: ['<rootDir>/test'], testMatch: ['**/*.e2e-spec.ts'] },
  ],
};
