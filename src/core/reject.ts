/** Why a line is not in the tables. A reject is data, never an exception. */
export const rejectReasons = {
  LINE_TOO_LONG: "longer than a line of an access log can be",
  LINE_CUT: "ends in the middle of a field, as the last line of a cut file does",
  FIELD_MISMATCH: "begins like an access log line, but no known format fits it",
  MORE_THAN_ONE_READING:
    "can be read in more than one way, because a field that clients control holds what stands between fields",
  JSON_BROKEN: "begins like a JSON access log line, but is no valid JSON",
  JSON_TOO_DEEP: "JSON nested deeper than any access log",
} as const;

/** The name of a reason, such as `LINE_CUT`. */
export type RejectReason = keyof typeof rejectReasons;

/** One rejected line: its place, the reason and the beginning of its text. */
export type Reject = {
  /** From 1, in its source. */
  readonly line: number;
  readonly reason: RejectReason;
  /** The beginning of the line, at most 1,000 bytes. */
  readonly text: string;
};
