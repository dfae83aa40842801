/**
 * Everything that a terminal obeys or a reader cannot see: controls of both tables, direction overrides, zero-width and
 * other ignorable characters, lone surrogates, private and unassigned ones, and marks stacked higher than any language does.
 */
const hidden = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?<=\p{M}{3})\p{M}/gu;

const named: ReadonlyMap<string, string> = new Map([
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

/** The text with each character that is not plainly visible written out, as in `\n`, `\x1b` or `\u{202e}`; one line. */
export function visible(text: string): string {
  return text.replace(hidden, (character) => named.get(character) ?? writtenOut(character));
}

function writtenOut(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`;
}

/** JSON text in which each character that is not plainly visible is a `\u` escape; a parser reads the same value. */
export function visibleJson(json: string): string {
  return json.replace(hidden, (character) =>
    // The line feeds of indented JSON are its own: inside a string they are escaped already.
    character === "\n" ? character : character.split("").map(jsonEscape).join(""),
  );
}

function jsonEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** A word that some renderers make a link or a mention of. */
const linking = /[@#]|:\/\/|www\.|mailto:/i;

/** Text for a Markdown paragraph: its punctuation means nothing, and words that would turn into links or mentions are code. */
export function markdownText(text: string): string {
  return (
    visible(text)
      .split(" ")
      // Blanks at the start of a line mean something too, and further in they say nothing.
      .filter((word) => word !== "")
      .map((word) => (linking.test(word) ? markdownCode(word) : word.replace(/[\\`*_{}[\]<>|~&$]/g, "\\$&")))
      .join(" ")
      .replace(/^([-+=])/, "\\$1")
      .replace(/^(\d+)([.)])/, "$1\\$2")
  );
}

/** Text as Markdown code, also where it holds backticks. */
export function markdownCode(text: string): string {
  const shown = visible(text);
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  // A blank keeps a backtick at either end apart from the fence; Markdown takes one off again.
  const blank = longest > 0 || shown.trim() === "" ? " " : "";
  return `${fence}${blank}${shown}${blank}${fence}`;
}
