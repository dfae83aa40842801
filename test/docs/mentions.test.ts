import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, resolve } from "node:path";
import { expect, test } from "vitest";
import { documents } from "./documents.ts";
import { blocksOf } from "./markdown.ts";
import { program } from "./sections.ts";
import { openShell } from "./shell.ts";

const scripts = scriptsOf(JSON.parse(readFileSync("package.json", "utf8")));

test.each(documents)("%s links to what there is", (path) => {
  const broken = [...withoutBlocks(path).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = ""]) => {
    if (/^[a-z]+:/.test(target)) return [];
    const [file = "", anchor] = target.split("#");
    const whole = file === "" ? path : normalize(join(dirname(path), file));
    const isThere = existsSync(whole) && (anchor === undefined || anchorsOf(whole).includes(anchor));
    return isThere ? [] : [target];
  });
  expect(broken).toEqual([]);
});

test.each(documents)("%s names files and scripts that there are", (path) => {
  const text = readFileSync(path, "utf8");
  const files = [...text.matchAll(/(?<![\w./-])(?:src|test|queries|docs|bench|scripts)\/[\w./-]*\w/g)];
  // NAME and the like stand for something; a path in a link is relative and was looked at above.
  const missing = files.flatMap(([file]) => (existsSync(file) || /[A-Z]{2}/.test(file) ? [] : [file]));
  const unknown = [...text.matchAll(/npm (?:run )?([a-z][\w:]*)/g)].flatMap(([whole, name = ""]) =>
    scripts.includes(name) || /^npm (?:install|pack|ci)$/.test(whole) ? [] : [whole],
  );
  expect([...missing, ...unknown]).toEqual([]);
});

test.each(documents)("%s shows commands and flags that there are", (path) => {
  const shown = [...readFileSync(path, "utf8").matchAll(/\bretryscope ([a-z]+)\b([^`|>#\n]*)/g)];
  const wrong = shown.flatMap(([whole, name, rest = ""]) => {
    const above = program.commands.find((each) => each.name() === name);
    const [, below] = /^ ([a-z]+)/.exec(rest) ?? [];
    const command = above?.commands.find((each) => each.name() === below) ?? above;
    const flags = [...rest.matchAll(/(?<=\s)--?[a-z][\w-]*/g)].map(([flag]) => flag);
    const known = command?.options.flatMap(({ long, short }) => [long, short]);
    // In running text, the program's name is followed by a verb that is none of its commands.
    if (known === undefined) return flags.length === 0 ? [] : [whole];
    return flags.every((flag) => flag === "--help" || known.includes(flag)) ? [] : [whole];
  });
  expect(wrong).toEqual([]);
});

test("the map in src/README.md has every part of src", () => {
  const map = readFileSync("src/README.md", "utf8");
  const parts = readdirSync("src", { withFileTypes: true })
    .filter(({ name }) => name !== "README.md")
    .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name));
  expect(parts.filter((part) => !map.includes(`\`${part}\``))).toEqual([]);
});

test("the ways to collect logs that the README shows end in a report on what was collected", async () => {
  const ways = blocksOf(readFileSync("README.md", "utf8")).filter(({ body }) => /^(?:kubectl|stern) /m.test(body));
  const { print } = await openShell();
  for (const { body } of ways) expect(await print(body)).toMatch(/ proxies, both sides logged[^]*duplicated-posts/);
  expect(ways).toHaveLength(2);
});

test("the library's example in the README runs", async () => {
  const [example = ""] = blocksOf(readFileSync("README.md", "utf8")).flatMap(({ language, body }) =>
    language === "ts" ? [body] : [],
  );
  const { evaluate } = await openShell();
  const code = example.replace('"retryscope"', JSON.stringify(resolve("src/index.ts")));
  expect(await evaluate(code)).toContain("critical POST ");
});

function withoutBlocks(path: string): string {
  return readFileSync(path, "utf8").replaceAll(/^```[\s\S]*?^```$/gm, "");
}

/** The anchors that the headings of a document have: lower case, blanks as hyphens, nothing else that is no letter. */
function anchorsOf(path: string): string[] {
  return [...withoutBlocks(path).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, "")
      .replaceAll(" ", "-"),
  );
}

function scriptsOf(manifest: unknown): string[] {
  if (typeof manifest !== "object" || manifest === null || !("scripts" in manifest)) return [];
  return typeof manifest.scripts === "object" && manifest.scripts !== null ? Object.keys(manifest.scripts) : [];
}
