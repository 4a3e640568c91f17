import type { IgnoredFile } from '../../contract/batch.ts';
import { failed, failure, succeeded, type Result } from '../../contract/failure.ts';
import type { MetadataSchema } from '../../contract/metadata.ts';
import { checkBatchDefaults, parseBatchDefaults, type BatchDefaults } from '../metadata/batch-defaults.ts';
import { checkMappingColumns } from '../metadata/bind-columns.ts';
import type { Mapping, MappingRow } from '../metadata/mapping.ts';
import { problemSentence } from '../metadata/mapping-problems.ts';
import { matchMapping } from '../metadata/match-mapping.ts';
import { DEFAULT_METADATA_SCHEMA, readMetadataSchema } from '../metadata/metadata-schema.ts';
import { readMapping } from '../metadata/read-mapping.ts';
import {
  createMetadataContext,
  EDITED_BY_HAND,
  resolveMetadata,
  type ResolvedMetadata,
} from '../metadata/resolve-metadata.ts';
import { NO_OWN_RULES, type OwnRules } from '../selection/ignore-patterns.ts';
import { selectFiles, type SelectedFile } from '../selection/select-files.ts';

export interface SelectionRequest {
  readonly paths: readonly string[];
  /** The path of a mapping file. */
  readonly mapping?: string | undefined;
  /** The path of a metadata schema file. */
  readonly schema?: string | undefined;
  /** FIELD=VALUE for all documents. */
  readonly defaults: readonly string[];
  /** Metadata typed in by hand, by the path of the file. */
  readonly edits?: readonly MetadataEdit[];
  /** Paths of files that are not to be loaded. */
  readonly left_out?: readonly string[];
}

export interface MetadataEdit {
  readonly path: string;
  readonly cells: Readonly<Record<string, string>>;
}

export interface PreparedFile {
  readonly file: SelectedFile;
  readonly resolved: ResolvedMetadata;
  /** Keys of mapping rows with nearly this name, for a file without a row. */
  readonly suggestions: readonly string[];
  readonly hasRow: boolean;
}

/** An ignored file, and how many files of the selection were met before it. */
export interface PlacedIgnoredFile extends IgnoredFile {
  readonly filesBefore: number;
}

/** A selection with the metadata of every file: what a batch is made of, and what a preflight shows. */
export interface PreparedSelection {
  readonly files: readonly PreparedFile[];
  readonly ignored: readonly PlacedIgnoredFile[];
  readonly schema: MetadataSchema;
  /** The defaults as they were given: FIELD=VALUE. */
  readonly defaults: readonly string[];
  /** The columns of the mapping in the order of its file; empty without one. */
  readonly mappingColumns: readonly string[];
  readonly rowsWithoutFile: readonly MappingRow[];
  /** Plain sentences about the mapping as a whole. */
  readonly warnings: readonly string[];
}

export interface MetadataInputs {
  /** As they were given. */
  readonly defaultTexts: readonly string[];
  readonly schema: MetadataSchema;
  readonly defaults: BatchDefaults;
  readonly mapping: Mapping | undefined;
  readonly warnings: readonly string[];
  readonly edits: readonly MetadataEdit[];
}

/** Reads the mapping, the schema and the defaults and checks them against each other, before any file is looked at. */
export const readMetadataInputs = async (
  request: Omit<SelectionRequest, 'paths'>,
  standardSchema: MetadataSchema = DEFAULT_METADATA_SCHEMA,
): Promise<Result<MetadataInputs>> => {
  const schema = request.schema === undefined ? succeeded(standardSchema) : await readMetadataSchema(request.schema);
  if (!schema.ok) return schema;
  const defaults = parseBatchDefaults(request.defaults);
  if (!defaults.ok) return defaults;
  const checked = checkBatchDefaults(schema.value, defaults.value);
  if (!checked.ok) return checked;
  const { defaults: defaultTexts, edits = [] } = request;
  const inputs = { schema: schema.value, defaults: defaults.value, defaultTexts, edits };
  if (request.mapping === undefined) return succeeded({ ...inputs, mapping: undefined, warnings: [] });
  const mapping = await readMapping(request.mapping);
  if (!mapping.ok) return mapping;
  const columns = checkMappingColumns(mapping.value, schema.value);
  if (!columns.ok) return columns;
  const warnings = [...mapping.value.warnings, ...columns.value.warnings].map(problemSentence);
  return succeeded({ ...inputs, mapping: mapping.value, warnings });
};

const IGNORED_NAMED = 5;

/** Nothing to load is refused, and a refusal has no list of ignored files: the sentence names them. */
const emptySentence = (ignored: readonly IgnoredFile[]): string => {
  if (ignored.length === 0) return 'The selection has no files.';
  const named = ignored.slice(0, IGNORED_NAMED).map(({ path, reason }) => `${path} (${reason.replace(/\.$/u, '')})`);
  const more = ignored.length > IGNORED_NAMED ? [`${ignored.length - IGNORED_NAMED} more`] : [];
  return `Nothing is left to load; ignored: ${[...named, ...more].join(', ')}.`;
};

const LEFT_OUT = 'Left out by you.';

/**
 * Walks a selection to its end. More files than `maxFiles` are counted, and refused with BATCH_TOO_LARGE, which tells
 * their number; none at all is BATCH_EMPTY.
 */
