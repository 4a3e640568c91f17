import type { Log, LogFields } from '../../src-main/engine/logging/log.ts';

export interface LogEntry {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: LogFields;
}

/** A log that keeps what was written to it. */
export const listeningLog = (): { readonly log: Log; readonly entries: LogEntry[] } => {
  const entries: LogEntry[] = [];
  const keep =
    (level: LogEntry['level']) =>
    (message: string, fields: LogFields = {}): void =>
      void entries.push({ level, message, fields });
  return { log: { info: keep('info'), warn: keep('warn'), error: keep('error') }, entries };
};
