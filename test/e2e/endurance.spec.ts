import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { answerPick, answerQuestion, expect, launch, test, windowOf } from './support/app.ts';
import { writeMany } from './support/files.ts';

const LONG = 9000;

const load = async (app: ElectronApplication, page: Page, folder: string): Promise<void> => {
  await answerPick(app, folder);
  await page.getByRole('button', { name: 'Add folder…' }).click();
  await page.getByRole('button', { name: /^Load \d/u }).click();
  await expect(page.getByRole('heading', { name: /^Batch/u })).toBeVisible();
};

const utilityPid = (app: ElectronApplication, name: string): Promise<number | undefined> =>
  app.evaluate(({ app: main }, wanted) => main.getAppMetrics().find((one) => one.name === wanted)?.pid, name);

const expectAllProcessed = async (page: Page, total: number): Promise<void> => {
  await expect(page.getByText(`${total} of ${total}`, { exact: true })).toBeVisible({ timeout: 60_000 });
  const batches = await page.evaluate(async () => {
    const history = await window.stevedore.call('batch.history', {});
    return history.ok ? history.value.batches : [];
  });
  expect(batches).toMatchObject([{ processed_count: total, failed_count: 0, waiting_count: 0, status: 'completed' }]);
};

test('an engine that is killed in mid-batch is started again and goes on', async ({ app, page, folder }) => {
  await load(app, page, writeMany(path.join(folder, 'in'), 100, LONG));
  const pid = await utilityPid(app, 'Stevedore engine');
  process.kill(pid ?? 0, 'SIGKILL');
  await expect.poll(() => utilityPid(app, 'Stevedore engine')).not.toBe(pid);
  await expectAllProcessed(page, 100);
});

test('an app that is killed in mid-batch offers to resume at the next start', async ({ folder }) => {
  const first = await launch({ dataFolder: folder });
  await load(first, await windowOf(first), writeMany(path.join(folder, 'in'), 100, LONG));
  const ended = new Promise((resolve) => first.process().once('exit', resolve));
  first.process().kill('SIGKILL');
  await ended;
  const second = await launch({ dataFolder: folder });
  const page = await windowOf(second);
  await expect(page.getByText('1 batch can be continued')).toBeVisible();
  await page.getByRole('button', { name: 'Resume' }).click();
  await expectAllProcessed(page, 100);
  await second.close();
});

test('closing while a batch runs asks: keep running, pause and quit, cancel', async ({ app, page, folder }) => {
  await load(app, page, writeMany(path.join(folder, 'in'), 100, LONG));
  const isVisible = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
  const close = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await answerQuestion(app, 2);
  await close();
  expect(await isVisible()).toBe(true);
  await answerQuestion(app, 0);
  await close();
  await expect.poll(isVisible).toBe(false);
  await answerQuestion(app, 1);
  const ended = new Promise((resolve) => app.process().once('exit', resolve));
  await close();
  expect(await ended).toBe(0);
  const again = await launch({ dataFolder: folder });
  const next = await windowOf(again);
  await expect(next.getByText(/batch can be continued/u)).toBeVisible();
  await again.close();
});

test('a window that is loaded anew in mid-batch shows the truth at once', async ({ app, page, folder }) => {
  await load(app, page, writeMany(path.join(folder, 'in'), 100, LONG));
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.reload());
  await expect(page.getByRole('heading', { name: 'New batch' })).toBeVisible();
  await page.getByRole('button', { name: 'Batches' }).click();
  await page.getByRole('button', { name: /^Open the batch of/u }).click();
  await expectAllProcessed(page, 100);
});

test('main stays free in a batch of 100 documents', async ({ app, page, folder }) => {
  await app.evaluate(() => {
    const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks');
    const histogram = monitorEventLoopDelay({ resolution: 10 });
    histogram.enable();
    Object.assign(globalThis, { loopDelay: histogram });
  });
  await load(app, page, writeMany(path.join(folder, 'in'), 100, 200));
  await expectAllProcessed(page, 100);
  const delay = await app.evaluate(() => {
    const histogram = Reflect.get(globalThis, 'loopDelay') as { percentile: (share: number) => number };
    return histogram.percentile(99.9) / 1e6;
  });
  console.log(`Event-loop delay of main, p99.9: ${delay.toFixed(1)} ms`);
  expect(delay).toBeLessThan(50);
});
