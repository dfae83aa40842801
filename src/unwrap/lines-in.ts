/** The lines of a text, without the newlines that end most texts. */
export function linesIn(text: string): readonly string[] {
  const end = endOf(text);
  const whole = end === text.length ? text : text.slice(0, end);
  return whole.includes("\n") ? whole.split(/\r?\n/) : [whole];
}

function endOf(text: string): number {
  let end = text.length;
  while (end > 0 && (text[end - 1] === "\n" || text[end - 1] === "\r")) end--;
  return end;
}
