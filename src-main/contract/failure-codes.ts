/**
 * The closed set of failure codes, with what each one says, advises and means to a face.
 *
 * `message` is the plain sentence shown when the place of the failure has nothing more exact to say; `hint` is the
 * next step for a person; `httpStatus` and `exitCode` are what the HTTP API and the command line answer when the
 * request as a whole ends in this code; `retryable` says whether the same input can succeed on another try.
 * Source of the set: docs/architecture.md, "Failure codes".
 */
export interface FailureCodeEntry {
  readonly message: string;
  readonly hint: string;
  readonly httpStatus: number;
  readonly exitCode: number;
  readonly retryable: boolean;
}

const refused = (httpStatus: number, message: string, hint: string, retryable = false): FailureCodeEntry => ({
  message,
  hint,
  httpStatus,
  exitCode: 4,
  retryable,
});

const documentFailed = (message: string, hint: string, retryable = false): FailureCodeEntry => ({
  message,
  hint,
  httpStatus: 422,
  exitCode: 3,
  retryable,
});

export const FAILURE_CODES = {
  BATCH_TOO_LARGE: refused(
    400,
    'Batch exceeds maximum size of 100 files.',
    'Load the files as a series (--split on the command line), or in several batches of at most 100.',
  ),
  BATCH_EMPTY: refused(
    400,
    'The batch has no files.',
    'Pick files or folders that contain PDF, DOCX, TXT or Markdown documents.',
  ),
  BATCH_NOT_FOUND: refused(404, 'Batch not found.', 'List the batches of this library with the history command.'),
  DOCUMENT_NOT_FOUND: refused(
    404,
    'Document not found.',
    'Document ids are listed by the documents command and by search.',
  ),
  MAPPING_INVALID: refused(
    400,
    'The metadata mapping cannot be read.',
    'Correct the line that is named and start again; nothing was loaded.',
  ),
  MAPPING_AMBIGUOUS: refused(
    400,
    'A row of the metadata mapping fits more than one file.',
    'Use the relative path instead of the filename in that row.',
  ),
  SCHEMA_INVALID: refused(
    400,
    'The metadata schema cannot be read.',
    'Correct the field that is named and start again.',
  ),
  MEMORY_LIMIT_REACHED: refused(
    503,
    'The memory limit is reached.',
    'Wait until running batches need less memory, then start again.',
    true,
  ),
  LIBRARY_IN_USE: refused(
    409,
    'The library is in use by another process.',
    'Wait until the other process has ended, or use its window.',
    true,
  ),
  LIBRARY_NEWER: refused(
    409,
    'The library was written by a newer version of Stevedore.',
    'Update Stevedore on this workstation; the library was not touched.',
  ),
  LIBRARY_UNUSABLE: refused(
    500,
    'The library cannot be opened.',
    'Run the doctor command: it says what is wrong and what can be repaired.',
  ),
  BUNDLE_INVALID: refused(400, 'The bundle cannot be read.', 'Make the bundle again on the workstation it came from.'),
  INVALID_REQUEST: refused(400, 'The request is not valid.', 'Correct what is named and try again.'),
  INVALID_STATE: refused(409, 'The batch cannot do that now.', 'Look at its status first.'),
  UNAUTHORIZED: refused(401, 'The API key is missing or wrong.', 'Send the key in the header X-API-Key.'),
  FORBIDDEN_ORIGIN: refused(403, 'Requests from web pages are refused.', 'Call the API from a script on this machine.'),

  METADATA_INVALID: documentFailed(
    'Metadata validation failed.',
    'Correct the row of this file in the metadata mapping and retry.',
  ),
  FILE_NOT_FOUND: documentFailed('The file does not exist.', 'Check the path, or restore the file and retry.', true),
  FILE_CHANGED: documentFailed(
    'The file changed while it was being read.',
    'Wait until nothing writes to the file any more, then retry.',
    true,
  ),
  FILE_LOCKED: documentFailed(
    'The file is locked by another program.',
    'Close the program that has the file open, then retry.',
    true,
  ),
  FILE_ACCESS_DENIED: documentFailed(
    'The file cannot be read: access is denied.',
    'Ask for read permission on the file, then retry.',
    true,
  ),
  FILE_NOT_REGULAR: documentFailed(
    'This is not a regular file.',
    'Name the file itself: links, folders, pipes and devices are not loaded.',
  ),
  FILE_TOO_LARGE: {
    ...documentFailed('The file is too large.', 'Split the document into smaller files.'),
    httpStatus: 413,
  },
  FILE_EMPTY: documentFailed('The file is empty.', 'Check that the file was copied or saved completely.'),
  UNSUPPORTED_FORMAT: documentFailed(
    'This format cannot be loaded.',
    'Save the document as PDF, DOCX, TXT or Markdown.',
  ),
  TYPE_MISMATCH: documentFailed(
    'The content of the file is not what its extension says.',
    'Give the file the extension of its real format, or save it again.',
  ),
  DOCUMENT_CORRUPT: documentFailed(
    'The document is damaged and cannot be read.',
    'Open it in its program and save it again, or get a fresh copy.',
  ),
  DOCUMENT_ENCRYPTED: documentFailed(
    'The document is protected by a password.',
    'Save a copy without the password and load that.',
  ),
  NO_TEXT: documentFailed(
    'The document contains no text.',
    'It may be a scan: run text recognition (OCR) on it and load the result.',
  ),
  EXPANSION_LIMIT: documentFailed(
    'The document would unpack to more than the limit.',
    'Save the document again without embedded data, or split it.',
  ),
  TIMEOUT: documentFailed(
    'Reading the document took too long and was stopped.',
    'Split the document, or save it again in a simpler form.',
  ),
  EXTRACTOR_CRASHED: documentFailed(
    'The extractor ended unexpectedly while it read this document.',
    'Save the document again and retry; if it repeats, report the document.',
    true,
  ),
  EXTRACTOR_OUT_OF_MEMORY: documentFailed(
    'Reading the document needed more memory than the limit and was stopped.',
    'Split the document into smaller files.',
  ),
  CANCELLED: documentFailed('The document was cancelled.', 'Start a new batch to load it.', true),
  INTERNAL: {
    ...documentFailed('An unexpected error occurred.', 'Look at the log file and report it.', true),
    httpStatus: 500,
  },

  TARGET_NOT_CONFIGURED: refused(
    409,
    'No Neo4j target is configured.',
    'Set the address, the user and the password of the Neo4j database.',
  ),
  TARGET_UNAVAILABLE: refused(
    503,
    'The Neo4j database cannot be reached.',
    'Check the network and the server; the batch continues by itself when it is back.',
    true,
  ),
  TARGET_AUTH: refused(
    409,
    'The Neo4j database refused the user or the password.',
    'Correct the user and the password.',
  ),
  TARGET_FORBIDDEN: refused(
    409,
    'The Neo4j user may not write to this database.',
    'Ask the owner of the database for the right to write.',
  ),
  TARGET_DATABASE_NOT_FOUND: refused(409, 'The Neo4j database does not exist.', 'Correct the name of the database.'),
  TARGET_SCHEMA_CONFLICT: refused(
    409,
    'Nodes of another tool stand in the way of our constraints.',
    'Use another database, or let its owner remove the conflict that is named.',
  ),
  TARGET_REJECTED: documentFailed(
    'The Neo4j database refused this document.',
    'Look at the metadata of this document: the server names the value it refused.',
  ),
  DISK_FULL: refused(507, 'The disk is full.', 'Free some space, then resume the batch.', true),
} as const satisfies Record<string, FailureCodeEntry>;

export type FailureCode = keyof typeof FAILURE_CODES;

/** Every code, in the order of the table. */
export const FAILURE_CODE_NAMES = Object.keys(FAILURE_CODES) as [FailureCode, ...FailureCode[]];
