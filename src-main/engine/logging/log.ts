/** What a line of the log may carry beside its message. */
export type LogFields = Readonly<Record<string, unknown>>;

/** The port through which the engine writes its log. One call is one line. */
export interface Log {
  readonly info: (message: string, fields?: LogFields) => void;
  readonly warn: (message: string, fields?: LogFields) => void;
  readonly error: (message: string, fields?: LogFields) => void;
}
