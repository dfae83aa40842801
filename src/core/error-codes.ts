/** One row of the list of error codes: the exit code it ends with and what it says, in one line. */
export type ErrorCodeRow = { readonly exit: 2 | 3 | 4 | 70; readonly about: string };

/** Every error code this project can end with. Nowhere else is a code or an exit status written down. */
export const errorCodes = {
  USAGE_UNKNOWN_NAME: { exit: 2, about: "a format, detector, parameter, output or column that does not exist" },
  USAGE_BAD_VALUE: { exit: 2, about: "a flag or parameter whose value is out of its bounds or of another type" },
  USAGE_BAD_FLAG: { exit: 2, about: "a flag, argument or command that does not exist or lacks its value" },
  USAGE_BAD_SQL: { exit: 2, about: "an SQL statement that DuckDB refuses" },
  USAGE_BAD_QUERY_FILE: { exit: 2, about: "a detector file whose head or SQL is not as it must be" },
  READ_NOT_FOUND: { exit: 3, about: "a log file or folder that does not exist" },
  READ_NOT_READABLE: { exit: 3, about: "a log file that the system does not let us read" },
  READ_NOTHING_FOUND: { exit: 3, about: "a folder or pattern in which there is no log" },
  READ_BINARY: { exit: 3, about: "an input that is no text" },
  READ_BAD_ARCHIVE: { exit: 3, about: "compressed data that cannot be read at all" },
  PARSE_NO_FORMAT_FITS: { exit: 3, about: "logs in which not one line is an access log line" },
  PARSE_TOO_MANY_REJECTS: { exit: 3, about: "more broken access log lines than --max-rejects allows" },
  STORE_NOT_OPEN: { exit: 4, about: "a database that cannot be opened or made" },
  STORE_NOT_OURS: { exit: 4, about: "a database without the tables of this program" },
  STORE_OTHER_VERSION: { exit: 4, about: "a database whose tables another version of this program made" },
  STORE_FAILED: { exit: 4, about: "a database that failed at work: disk full, file locked, memory out" },
  OUTPUT_FAILED: { exit: 4, about: "an output that could not be written" },
  INTERNAL: { exit: 70, about: "a fault of ours" },
} as const satisfies Record<string, ErrorCodeRow>;

/** The name of an error, such as `READ_NOT_FOUND`. */
export type ErrorCode = keyof typeof errorCodes;