const collectFiles = async (
  { paths, left_out = [] }: Pick<SelectionRequest, 'paths' | 'left_out'>,
  maxFiles: number,
  ownRules: OwnRules,
): Promise<Result<{ readonly files: readonly SelectedFile[]; readonly ignored: readonly PlacedIgnoredFile[] }>> => {
  const files: SelectedFile[] = [];
  const ignored: PlacedIgnoredFile[] = [];
  const leftOut = new Set(left_out);
  let fileCount = 0;
  for await (const entry of selectFiles(paths, ownRules)) {
    if (entry.type === 'ignored') {
      ignored.push({ path: entry.path, reason: entry.reason, filesBefore: fileCount });
    } else if (leftOut.has(entry.path)) {
      ignored.push({ path: entry.path, reason: LEFT_OUT, filesBefore: fileCount });
    } else {
      fileCount += 1;
      if (fileCount <= maxFiles) files.push(entry);
    }
  }
  if (fileCount > maxFiles) {
    const message = `Batch exceeds maximum size of ${maxFiles} files. Uploaded: ${fileCount} files`;
    return failed(failure('BATCH_TOO_LARGE', 'select', message));
  }
  if (fileCount === 0) return failed(failure('BATCH_EMPTY', 'select', emptySentence(ignored)));
  return succeeded({ files, ignored });
};

const ROWS_NAMED = 5;

const rowsSentence = (rows: readonly MappingRow[]): string[] => {
  if (rows.length === 0) return [];
  const named = rows.slice(0, ROWS_NAMED).map(({ key, line }) => `'${key}' (line ${line})`);
  const more = rows.length > ROWS_NAMED ? [`${rows.length - ROWS_NAMED} more`] : [];
  const count = rows.length === 1 ? '1 row of the mapping fits' : `${rows.length} rows of the mapping fit`;
  return [`${count} no file: ${[...named, ...more].join(', ')}.`];
};

/** What was typed in by hand, as a row of no line. */
const editRow = ({ path, cells }: MetadataEdit): MappingRow => ({
  key: path,
  line: EDITED_BY_HAND,
  fields: Object.keys(cells),
  values: Object.values(cells),
});

/** Gives every file its metadata. Refused with MAPPING_AMBIGUOUS or MAPPING_INVALID. */
export const resolveFiles = (
  files: readonly SelectedFile[],
  { schema, defaults, defaultTexts, mapping, warnings, edits }: MetadataInputs,
): Result<Omit<PreparedSelection, 'ignored'>> => {
  const context = createMetadataContext(schema, defaults);
  const editRows = new Map(edits.map((edit) => [edit.path, editRow(edit)]));
  const editOf = ({ path }: SelectedFile) => {
    const row = editRows.get(path);
    return row === undefined ? {} : { editRow: row };
  };
  if (mapping === undefined) {
    const unedited = resolveMetadata(context, {});
    const prepared = files.map((file) => {
      const resolved = editRows.has(file.path) ? resolveMetadata(context, editOf(file)) : unedited;
      return { file, resolved, suggestions: [], hasRow: false };
    });
    return succeeded({
      files: prepared,
      schema,
      defaults: defaultTexts,
      mappingColumns: [],
      rowsWithoutFile: [],
      warnings,
    });
  }
  const matched = matchMapping(
    mapping,
    files.map(({ filename, relativePath, path }) => ({ filename, relativePath, otherPaths: [path] })),
  );
  if (!matched.ok) return matched;
  const { rowsWithoutFile } = matched.value;
  const prepared = files.map((file, at): PreparedFile => {
    const match = matched.value.files[at];
    if (match === undefined) throw new Error('The mapping was matched with other files');
    const suggestions = match.suggestions.map(({ key }) => key);
    const hasRow = match.pathRow !== undefined || match.filenameRow !== undefined;
    return { file, resolved: resolveMetadata(context, { ...match, ...editOf(file) }), suggestions, hasRow };
  });
  return succeeded({
    files: prepared,
    schema,
    defaults: defaultTexts,
    mappingColumns: mapping.columns,
    rowsWithoutFile,
    warnings: [...warnings, ...rowsSentence(rowsWithoutFile)],
  });
};

/** What holds for every selection of this workstation. */
export interface SelectionRules {
  /** The schema of a selection that brings none of its own. */
  readonly readSchema: () => Promise<Result<MetadataSchema>>;
  /** What is ignored inside of picked folders, beside the rules that always hold. */
  readonly ownRules: () => OwnRules;
}

const NO_RULES: SelectionRules = {
  readSchema: () => Promise.resolve(succeeded(DEFAULT_METADATA_SCHEMA)),
  ownRules: () => NO_OWN_RULES,
};

/**
 * What a batch would be made of: the files of a selection with their metadata. A start and a preflight both go through
 * here, so that what is shown before is what happens. Opens no document.
 *
 * @param maxFiles files in a batch at the most
 */
export const prepareSelection = async (
  request: SelectionRequest,
  maxFiles: number,
  rules: SelectionRules = NO_RULES,
): Promise<Result<PreparedSelection>> => {
  const standard = request.schema === undefined ? await rules.readSchema() : succeeded(DEFAULT_METADATA_SCHEMA);
  if (!standard.ok) return standard;
  const inputs = await readMetadataInputs(request, standard.value);
  if (!inputs.ok) return inputs;
  const collected = await collectFiles(request, maxFiles, rules.ownRules());
  if (!collected.ok) return collected;
  const resolved = resolveFiles(collected.value.files, inputs.value);
  return resolved.ok ? succeeded({ ...resolved.value, ignored: collected.value.ignored }) : resolved;
};
