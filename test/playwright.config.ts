import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: '.',
  testMatch: ['e2e/flows/*.spec.ts', 'security/*.spec.ts'],
  outputDir: '../test-results',
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  reporter: [['list'], ['json', { outputFile: '../test-results/e2e.json' }]],
  projects: [
    { name: 'chromium' },
    // axe judges documents, which are the same in both.
    { name: 'firefox', testIgnore: '**/axe*.spec.ts' },
  ],
})
