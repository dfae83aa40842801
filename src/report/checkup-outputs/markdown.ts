import type { CheckupOutput } from "../checkup-output.ts";
import { inSection, type Block } from "../checkup-section.ts";
import { sectionsOf } from "../checkup-words.ts";
import { markdownText } from "../escape.ts";
import { masked } from "../mask.ts";

const markdown: CheckupOutput = {
  name: "markdown",
  about: "for issues, chats and pull requests: the table's facts as Markdown",
  write: (checkup) => {
    const sections = sectionsOf(checkup).map((section) => inSection(section, (text) => markdownText(masked(text))));
    return `# Checkup\n\n${sections.map(({ title, blocks }) => `${title === "" ? "" : `## ${title}\n\n`}${draw(blocks)}`).join("\n\n")}\n`;
  },
};

export default markdown;

function draw(blocks: readonly Block[]): string {
  const parts: string[] = [];
  for (const [index, block] of blocks.entries()) {
    const isListBefore = blocks[index - 1]?.kind === "item" || blocks[index - 1]?.kind === "fact";
    const isList = block.kind === "item" || block.kind === "fact";
    parts.push(index === 0 ? "" : isList && isListBefore ? "\n" : "\n\n", lineOf(block));
  }
  return parts.join("");
}

function lineOf(block: Block): string {
  switch (block.kind) {
    case "fact":
      return `- ${block.text}`;
    case "item":
      return block.label === "" ? `  - ${block.text}` : `- **${block.label}** ${block.text}`;
    case "table":
      return [block.head, block.head.map(() => "---"), ...block.rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
    case "yaml":
      return `\`\`\`yaml\n${block.text}\`\`\``;
  }
}
