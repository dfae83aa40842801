import { globSync } from "tinyglobby";

/** All documents that are held to what the code says. */
export const documents = globSync(["*.md", "*/README.md", "docs/*.md"], { ignore: "node_modules" }).toSorted();
