import { succeeded, type Result } from '../../contract/failure.ts';
import type { Mapping, MappingRow } from './mapping.ts';
import { foldKey, keyDistance, numbersHash } from './mapping-key.ts';
import { addProblem, createProblemList, problemsFailure, quoteValue, type ProblemList } from './mapping-problems.ts';
import { suggestRows } from './suggest-rows.ts';

/** A file of the selection, as far as a mapping can name it. */
export interface SelectionFile {
  /** The name with its extension, without any folder. */
  readonly filename: string;
  /** The path from the picked folder; for a file picked alone, its filename. */
  readonly relativePath: string;
  /** Other paths that name this file, e.g. the absolute one. */
  readonly otherPaths?: readonly string[];
}

/** What the mapping says about one file of the selection. */
export interface FileMatch {
  /** The row that names the file by a path. */
  readonly pathRow?: MappingRow;
  /** The row that names the file by its filename; weaker than `pathRow`, field by field. */
  readonly filenameRow?: MappingRow;
  /** Only for a file without a row: rows without a file whose names are nearly the file's, the nearest first. */
  readonly suggestions: readonly MappingRow[];
  /** Only for a file without a row: the row with its filename, which fits another file better. */
  readonly takenRow?: MappingRow;
}

export interface MappingMatch {
  /** One for each file, in the order of the files. */
  readonly files: readonly FileMatch[];
  readonly filesWithoutRow: readonly number[];
  readonly rowsWithoutFile: readonly MappingRow[];
}

interface Claim {
  readonly row: MappingRow;
  /** The files it can mean, with the distance of the names. */
  readonly candidates: readonly { readonly file: number; readonly distance: number }[];
}

interface FileIndex {
  readonly byPath: ReadonlyMap<string, ReadonlySet<number>>;
  readonly byFilename: ReadonlyMap<string, ReadonlySet<number>>;
  readonly numbers: ReadonlySet<number>;
}

const pathsOf = (file: SelectionFile): readonly string[] => [file.relativePath, ...(file.otherPaths ?? [])];

const add = (index: Map<string, Set<number>>, key: string, file: number): void => {
  const files = index.get(key);
  if (files === undefined) index.set(key, new Set([file]));
  else files.add(file);
};

const indexFiles = (files: readonly SelectionFile[]): FileIndex => {
  const byPath = new Map<string, Set<number>>();
  const byFilename = new Map<string, Set<number>>();
  files.forEach((file, at) => {
    for (const path of pathsOf(file)) add(byPath, foldKey(path), at);
    add(byFilename, foldKey(file.filename), at);
  });
  const numbers = new Set([...byPath.keys(), ...byFilename.keys()].map(numbersHash));
  return { byPath, byFilename, numbers };
};

const claim = (row: MappingRow, found: ReadonlySet<number>, namesOf: (file: number) => readonly string[]): Claim => {
  const folded = foldKey(row.key);
  const candidates = [...found].map((file) => {
    const names = namesOf(file).filter((name) => foldKey(name) === folded);
    return { file, distance: Math.min(...names.map((name) => keyDistance(row.key, name))) };
  });
  return { row, candidates };
};

/**
 * Settles claims, the nearest names first: a row that names a file exactly takes it before one that differs in case.
 * `onSeveralFiles` hears of a row that fits several files and gives those that shall have it, `onSeveralRows` of
 * several rows that fit one file equally well.
 */
const settle = (
  claims: readonly Claim[],
  onSeveralFiles: (claim: Claim, files: readonly number[]) => readonly number[],
  onSeveralRows: (file: number, rows: readonly MappingRow[]) => void,
): { readonly rowOf: ReadonlyMap<number, MappingRow>; readonly losers: readonly MappingRow[] } => {
  const rowOf = new Map<number, MappingRow>();
  let open = claims;
  for (const distance of [0, 1, 2, 3]) {
    const taken = new Map<number, MappingRow[]>();
    const left: Claim[] = [];
    for (const entry of open) {
      const files = entry.candidates
        .filter((candidate) => candidate.distance === distance && !rowOf.has(candidate.file))
        .map(({ file }) => file);
      if (files.length === 0) left.push(entry);
      for (const file of files.length > 1 ? onSeveralFiles(entry, files) : files) {
        const rows = taken.get(file);
        if (rows === undefined) taken.set(file, [entry.row]);
        else rows.push(entry.row);
      }
    }
    for (const [file, rows] of taken) {
      const [row] = rows;
      if (rows.length > 1) onSeveralRows(file, rows);
      if (row !== undefined) rowOf.set(file, row);
    }
    open = left;
  }
  return { rowOf, losers: open.map(({ row }) => row) };
};

const nameFiles = (files: readonly SelectionFile[], positions: readonly number[]): string => {
  const relative = positions.map((at) => files[at]?.relativePath ?? '');
  // Files picked alone in different folders have the same relative path: then the longer one tells them apart.
  const isPlain = new Set(relative).size === relative.length;
  const names = positions.map(
    (at, index) => (isPlain ? relative[index] : files[at]?.otherPaths?.[0]) ?? relative[index] ?? '',
  );
  const shown = names.slice(0, 3).map((name) => `'${name}'`);
  if (names.length > 3) shown.push(`${names.length - 3} more`);
  return `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`;
};

