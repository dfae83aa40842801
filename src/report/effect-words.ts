/** What running a request more than once did, as the tables name it and in words, the worst first. */
export const effects = [
  ["twice", "ran twice"],
  ["guarded", "already there"],
  ["failed_after", "failed after the first run"],
  ["unknown", "unknown"],
] as const;

/** An effect in words; its own name where it is none that we know. */
export function effectWords(effect: string): string {
  return effects.find(([name]) => name === effect)?.[1] ?? effect;
}
