import { readdirSync } from "node:fs";
import { parse as pathOf } from "node:path";
import { expect, test } from "vitest";

/** Each shelf: a folder whose `index.ts` lists every file beside it, the name of the list, and the type of its items. */
const shelves = [
  {
    folder: "src/parse/formats",
    list: "formats",
    type: ["Format", "../format.ts"],
    about: "All known formats; a test holds this list against the folder.",
  },
] as const;

/** Updating snapshots (`vitest run -u`) writes the line of a new file. */
test.each(shelves)("$folder/index.ts lists what stands in the folder", async ({ folder, list, type, about }) => {
  const files = readdirSync(folder)
    .map((file) => pathOf(file).name)
    .filter((name) => name !== "index")
    .toSorted();
  const imports = files.map((file) => `import ${identifier(file)} from "./${file}.ts";\n`);
  const items = files.map((file) => `  ${identifier(file)},\n`);
  const index = `import type { ${type[0]} } from "${type[1]}";
${imports.join("")}
/** ${about} */
export const ${list}: readonly ${type[0]}[] = [
${items.join("")}];
`;
  await expect(index).toMatchFileSnapshot(`../../${folder}/index.ts`);
});

/** `istio-text-1.8` as `istioText18`. */
function identifier(file: string): string {
  return file.replace(/[-.](\w)/g, (_, letter: string) => letter.toUpperCase());
}