interface Claims {
  readonly path: Claim[];
  readonly filename: Claim[];
  readonly unmatched: MappingRow[];
}

const collectClaims = (rows: readonly MappingRow[], files: readonly SelectionFile[], index: FileIndex): Claims => {
  const claims: Claims = { path: [], filename: [], unmatched: [] };
  const filenameOf = (file: number): readonly string[] => [files[file]?.filename ?? ''];
  const pathsAt = (file: number): readonly string[] => {
    const found = files[file];
    return found === undefined ? [] : pathsOf(found);
  };
  for (const row of rows) {
    if (!index.numbers.has(numbersHash(row.key))) {
      claims.unmatched.push(row);
      continue;
    }
    const folded = foldKey(row.key);
    const byPath = index.byPath.get(folded);
    const byFilename = byPath === undefined ? index.byFilename.get(folded) : undefined;
    if (byPath !== undefined) claims.path.push(claim(row, byPath, pathsAt));
    else if (byFilename !== undefined) claims.filename.push(claim(row, byFilename, filenameOf));
    else claims.unmatched.push(row);
  }
  return claims;
};

const severalRows =
  (files: readonly SelectionFile[], problems: ProblemList) =>
  (file: number, rows: readonly MappingRow[]): void => {
    const lines = rows.slice(0, 5).map(({ line }) => line);
    addProblem(problems, {
      message:
        `The lines ${lines.slice(0, -1).join(', ')} and ${lines.at(-1) ?? ''} of the mapping both fit ` +
        `the file '${files[file]?.relativePath ?? ''}', differing in case or in the way accents are stored only; keep one.`,
    });
  };

const severalFiles = (
  files: readonly SelectionFile[],
  problems: ProblemList,
  { row }: Claim,
  fitting: readonly number[],
): void =>
  addProblem(problems, {
    line: row.line,
    message: `${quoteValue(row.key)} fits ${fitting.length === 2 ? 'both ' : ''}${nameFiles(files, fitting)}.`,
  });

/**
 * Finds the rows of each file: by path first, then by filename, and each of them exactly, then in composed form (NFC),
 * then case-folded. A row without a folder that is a file's whole relative path belongs to that file alone. The files
 * are indexed, not the rows, so that a large mapping costs one pass.
 *
 * @param now milliseconds on a monotonic clock, for the bound on suggestions
 * @returns MAPPING_AMBIGUOUS, naming lines and files, when a row fits two files (unless each has a row by path beside
 * it) or two rows fit one file equally well
 */
export const matchMapping = (
  mapping: Pick<Mapping, 'rows'>,
  files: readonly SelectionFile[],
  now: () => number = () => performance.now(),
): Result<MappingMatch> => {
  const claims = collectClaims(mapping.rows, files, indexFiles(files));
  const problems = createProblemList();
  const onSeveralRows = severalRows(files, problems);
  const byPath = settle(
    claims.path,
    (entry, fitting) => {
      severalFiles(files, problems, entry, fitting);
      return [];
    },
    onSeveralRows,
  );
  const byFilename = settle(
    claims.filename,
    (entry, fitting) => {
      if (fitting.every((file) => byPath.rowOf.has(file))) return fitting;
      severalFiles(files, problems, entry, fitting);
      return [];
    },
    onSeveralRows,
  );
  if (problems.count > 0) return problemsFailure('MAPPING_AMBIGUOUS', problems);

  const filesWithoutRow = files.flatMap((_, at) => (byPath.rowOf.has(at) || byFilename.rowOf.has(at) ? [] : [at]));
  const rowsWithoutFile = [...claims.unmatched, ...byPath.losers, ...byFilename.losers].toSorted(
    (a, b) => a.line - b.line,
  );
  const suggestions = suggestRows(
    filesWithoutRow.map((at) => files[at]?.filename ?? ''),
    rowsWithoutFile,
    now,
  );
  const suggestionsOf = new Map(filesWithoutRow.map((at, index) => [at, suggestions[index] ?? []]));
  const usedRows = [...byFilename.rowOf.values(), ...byPath.rowOf.values()];
  const usedRowByName = new Map(usedRows.map((row) => [foldKey(row.key), row]));
  const matches = files.map(({ filename }, at): FileMatch => {
    const pathRow = byPath.rowOf.get(at);
    const filenameRow = byFilename.rowOf.get(at);
    const takenRow = suggestionsOf.has(at) ? usedRowByName.get(foldKey(filename)) : undefined;
    return {
      ...(pathRow === undefined ? {} : { pathRow }),
      ...(filenameRow === undefined ? {} : { filenameRow }),
      ...(takenRow === undefined ? {} : { takenRow }),
      suggestions: suggestionsOf.get(at) ?? [],
    };
  });
  return succeeded({ files: matches, filesWithoutRow, rowsWithoutFile });
};
