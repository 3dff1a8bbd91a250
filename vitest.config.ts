import { defineConfig } from 'vitest/config'

const groups = ['unit', 'conformance', 'security', 'architecture']

export default defineConfig({
  test: {
    globalSetup: ['test/global-setup.ts'],
    projects: groups.map((name) => ({
      extends: true,
      test: { name, include: [`test/${name}/**/*.test.{ts,tsx}`] },
    })),
    pool: 'forks',
    maxWorkers: 2,
    // Files share their worker's process: a process of its own for each took a third of the time.
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    retry: 0,
    allowOnly: false,
  },
})
