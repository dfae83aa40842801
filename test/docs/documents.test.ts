import { readFileSync } from "node:fs";
import { globSync } from "tinyglobby";
import { expect, test } from "vitest";
import { withOutputs, withSections } from "./markdown.ts";
import { sections } from "./sections.ts";
import { openShell } from "./shell.ts";

const documents = globSync(["*.md", "*/README.md", "docs/*.md"], { ignore: "node_modules" }).toSorted();

/** `npm run docs` rewrites the documents; read what it wrote before you commit it. */
test.each(documents)(
  "%s says what the code says, and shows what its commands print",
  async (path) => {
    const shell = await openShell();
    try {
      const text = await withOutputs(await withSections(readFileSync(path, "utf8"), sections), shell.print);
      await expect(text).toMatchFileSnapshot(`../../${path}`);
    } finally {
      await shell.close();
    }
  },
  300_000,
);
