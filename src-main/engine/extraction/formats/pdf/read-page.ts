import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { fieldRuns, readComments, type Annotation } from './read-annotations.ts';
import type { PageText, TextRun } from './text-run.ts';

/** A page as pdf.js gives it: its runs with the values of form fields among them, and comments that stand on top of it. */
export interface ReadPage {
  readonly text: PageText;
  readonly comments: readonly string[];
}

/** Turns pdf.js's text content and annotations into runs. Throws what pdf.js throws. */
export async function readPage(page: PDFPageProxy): Promise<ReadPage> {
  const viewport = page.getViewport({ scale: 1 });
  const [a, b, c, d, e, f] = viewport.transform;
  if (a === undefined || b === undefined || c === undefined || d === undefined || e === undefined || f === undefined) {
    throw new Error('The page has no transform.');
  }
  const content = await page.getTextContent({ includeMarkedContent: false });
  const runs: TextRun[] = [];
  for (const item of content.items) {
    if (!('str' in item) || item.str === '') {
      continue;
    }
    const style = content.styles[item.fontName];
    const [ta = 0, tb = 0, tc = 0, td = 0, tx = 0, ty = 0] = item.transform.map(Number);
    const vertical = style?.vertical === true;
    // The baseline's direction and the glyph's upward direction on the page as it is seen, y downwards.
    const [baseX, baseY] = [a * ta + c * tb, b * ta + d * tb];
    const [upX, upY] = [a * tc + c * td, b * tc + d * td];
    const fontSize = Math.hypot(upX, upY) || Math.hypot(baseX, baseY);
    const angle = Math.round((Math.atan2(baseY, baseX) * 180) / Math.PI);
    runs.push({
      text: item.str,
      x: a * tx + c * ty + e,
      y: b * tx + d * ty + f,
      width: vertical ? item.height : item.width,
      fontSize,
      fontName: item.fontName,
      ...(style?.fontFamily === 'monospace' ? { monospace: true } : {}),
      ...(angle === 0 ? {} : { angle }),
      ...(vertical ? { vertical: true } : {}),
    });
  }
  const annotations = await readAnnotations(page);
  const toPage = (x: number, y: number): readonly [number, number] => [a * x + c * y + e, b * x + d * y + f];
  return {
    text: { runs: [...runs, ...fieldRuns(annotations, toPage)], width: viewport.width, height: viewport.height },
    comments: readComments(annotations),
  };
}

/** Annotations are an extra: a page whose annotations are damaged is still a page. */
async function readAnnotations(page: PDFPageProxy): Promise<readonly Annotation[]> {
  try {
    return await page.getAnnotations({ intent: 'display' });
  } catch {
    return [];
  }
}
