import { readFileSync } from "node:fs";

/** The version in our package.json, such as `0.1.0`. */
export function version(): string {
  // `src` and `dist` lie equally deep, so this holds before and after a build.
  const manifest: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  const isManifest = typeof manifest === "object" && manifest !== null && "version" in manifest;
  return isManifest ? String(manifest.version) : "unknown";
}
