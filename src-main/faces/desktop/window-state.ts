import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { screen, type BrowserWindow, type Rectangle } from 'electron';
import { z } from 'zod';

const stateSchema = z.object({
  bounds: z.object({ x: z.int(), y: z.int(), width: z.int().min(400), height: z.int().min(300) }),
  is_maximized: z.boolean(),
});
type WindowState = z.infer<typeof stateSchema>;

const DEFAULT = { width: 1280, height: 800 };
const SAVE_AFTER_MS = 500;

const isOnScreen = ({ x, y, width, height }: Rectangle): boolean =>
  screen.getAllDisplays().some(({ workArea }) => {
    const right = Math.min(x + width, workArea.x + workArea.width);
    const bottom = Math.min(y + height, workArea.y + workArea.height);
    return right - Math.max(x, workArea.x) > 100 && bottom - Math.max(y, workArea.y) > 50;
  });

const read = (file: string): WindowState | undefined => {
  try {
    return stateSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // The first start, or a file that somebody changed.
    return undefined;
  }
};

/** Where the window was, unless its screen is gone; and remembers where it is. */
export const createWindowState = (folder: string) => {
  const file = path.join(folder, 'window.json');
  const saved = read(file);
  const bounds = saved !== undefined && isOnScreen(saved.bounds) ? saved.bounds : DEFAULT;
  return {
    bounds,
    follow: (window: BrowserWindow): void => {
      if (saved?.is_maximized === true) window.maximize();
      let timer: NodeJS.Timeout | undefined;
      const save = (): void => {
        if (window.isDestroyed()) return;
        const state: WindowState = { bounds: window.getNormalBounds(), is_maximized: window.isMaximized() };
        writeFileSync(file, JSON.stringify(state));
      };
      const saveSoon = (): void => {
        clearTimeout(timer);
        timer = setTimeout(save, SAVE_AFTER_MS);
      };
      window.on('resize', saveSoon).on('move', saveSoon).on('close', save);
    },
  };
};
