import type * as library from "../index.ts";
import type { Io } from "./io.ts";

/** The functions of the library that do the work; a test gives others. */
export type Library = Pick<
  typeof library,
  | "analyze"
  | "ingest"
  | "detect"
  | "doctor"
  | "listDetectors"
  | "listFormats"
  | "detectFormats"
  | "explainLine"
  | "querySql"
>;

/** What every command gets: the process, the library, and where to say the exit code. */
export type Session = { readonly io: Io; readonly library: Library; readonly end: (exitCode: number) => void };
