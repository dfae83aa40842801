import { durationText } from "../core/duration-text.ts";
import type { Lane } from "../detect/finding.ts";
import { flagWords } from "./flag-words.ts";
import type { Glyphs, Meaning } from "./ink.ts";

/** What is said of a send: the sign and colour of its meaning, and the words. */
export type LaneWords = { readonly sign: keyof Glyphs["signs"]; readonly meaning: Meaning; readonly words: string };

/** What is said of each send of a request, in the order of the lanes: what one send means depends on those before it. */
export function laneWords(lanes: readonly Lane[]): LaneWords[] {
  let hadIt = false;
  return lanes.map((lane) => {
    const said = sayLane(lane, hadIt);
    hadIt ||= lane.outcome === "answered" || lane.outcome === "delivered";
    return said;
  });
}

function sayLane(lane: Lane, hadIt: boolean): LaneWords {
  const cause = causeOf(lane);
  switch (lane.outcome) {
    case "answered": {
      const words = `${join("answered", codeOf(lane))}${after(lane)}${cause}`;
      if (hadIt) return { sign: "ran_again", meaning: "ran_again", words };
      return (lane.response_code ?? 0) < 500
        ? { sign: "succeeded", meaning: "succeeded", words }
        : { sign: "may_have_run", meaning: "may_have_run", words };
    }
    case "delivered": {
      const end = lane.duration_ms === null ? "no answer seen" : `cut off at ${durationText(lane.duration_ms)}`;
      // "Cut off" says in words what these flags say of the proxy that sent it.
      const isCutOnly =
        lane.response_flags.length > 0 && lane.response_flags.every((flag) => flag === "DC" || flag === "DR");
      const told = isCutOnly ? ` (${lane.response_flags.join(",")})` : cause;
      return { sign: "may_have_run", meaning: "may_have_run", words: `delivered, ${end}${told}` };
    }
    case "unknown":
      return { sign: "unknown", meaning: "may_have_run", words: `may have been delivered${after(lane)}${cause}` };
    case "not_reached": {
      const answer = codeOf(lane) === "" ? "" : `, proxy answered ${codeOf(lane)}`;
      return { sign: "not_reached", meaning: "not_reached", words: `not delivered${answer}${cause}` };
    }
    case "not_seen":
      return { sign: "unknown", meaning: "not_reached", words: "not seen in these logs" };
    default:
      return { sign: "unknown", meaning: "faint", words: `${join(lane.outcome, codeOf(lane))}${after(lane)}${cause}` };
  }
}

/** The flags in words, or Envoy's own word for what happened where there is no flag and it is not that the upstream answered. */
function causeOf({ response_flags: flags, response_code_details: details }: Lane): string {
  if (flags.length > 0) return `: ${flagWords(flags)}`;
  return details === null || details === "via_upstream" ? "" : `: ${details}`;
}

function codeOf(lane: Lane): string {
  return lane.response_code === null || lane.response_code === 0 ? "" : String(lane.response_code);
}

function after(lane: Lane): string {
  return lane.duration_ms === null ? "" : ` after ${durationText(lane.duration_ms)}`;
}

function join(first: string, second: string): string {
  return second === "" ? first : `${first} ${second}`;
}
