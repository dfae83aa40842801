import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { documents } from "./documents.ts";
import { withOutputs, withSections } from "./markdown.ts";
import { sections } from "./sections.ts";
import { openShell } from "./shell.ts";

/** `npm run docs` rewrites the documents; read what it wrote before you commit it. */
test.each(documents)(
  "%s says what the code says, and shows what its commands print",
  async (path) => {
    const { print } = await openShell();
    const text = await withOutputs(await withSections(readFileSync(path, "utf8"), sections), print);
    await expect(text).toMatchFileSnapshot(`../../${path}`);
  },
  300_000,
);
