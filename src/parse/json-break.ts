const string = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null/y;
const blanks = /[ \t\r\n]*/y;

/** What may stand next: a value, a value or the end of an empty list, a key, a key or the end of an empty object, a colon, or what follows a value. */
type Next = "value" | "value or ]" | "key" | "key or }" | ":" | ", or end";

/**
 * The place at which a text stops being JSON; its length where it ends too early; null where it is JSON.
 *
 * Units: UTF-16 units from 0. `JSON.parse` tells no place in most of its messages.
 */
export function jsonBreak(text: string): number | null {
  const open: ("{" | "[")[] = [];
  let next: Next = "value";
  let at = 0;
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    if (!pattern.test(text)) return false;
    at = pattern.lastIndex;
    return true;
  };
  for (;;) {
    take(blanks);
    const letter = text[at];
    if (letter === undefined) return open.length === 0 && next === ", or end" ? null : text.length;
    if (next === "key" || (next === "key or }" && letter !== "}")) {
      if (!take(string)) return at;
      next = ":";
    } else if (next === ":") {
      if (letter !== ":") return at;
      at++;
      next = "value";
    } else if (next === "value" || (next === "value or ]" && letter !== "]")) {
      if (letter === "{" || letter === "[") {
        open.push(letter);
        at++;
        next = letter === "{" ? "key or }" : "value or ]";
      } else if (take(string) || take(scalar)) next = ", or end";
      else return at;
    } else {
      const inside = open.at(-1);
      if (letter === "," && next === ", or end" && inside !== undefined) next = inside === "{" ? "key" : "value";
      else if (inside !== undefined && letter === (inside === "{" ? "}" : "]")) {
        open.pop();
        next = ", or end";
      } else return at;
      at++;
    }
  }
}
