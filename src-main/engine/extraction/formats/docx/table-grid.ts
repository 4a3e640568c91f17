export interface GridCell {
  readonly text: string;
  /** How many columns and rows the cell covers; at least 1. */
  readonly columns: number;
  readonly rows: number;
}

/** Word has at most 63 columns; a file may claim a million. */
const MOST_COLUMNS = 63;

/**
 * Lays the rows of one table out, top to bottom: merged cells have their text once, and empty cells where they cover
 * others, so that a column is the same in every row. Empty cells at the end of a row are left out.
 */
export const createTableGrid = (): { readonly place: (cells: readonly GridCell[]) => string } => {
  /** For each column: how many rows below are still covered by a merged cell. */
  const covered: number[] = [];
  return {
    place: (cells) => {
      const texts: string[] = [];
      const skipCovered = (): void => {
        for (let left = covered[texts.length] ?? 0; left > 0; left = covered[texts.length] ?? 0) {
          covered[texts.length] = left - 1;
          texts.push('');
        }
      };
      for (const { text, columns, rows } of cells) {
        skipCovered();
        for (let column = 0; column < Math.min(columns, MOST_COLUMNS); column += 1) {
          covered[texts.length] = rows - 1;
          texts.push(column === 0 ? text : '');
        }
      }
      skipCovered();
      return texts.join('\t').trimEnd();
    },
  };
};
