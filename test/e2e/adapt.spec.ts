import { expect, test } from './support/app.ts';
import { visitScreens } from './support/visit-screens.ts';

test('at 200 % zoom nothing is cut off to the side, and every control can be scrolled to', async ({
  app,
  page,
  folder,
}) => {
  // A window of 1280 by 800 at 200 % has this many CSS pixels.
  await page.setViewportSize({ width: 640, height: 400 });
  await visitScreens(app, page, folder, async (where) => {
    const outside = await page.evaluate(() => {
      const wide = document.documentElement.scrollWidth > window.innerWidth ? ['the page scrolls sideways'] : [];
      const cut = [...document.querySelectorAll('button, input, select, a, summary')].filter((element) => {
        if (!element.checkVisibility() || element.closest('table') !== null) return false;
        element.scrollIntoView({ block: 'center' });
        const { left, right, top, bottom } = element.getBoundingClientRect();
        return left < -1 || right > window.innerWidth + 1 || bottom < 1 || top > window.innerHeight - 1;
      });
      return [...wide, ...cut.map(({ outerHTML }) => outerHTML.slice(0, 120))];
    });
    expect(outside, where).toEqual([]);
  });
});

test('every target is at least 24 by 24 pixels', async ({ app, page, folder }) => {
  await visitScreens(app, page, folder, async (where) => {
    const small = await page.evaluate(() =>
      [...document.querySelectorAll('button, input, select, a, summary')].flatMap((element) => {
        if (!element.checkVisibility()) return [];
        // A click on its label is a click on a checkbox.
        const target = element instanceof HTMLInputElement ? (element.labels?.[0] ?? element) : element;
        const { width, height } = target.getBoundingClientRect();
        return width >= 24 && height >= 24 ? [] : [`${width} x ${height}: ${element.outerHTML.slice(0, 120)}`];
      }),
    );
    expect(small, where).toEqual([]);
  });
});

test('nothing moves where motion is not wanted', async ({ app, page, folder }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await visitScreens(app, page, folder, async (where) => {
    const moving = await page.evaluate(() => document.getAnimations().length);
    expect(moving, where).toBe(0);
  });
});

test('with forced colours every status still has its sign and every control its border', async ({
  app,
  page,
  folder,
}) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await visitScreens(app, page, folder, async (where) => {
    const bare = await page.evaluate(() =>
      [...document.querySelectorAll('.button, .field, .tag')].flatMap((element) =>
        element.checkVisibility() && getComputedStyle(element).borderTopStyle === 'none'
          ? [element.outerHTML.slice(0, 120)]
          : [],
      ),
    );
    expect(bare, where).toEqual([]);
  });
});

test('no screen does what the content security policy forbids, and none writes an error', async ({
  app,
  page,
  folder,
}) => {
  const errors: string[] = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', ({ message }) => errors.push(message));
  // Chromium reports a violation as an error of the console. That it does so here is seen first.
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = '1';
    document.body.append(script);
  });
  await expect.poll(() => errors.join()).toContain('Content Security Policy');
  errors.length = 0;
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.reload());
  await expect(page.getByRole('heading', { name: 'New batch' })).toBeVisible();
  await visitScreens(app, page, folder, () => Promise.resolve());
  expect(errors).toEqual([]);
});
