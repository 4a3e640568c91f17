import { app, interrupted } from './de/app.ts';
import { failures } from './de/failures.ts';
import { settings } from './de/settings.ts';
import { schema } from './de/schema.ts';
import { welcome } from './de/welcome.ts';
import { appearance, dataFolder, log } from './de/workstation.ts';
import { library, reader } from './de/library.ts';
import { newBatch } from './de/new-batch.ts';
import { batch } from './de/batch.ts';
import { batches } from './de/batches.ts';
import type { Messages } from './en.ts';

/** All text of the window, in German. */
export const de: Messages = {
  app,
  interrupted,
  settings,
  schema,
  appearance,
  dataFolder,
  log,
  welcome,
  library,
  reader,
  newBatch,
  batch,
  batches,
  failures,
};
