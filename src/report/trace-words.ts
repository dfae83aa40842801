import { durationText } from "../core/duration-text.ts";
import { counted } from "../core/number-text.ts";
import { timeText } from "../core/time-text.ts";
import type { Trace } from "../detect/finding.ts";
import { effectWords } from "./effect-words.ts";
import { flagWords } from "./flag-words.ts";

/** How often a request was sent and what came of it, in the fewest words: `4 sends, 504 after 436 ms`. */
export function shortOutcomeOf(trace: Trace): string {
  return `${counted(trace.sends, "send")}, ${answerOf(trace, "")}`;
}

/** How often a request was sent and what its client got: `4 sends, 504 to the client after 436 ms: upstream timed out (UT)`. */
export function outcomeOf(trace: Trace): string {
  const cause = flagWords(trace.response_flags);
  return `${counted(trace.sends, "send")}, ${answerOf(trace, " to the client")}${cause === "" ? "" : `: ${cause}`}`;
}

function answerOf(trace: Trace, whom: string): string {
  const took = durationText(trace.duration_ms);
  return trace.response_code === 0 ? `no answer${whom} within ${took}` : `${trace.response_code}${whom} after ${took}`;
}

/** When and where a request was, without its path: `09:16:10 at gateway-7d9f`. */
export function placeOf(trace: Trace, knownDate: string | null): string {
  return `${timeText(trace.started_at, knownDate)} at ${trace.proxy}`;
}

/** How sure it is that the application ran the request more than once, by what, and what that did: `confirmed: …`. */
export function verdictOf(trace: Trace): string {
  const times = trace.delivered === 1 ? "once" : `${trace.delivered} times`;
  const because = trace.verdict_because === "" ? `delivered ${times}` : trace.verdict_because;
  const effect = trace.effect === null ? "" : `; effect: ${effectWords(trace.effect)}`;
  return `${trace.verdict}: ${because}${effect}`;
}
