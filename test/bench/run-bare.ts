import { readFile } from 'node:fs/promises';
import path from 'node:path';
import mammoth from 'mammoth';
import { Marked } from 'marked';
import { loadPdfJs } from '../../src-main/engine/extraction/formats/pdf/load-pdfjs.ts';

const marked = new Marked();

const readPdf = async (file: string): Promise<number> => {
  const { pdfjs, dataOptions } = await loadPdfJs();
  const task = pdfjs.getDocument({
    ...dataOptions,
    data: new Uint8Array(await readFile(file)),
    verbosity: 0,
    useWorkerFetch: false,
    disableFontFace: true,
  });
  const document = await task.promise;
  let characters = 0;
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent();
    for (const item of items) characters += 'str' in item ? item.str.length : 0;
    await page.getAnnotations();
    page.cleanup();
  }
  await task.destroy();
  return characters;
};

const readBare = async (file: string): Promise<number> => {
  switch (path.extname(file)) {
    case '.pdf':
      return readPdf(file);
    case '.docx':
      return (await mammoth.convertToHtml({ path: file })).value.length;
    case '.md':
      return marked.lexer(await readFile(file, 'utf8')).length;
    default:
      return new TextDecoder().decode(await readFile(file)).length;
  }
};

/** The bare loop: the same parsers over the same files, one after another in one process, with nothing around them. */
export const runBare = async (paths: readonly string[]): Promise<void> => {
  for (const file of paths) {
    if ((await readBare(file)) === 0) throw new Error(`The bare loop read nothing of ${file}`);
  }
};
