import type { Checkup } from "../doctor/checkup.ts";
import type { Canvas } from "./output.ts";

/** One way to write a checkup: a name, what it is for, and the text. */
export type CheckupOutput = {
  readonly name: string;
  readonly about: string;
  /** The whole text, ending in a newline. Nothing from a log is in it unescaped. */
  readonly write: (checkup: Checkup, canvas: Canvas) => string;
};
