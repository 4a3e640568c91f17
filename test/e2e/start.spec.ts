import { expect, launch, test } from './support/app.ts';

test('opens a window that is closed to the world', async ({ app, page }) => {
  await expect(page.getByRole('heading', { name: 'New batch' })).toBeVisible();
  const globals = await page.evaluate(() => ({
    require: typeof Reflect.get(globalThis, 'require'),
    process: typeof Reflect.get(globalThis, 'process'),
    members: Object.keys(window.stevedore),
    isFrozen: Object.isFrozen(window.stevedore),
  }));
  expect(globals).toEqual({
    require: 'undefined',
    process: 'undefined',
    members: ['call', 'onEvents', 'pickDropped'],
    isFrozen: true,
  });
  const inline = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.hacked = 1';
    document.body.append(script);
    return Reflect.get(window, 'hacked') as unknown;
  });
  expect(inline).toBeUndefined();
  const fetched = await page.evaluate(() =>
    fetch('https://example.org/').then(
      () => 'fetched',
      () => 'refused',
    ),
  );
  expect(fetched).toBe('refused');
  await page.evaluate(() => void window.open('https://example.org/'));
  await page.evaluate(() => {
    location.href = 'https://example.org/';
  });
  await expect(page.getByRole('heading', { name: 'New batch' })).toBeVisible();
  expect(app.windows()).toHaveLength(1);
});

test('is there once: a second start shows the first window', async ({ app, page, folder }) => {
  await expect(page.getByRole('heading', { name: 'New batch' })).toBeVisible();
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  const isEnded = launch({ dataFolder: folder })
    .then((second) => new Promise<void>((resolve) => second.process().once('exit', () => resolve())))
    // It may have ended before Playwright was connected.
    .catch(() => undefined);
  await isEnded;
  await expect
    .poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible()))
    .toBe(true);
});
