import type { Page } from '@playwright/test';

/** Presses Tab until the focus is on the control of this name, as a person without a mouse does. */
export const tabTo = async (page: Page, name: RegExp, mostPresses = 80): Promise<void> => {
  for (let presses = 0; presses < mostPresses; presses += 1) {
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      const label =
        element instanceof HTMLInputElement || element instanceof HTMLSelectElement ? element.labels?.[0] : null;
      return element?.getAttribute('aria-label') ?? label?.textContent ?? element?.textContent ?? '';
    });
    if (name.test(focused)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${name}`);
};
