import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { linguiPlugins } from './scripts/linguiPlugins.ts';

const minute = 60_000;
const readsTypeScript = 'typescript' in process.features && Boolean(process.features.typescript);

const onBothStorages = [
  'server/src/store/**/*.test.ts',
  'server/src/backend/*/store/**/*.test.ts',
  'tests/integration/server/**/*.test.ts',
];
const onPostgres = [...onBothStorages, 'tests/postgres/**/*.test.ts'];

const common = {
  // A failure on another machine has to tell by itself what was found, not only how much of it.
  chaiConfig: { truncateThreshold: 2_000 },
  // Only what hangs runs out of it: how fast a busy machine is, is nobody's claim.
  expect: { poll: { timeout: minute / 2 } },
};

/**
 * Modules are read once a process, which halves what a run computes: a file leaves nothing behind in them. The page's own are
 * what it shows, and the mutants of the simulation replace some: those are read anew for each file.
 */
const together = { ...common, isolate: false };

export default defineConfig({
  test: {
    projects: [
      {
        plugins: linguiPlugins(),
        test: {
          ...together,
          name: 'unit',
          include: ['src/**/*.test.ts', 'server/src/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: ['server/src/store/postgres*.test.ts'],
          environment: 'node',
          testTimeout: minute,
        },
      },
      {
        test: {
          ...common,
          name: 'simulation',
          include: ['tests/simulation/**/*.test.ts'],
          environment: 'node',
          // Nothing but computing: a Node.js that reads TypeScript by itself runs it a third quicker than Vite's modules,
          // where every name that is imported is looked up at each use.
          experimental: { viteModuleRunner: !readsTypeScript },
          testTimeout: minute,
        },
      },
      {
        plugins: [react(), ...linguiPlugins()],
        test: {
          ...common,
          name: 'renderer',
          include: ['src/renderer/**/*.test.tsx'],
          environment: 'happy-dom',
          setupFiles: ['src/renderer/testing/patience.ts'],
          testTimeout: minute,
        },
      },
      {
        test: {
          ...together,
          name: 'integration',
          include: [
            'tests/integration/**/*.test.ts',
            'tests/fixtures/**/*.test.ts',
            'tests/chaos/{checker,faultProxy}.test.ts',
          ],
          environment: 'node',
          testTimeout: minute,
          hookTimeout: minute,
        },
      },
      {
        test: {
          ...together,
          // What stores and answers, once more on PostgreSQL, which the set-up brings on Linux only.
          name: 'postgres',
          include: process.platform === 'linux' ? onPostgres : [],
          // SQLite's own: its driver, its commits, its file and folder. And what breaks before anything is stored.
          exclude: [
            'server/src/store/{sqlite,groupCommits}.test.ts',
            'tests/integration/server/{backup,process,storage,hardening,limits,answers,addresses,operations,built}.test.ts',
          ],
          environment: 'node',
          globalSetup: ['tests/support/onPostgres.ts'],
          testTimeout: minute,
          hookTimeout: minute,
        },
      },
      {
        test: {
          ...common,
          name: 'chromium',
          include: ['tests/chromium/**/*.test.ts'],
          environment: 'node',
          testTimeout: minute,
          hookTimeout: minute,
        },
      },
      {
        test: {
          ...common,
          name: 'chaos',
          include: ['tests/chaos/chaos*.test.ts'],
          environment: 'node',
          // Faults have deadlines of their own; nothing else may keep the machine busy.
          fileParallelism: false,
          testTimeout: 3 * minute,
          hookTimeout: minute,
        },
      },
      {
        test: {
          ...common,
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          environment: 'node',
          globalSetup: ['tests/e2e/openDisplay.ts'],
          setupFiles: ['tests/support/failOnCrash.ts'],
          // Windows share one screen, one focus and two cores.
          fileParallelism: false,
          maxWorkers: 1,
          testTimeout: 3 * minute,
          hookTimeout: minute,
        },
      },
    ],
  },
});
