import type { TextRun } from './text-run.ts';

/** What pdf.js gives for an annotation; its types leave it open, so every property is checked before it is used. */
export type Annotation = Readonly<Record<string, unknown>>;

const HIDDEN_FLAGS = 2 | 32;
const FIELD_FONT_SIZE = 10;

/** The contents of form fields as runs that stand where the fields are. Passwords, buttons and hidden fields are left out. */
export function fieldRuns(
  annotations: readonly Annotation[],
  toPage: (x: number, y: number) => readonly [number, number],
): TextRun[] {
  return annotations.flatMap((annotation) => {
    if (annotation['subtype'] !== 'Widget' || isHidden(annotation) || annotation['password'] === true) {
      return [];
    }
    const rect = annotation['rect'];
    const value = fieldText(annotation);
    if (value === undefined || !Array.isArray(rect)) {
      return [];
    }
    const [x0, y0] = toPage(Number(rect[0]), Number(rect[1]));
    const [x1, y1] = toPage(Number(rect[2]), Number(rect[3]));
    const left = Math.min(x0, x1);
    const width = Math.abs(x1 - x0);
    const height = Math.abs(y1 - y0);
    const lines = value.split(/\r\n?|\n/u).filter((line) => line.trim() !== '');
    const fontSize = Math.min(fontSizeOf(annotation), Math.max(4, height / Math.max(1, lines.length)));
    const top = lines.length > 1 ? Math.min(y0, y1) + fontSize : (y0 + y1) / 2 + 0.35 * fontSize;
    return lines.map((text, index) => ({
      text,
      x: left + 2,
      y: top + index * 1.15 * fontSize,
      width: Math.min(width, text.length * 0.5 * fontSize),
      fontSize,
      fontName: 'form field',
    }));
  });
}

/** The text of comments: free text, notes, highlights with a remark. */
export function readComments(annotations: readonly Annotation[]): string[] {
  return annotations.flatMap((annotation) => {
    const subtype = annotation['subtype'];
    if (subtype === 'Widget' || subtype === 'Popup' || subtype === 'Link' || isHidden(annotation)) {
      return [];
    }
    const contents = annotation['contentsObj'];
    const text = typeof contents === 'object' && contents !== null && 'str' in contents ? contents.str : undefined;
    return typeof text === 'string' && text.trim() !== '' ? [text.trim()] : [];
  });
}

function isHidden(annotation: Annotation): boolean {
  const flags = annotation['annotationFlags'];
  return annotation['hidden'] === true || (typeof flags === 'number' && (flags & HIDDEN_FLAGS) !== 0);
}

function fontSizeOf(annotation: Annotation): number {
  const appearance = annotation['defaultAppearanceData'];
  const size =
    typeof appearance === 'object' && appearance !== null && 'fontSize' in appearance ? appearance.fontSize : 0;
  return typeof size === 'number' && size > 0 ? size : FIELD_FONT_SIZE;
}

function fieldText(annotation: Annotation): string | undefined {
  const value = annotation['fieldValue'];
  switch (annotation['fieldType']) {
    case 'Tx':
      return textOf(value);
    case 'Ch':
      return chosenText(annotation['options'], value);
    case 'Btn': {
      const box =
        annotation['checkBox'] === true &&
        typeof value === 'string' &&
        value !== 'Off' &&
        value === annotation['exportValue'];
      const radio =
        annotation['radioButton'] === true &&
        typeof value === 'string' &&
        value !== 'Off' &&
        value === annotation['buttonValue'];
      return box || radio ? '\u2612' : undefined;
    }
    default:
      return undefined;
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** A choice is shown by its display text, which may differ from the value that a form would send. */
function chosenText(options: unknown, value: unknown): string | undefined {
  const chosen: readonly unknown[] = Array.isArray(value) ? value : [value];
  const shown = chosen.flatMap((one) => {
    const option: unknown = Array.isArray(options)
      ? options.find(
          (candidate: unknown) =>
            typeof candidate === 'object' &&
            candidate !== null &&
            'exportValue' in candidate &&
            candidate.exportValue === one,
        )
      : undefined;
    const display =
      typeof option === 'object' && option !== null && 'displayValue' in option ? option.displayValue : one;
    return typeof display === 'string' && display.trim() !== '' ? [display] : [];
  });
  return shown.length > 0 ? shown.join(', ') : undefined;
}
