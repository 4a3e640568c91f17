/**
 * Series, and requests of other processes to the engine that holds the library: pausing and cancelling from a second
 * terminal. `answer` is '' until the engine has acted on the request, then 'done' or a failure as JSON.
 */
export const ENDURANCE_MIGRATION = `
CREATE INDEX batches_by_series ON batches (series_id);
CREATE INDEX batches_by_state ON batches (state);

CREATE TABLE requests (
  request_id INTEGER PRIMARY KEY,
  batch_id TEXT NOT NULL,
  action TEXT NOT NULL,
  asked_at TEXT NOT NULL,
  answer TEXT NOT NULL DEFAULT ''
) STRICT;
`;
