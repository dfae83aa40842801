/** A part of a checkup as people read it, before it is drawn as text or as Markdown. */
export type Block =
  | { readonly kind: "fact"; readonly text: string }
  /** Numbers stand right; the first column gives way where there is no room. */
  | { readonly kind: "table"; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  /** Something with what is said of it. */
  | { readonly kind: "item"; readonly label: string; readonly text: string; readonly isBad: boolean }
  /** To be copied: never shortened, never wrapped. */
  | { readonly kind: "yaml"; readonly text: string };

/** A topic of a checkup. */
export type Section = { readonly title: string; readonly blocks: readonly Block[] };

/** A line of its own. */
export const fact = (text: string): Block => ({ kind: "fact", text });
/** Something that is as it should be, or only told. */
export const told = (label: string, text: string): Block => ({ kind: "item", label, text, isBad: false });
/** Something that is missing or wrong. */
export const bad = (label: string, text: string): Block => ({ kind: "item", label, text, isBad: true });

/** A section with every text in it changed but what is there to be copied, which holds nothing of a log but checked names. */
export function inSection(section: Section, change: (text: string) => string): Section {
  return {
    title: section.title,
    blocks: section.blocks.map((block): Block => {
      switch (block.kind) {
        case "fact":
          return { ...block, text: change(block.text) };
        case "table":
          return { ...block, rows: block.rows.map((row) => row.map(change)) };
        case "item":
          return { ...block, label: change(block.label), text: change(block.text) };
        case "yaml":
          return block;
      }
    }),
  };
}
