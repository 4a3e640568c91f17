import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '*.spec.ts',
  outputDir: 'node_modules/.cache/e2e',
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter:
    process.env['CI'] === 'true' ? [['list'], ['json', { outputFile: 'node_modules/.cache/e2e.json' }]] : 'list',
  use: { trace: 'retain-on-failure' },
});
