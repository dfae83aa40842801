/** Gives the text of a part of a document that is written from the code. */
export type Section = () => string | Promise<string>;

const marked = /(<!-- begin ([\w-]+) -->\n)[\s\S]*?(<!-- end \2 -->)/g;
const fenced = /^```(\w+)\n([\s\S]*?)^```$/gm;

/**
 * A document in which every part between `<!-- begin NAME -->` and `<!-- end NAME -->` is the section of that name.
 *
 * Throws: where there is no such section.
 */
export async function withSections(text: string, sections: ReadonlyMap<string, Section>): Promise<string> {
  return replaced(text, marked, async ([, begin, name = "", end]) => {
    const section = sections.get(name);
    if (section === undefined)
      throw new Error(`there is no section "${name}"; test/docs/sections.ts has ${[...sections.keys()].join(", ")}`);
    return `${begin}\n${(await section()).trim()}\n\n${end}`;
  });
}

/** A document in which every `console` block shows what its commands print. */
export async function withOutputs(text: string, print: (command: string) => Promise<string>): Promise<string> {
  return replaced(text, fenced, async ([whole, language, body = ""]) => {
    if (language !== "console") return whole;
    const shown: string[] = [];
    for (const command of commandsOf(body)) shown.push(`$ ${command}\n${await print(command)}`);
    return `\`\`\`console\n${shown.join("")}\`\`\``;
  });
}

/** The commands of a `console` block: lines after `$ `, with those that a backslash joins to them. */
export function commandsOf(body: string): string[] {
  return [...body.matchAll(/^\$ ((?:.*\\\n)*.*)$/gm)].flatMap(([, command]) => command ?? []);
}

/** All fenced blocks of a document, of whatever language. */
export function blocksOf(text: string): readonly { readonly language: string; readonly body: string }[] {
  return [...text.matchAll(fenced)].map(([, language = "", body = ""]) => ({ language, body }));
}

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** A text as code, so that nothing in it is markup; empty for nothing. */
export function code(text: string | number | undefined): string {
  return text === undefined || text === "" ? "" : `\`${text}\``;
}

async function replaced(
  text: string,
  pattern: RegExp,
  replace: (match: RegExpExecArray) => Promise<string>,
): Promise<string> {
  const pieces: string[] = [];
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    pieces.push(text.slice(at, match.index), await replace(match));
    at = match.index + match[0].length;
  }
  return pieces.join("") + text.slice(at);
}
