import type { Finding } from "../detect/finding.ts";

/** The most findings of one detector and severity that are drawn whole. */
const MOST_OF_A_STORY = 5;

/** A finding that is drawn, and how many of its detector and severity follow it undrawn. */
export type Selected = {
  readonly finding: Finding;
  readonly more: number;
  readonly of: number;
  /** Whether the finding drawn before it has the same cause and remedy. */
  readonly isLikeBefore: boolean;
};

/** The findings to draw: of each detector and severity the first five, the last of them with the count of those left out. */
export function select(findings: readonly Finding[]): Selected[] {
  const totals = new Map<string, number>();
  for (const finding of findings) totals.set(storyOf(finding), (totals.get(storyOf(finding)) ?? 0) + 1);
  const seen = new Map<string, number>();
  const selected: Selected[] = [];
  for (const finding of findings) {
    const story = storyOf(finding);
    const of = totals.get(story) ?? 0;
    const nth = (seen.get(story) ?? 0) + 1;
    seen.set(story, nth);
    if (nth > MOST_OF_A_STORY) continue;
    const before = selected.at(-1)?.finding;
    const isLikeBefore =
      before !== undefined &&
      before.detector === finding.detector &&
      before.why === finding.why &&
      before.remedy === finding.remedy;
    selected.push({ finding, more: nth === MOST_OF_A_STORY ? of - nth : 0, of, isLikeBefore });
  }
  return selected;
}

function storyOf(finding: Finding): string {
  return `${finding.severity} ${finding.detector}`;
}
