import { stops } from "./bytes.ts";
import type { Field, Template } from "./format-string.ts";
import { isFree, mayBeEmpty } from "./text-format.ts";

/**
 * A template as an automaton that reads a line letter by letter. State 0 is the beginning; `next[state][letter]` are the
 * states that the letter leads to, letters being numbers of an alphabet.
 */
export type Automaton = {
  readonly next: readonly (readonly (readonly number[])[])[];
  readonly accepts: ReadonlySet<number>;
  /** For each state, which field its last letter stands in, by column or operator; null for none. */
  readonly inside: readonly (string | null)[];
  /** The same, but null also for fields that nobody outside fills. */
  readonly insideFree: readonly (string | null)[];
};

/** Letters that tell all kinds of values and all literals of the templates apart. Others behave like one of these. */
export function alphabetOf(templates: readonly Template[]): readonly string[] {
  const inLiterals = templates.flatMap(({ literals }) => [...literals.join("")]);
  return [...new Set([...inLiterals, ...'0aHTZ/.:+-_,{}\t "\\~\u00e9'])];
}

/** A part of a template: a letter, or a value of a field as far as letters tell, which may be empty or not. */
type Step = {
  readonly allows: (letter: string) => boolean;
  readonly repeats: boolean;
  readonly isOptional: boolean;
  readonly field: Field | null;
};

/** The automaton of what the marker takes: every value ends where the first letter of the next literal stands. */
export function markerAutomaton(template: Template, alphabet: readonly string[]): Automaton {
  return automaton(template, alphabet, (field, end) => {
    const table = stops[field.kind];
    return (letter) => letter !== end && (letter.charCodeAt(0) > 0x7f || table[letter.charCodeAt(0)] === 0);
  });
}

/** The automaton of what the careful path takes, or somewhat more. */
export function carefulAutomaton(template: Template, alphabet: readonly string[]): Automaton {
  return automaton(template, alphabet, ({ shape, column }) => {
    if (shape.holds === "anything") return () => true;
    if (column === "protocol") return (letter) => "HTP/0123456789.-".includes(letter);
    if (shape.holds === "no blank") return (letter) => letter > " " && letter !== '"';
    // A value with a pattern is held to one letter of what it may hold; blanks are in none of the short ones.
    return (letter) => letter !== '"' && (shape.most > 40 || letter !== " ");
  });
}

function nameOf(field: Field | null): string | null {
  return field === null ? null : (field.column ?? field.written);
}

function freeNameOf(field: Field | null): string | null {
  return field !== null && isFree(field) ? nameOf(field) : null;
}

function automaton(
  template: Template,
  alphabet: readonly string[],
  allowedIn: (field: Field, end: string | undefined) => (letter: string) => boolean,
): Automaton {
  const steps: Step[] = [];
  template.literals.forEach((literal, index) => {
    for (const letter of literal)
      steps.push({ allows: (each) => each === letter, repeats: false, isOptional: false, field: null });
    const field = template.fields[index];
    if (field === undefined) return;
    const end = template.literals[index + 1]![0];
    steps.push({
      allows: allowedIn(field, end),
      repeats: true,
      isOptional: mayBeEmpty(field),
      field,
    });
  });
  // State s is "the last letter was read by step s - 1".
  const from = (state: number): number[] => {
    const reached = state > 0 && steps[state - 1]!.repeats ? [state - 1] : [];
    for (let step = state; step < steps.length; step++) {
      reached.push(step);
      if (!steps[step]!.isOptional) break;
    }
    return reached;
  };
  const states = Array.from({ length: steps.length + 1 }, (_, state) => state);
  const isEnd = (state: number): boolean => steps.slice(state).every((step) => step.isOptional);
  return {
    next: states.map((state) =>
      alphabet.map((letter) =>
        from(state)
          .filter((step) => steps[step]!.allows(letter))
          .map((step) => step + 1),
      ),
    ),
    accepts: new Set(states.filter(isEnd)),
    inside: states.map((state) => nameOf(steps[state - 1]?.field ?? null)),
    insideFree: states.map((state) => freeNameOf(steps[state - 1]?.field ?? null)),
  };
}
