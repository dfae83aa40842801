/** Code points that terminals draw two columns wide (Unicode 16, East Asian Width W and F), beside those drawn as emoji. */
const wide =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18dff}\u{1aff0}-\u{1b2ff}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}\p{Emoji_Presentation}]/u;

const marks = /\p{M}/u;

/** How many columns a terminal needs for the text: wide characters count double, combining marks nothing. */
export function displayWidth(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

function characterWidth(character: string): number {
  if (marks.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}

/** The text with blanks after it, up to a width. */
export function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - displayWidth(text)));
}

/** The text with blanks before it, up to a width. */
export function padStart(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - displayWidth(text))) + text;
}

/** The text in at most so many columns: a longer one loses its middle, never its end. */
export function shorten(text: string, width: number, dots: string): string {
  if (displayWidth(text) <= width) return text;
  const room = Math.max(0, width - dots.length);
  const characters = [...text];
  const head = takeWhileFits(characters, Math.floor(room / 3));
  const tail = takeWhileFits(characters.toReversed(), room - displayWidth(head));
  return head + dots + [...tail].toReversed().join("");
}

function takeWhileFits(characters: readonly string[], width: number): string {
  let taken = "";
  let used = 0;
  for (const character of characters) {
    used += characterWidth(character);
    if (used > width) break;
    taken += character;
  }
  return taken;
}

/**
 * The text as lines of at most so many columns, broken between words only; a word that is wider than a line loses its middle.
 *
 * Shape: never empty.
 */
export function wrapWords(text: string, width: number, dots: string): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of wordsOf(text)) {
    const fitting = shorten(word, width, dots);
    if (line !== "" && displayWidth(line) + 1 + displayWidth(fitting) > width) {
      lines.push(line);
      line = fitting;
    } else {
      line = line === "" ? fitting : `${line} ${fitting}`;
    }
  }
  return [...lines, line];
}

/** A number with its unit and a date with its time are one word. */
const insideValue =
  /(?<=\d) (?=(?:ms|s|min|h|d|%|B|kB|MB|GB|TB)(?![\p{L}\d]))|(?<=\d{4}-\d{2}-\d{2}) (?=\d{2}:\d{2})|(?<=\b(?:min|h|d)) (?=\d{2} (?:s|min|h)\b)/gu;

function wordsOf(text: string): string[] {
  return text
    .replace(insideValue, "\u00a0")
    .split(" ")
    .filter((part) => part !== "")
    .map((word) => word.replaceAll("\u00a0", " "));
}
