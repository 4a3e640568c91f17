import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

type PdfJs = typeof import('pdfjs-dist/legacy/build/pdf.mjs');

/** pdf.js and what getDocument needs to find its own data files without a network. */
export interface LoadedPdfJs {
  readonly pdfjs: PdfJs;
  readonly dataOptions: {
    readonly cMapUrl: string;
    readonly cMapPacked: true;
    readonly standardFontDataUrl: string;
    readonly wasmUrl: string;
    readonly BinaryDataFactory: typeof PackageDataFactory;
  };
}

const packageFolder = path.dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
const FOLDER_BY_KIND: ReadonlyMap<string, string> = new Map([
  ['cMapUrl', 'cmaps'],
  ['standardFontDataUrl', 'standard_fonts'],
  ['wasmUrl', 'wasm'],
]);

/**
 * Reads pdf.js's data from beside the package. pdf.js takes an Electron utility process for a browser and would `fetch` file
 * URLs there, which fails with no more than a warning: Chinese and Japanese text would be missing.
 */
class PackageDataFactory {
  async fetch({ kind, filename }: { kind: string; filename: string }): Promise<Uint8Array> {
    const folder = FOLDER_BY_KIND.get(kind);
    if (folder === undefined || path.basename(filename) !== filename) {
      throw new Error(`pdf.js asked for unknown data: ${kind}`);
    }
    return new Uint8Array(readFileSync(path.join(packageFolder, folder, filename)));
  }
}

let loading: Promise<LoadedPdfJs> | undefined;

/** Loads pdf.js once for the process. Its worker runs in this thread: the extractor is a process of its own. */
export async function loadPdfJs(): Promise<LoadedPdfJs> {
  loading ??= load();
  return loading;
}

async function load(): Promise<LoadedPdfJs> {
  // Must be there before pdf.mjs runs, or it looks for a worker script to start where it takes itself for a browser.
  // @ts-expect-error The package has no types for its worker, which is only handed on.
  const pdfjsWorker: unknown = await import('pdfjs-dist/legacy/build/pdf.worker.mjs');
  Object.assign(globalThis, { pdfjsWorker });
  const pdfjs = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const urlOf = (folder: string): string => `${pathToFileURL(path.join(packageFolder, folder)).href}/`;
  return {
    pdfjs,
    dataOptions: {
      cMapUrl: urlOf('cmaps'),
      cMapPacked: true,
      standardFontDataUrl: urlOf('standard_fonts'),
      wasmUrl: urlOf('wasm'),
      BinaryDataFactory: PackageDataFactory,
    },
  };
}
