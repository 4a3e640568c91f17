import { app, interrupted } from './en/app.ts';
import { failures } from './en/failures.ts';
import { settings } from './en/settings.ts';
import { schema } from './en/schema.ts';
import { welcome } from './en/welcome.ts';
import { appearance, dataFolder, log } from './en/workstation.ts';
import { library, reader } from './en/library.ts';
import { newBatch } from './en/new-batch.ts';
import { batch } from './en/batch.ts';
import { batches } from './en/batches.ts';

/** A catalogue of the same shape in any language. */
type Text<T> = T extends string
  ? string
  : T extends (...values: infer Values) => string
    ? (...values: Values) => string
    : { readonly [Name in keyof T]: Text<T[Name]> };

/** All text of the window, in English; the other catalogues have its shape. */
export const en = {
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

export type Messages = Text<typeof en>;
