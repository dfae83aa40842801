import type { Report } from "./report.ts";

/** What an output may know of the place it is shown in. */
export type Canvas = {
  /** Columns of the terminal; 80 where it is none. */
  readonly width: number;
  /** Whether colour and characters beyond ASCII may be used. */
  readonly isRich: boolean;
};

/** One way to write a report: a name, what it is for, and the text. */
export type Output = {
  readonly name: string;
  readonly about: string;
  /** The whole text, ending in a newline. Nothing from a log is in it unescaped. */
  readonly write: (report: Report, canvas: Canvas) => string;
};
