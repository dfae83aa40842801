import type { RejectReason } from "../core/reject.ts";
import type { Entry } from "./entry.ts";
import type { LineMarker } from "./line-marker.ts";

/** A marker and the name of the format whose lines it reads. */
export type Candidate = {
  readonly format: string;
  readonly marker: LineMarker;
  /** Whether no line that the marker takes has another reading in which a client wrote something else; costs some milliseconds once. */
  readonly isSure: () => boolean;
};

/** What the careful path makes of a line. `other` is a line that is no access log at all. */
export type Reading =
  | {
      readonly is: "read";
      readonly format: string;
      readonly entries: readonly Entry[];
      /** A marker for lines like this one, where it taught one. */
      readonly learned: Candidate | null;
    }
  | { readonly is: "other" }
  | { readonly is: "broken"; readonly reason: RejectReason };
