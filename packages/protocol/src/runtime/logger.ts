/** Fields of one log record: ids, kinds, counts, milliseconds; never message text or keys. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** What minference logs through; a pino logger is one. */
export interface Logger {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

/** Drops every record: the default everywhere. */
export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
