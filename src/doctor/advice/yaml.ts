/** The columns that a folded text is held to where it stands, so that it fits a terminal. */
const FOLD_AT = 64;

/** Lines of YAML, set in by so many blanks. */
export function indented(lines: readonly string[], by: number): string[] {
  return lines.map((line) => (line === "" ? "" : " ".repeat(by) + line));
}

/**
 * A text as the lines of a folded block (`>`): YAML joins them with single blanks, and adds the line break that a text format
 * ends with.
 */
export function folded(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const joined = `${lines.at(-1) ?? ""} ${word}`;
    if (lines.length > 0 && joined.length <= FOLD_AT) lines.splice(-1, 1, joined);
    else lines.push(word);
  }
  return lines;
}

/** A text of several lines as the lines of a literal block (`|`). */
export function block(text: string): string[] {
  return text.split("\n");
}

/** Keys with texts as the lines of a mapping. */
export function pairs(keys: Readonly<Record<string, string>>): string[] {
  return Object.entries(keys).map(
    ([key, value]) => `${/^[a-z][\w-]*$/.test(key) ? key : JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
}

/** Lines as the text of a document. */
export function document(...lines: readonly string[]): string {
  return `${lines.join("\n")}\n`;
}
