import type { Template } from "./format-string.ts";
import { alphabetOf, carefulAutomaton, markerAutomaton, type Automaton } from "./template-automaton.ts";

/**
 * Whether some line that the first template's marker takes has another reading, of this or another template, in which a
 * field has another text: a field that somebody outside filled, or any at all. Where it has, the marker must not be believed:
 * a client could have made its reading. Where it has not, for no line, every line of the marker is as sure as the careful
 * path would make it.
 *
 * Both readings are followed letter by letter at once, through all lines: `differs` is whether they have parted in such a field.
 */
export function canHaveRival(marked: Template, other: Template, fields: "free" | "all" = "free"): boolean {
  const alphabet = alphabetOf([marked, other]);
  const [one, two] = [markerAutomaton(marked, alphabet), carefulAutomaton(other, alphabet)];
  const seen = new Set<number>();
  const waiting: Pair[] = [{ one: 0, two: 0, differs: 0 }];
  for (let pair = waiting.pop(); pair !== undefined; pair = waiting.pop()) {
    if (pair.differs === 1 && one.accepts.has(pair.one) && two.accepts.has(pair.two)) return true;
    for (const next of following(pair, one, two, fields)) {
      const key = (next.one * two.next.length + next.two) * 2 + next.differs;
      if (seen.has(key)) continue;
      seen.add(key);
      waiting.push(next);
    }
  }
  return false;
}

/** A state of both automata at once. */
type Pair = { readonly one: number; readonly two: number; readonly differs: 0 | 1 };

function* following(pair: Pair, one: Automaton, two: Automaton, fields: "free" | "all"): Generator<Pair> {
  const [ones, others] = fields === "free" ? [one.insideFree, two.insideFree] : [one.inside, two.inside];
  for (const [letter, firsts] of one.next[pair.one]!.entries()) {
    for (const first of firsts) {
      for (const second of two.next[pair.two]![letter]!) {
        const differs = pair.differs === 1 || ones[first] !== others[second] ? 1 : 0;
        yield { one: first, two: second, differs };
      }
    }
  }
}
