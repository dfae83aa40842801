/**
 * Builds `dist` from `src`, from nothing, so that a file that has gone from `src` does not live on in the package.
 *
 * Usage: node scripts/build.mjs
 */
import { spawnSync } from "node:child_process";
import { chmodSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Builds, and gives the exit code of the compiler. A build with errors is removed: half of one would look finished. */
export function build() {
  const dist = join(root, "dist");
  rmSync(dist, { recursive: true, force: true });
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const { status } = spawnSync(process.execPath, [tsc, "-p", "tsconfig.build.json"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
  });
  if (status === 0) chmodSync(join(dist, "cli/bin.js"), 0o755);
  else rmSync(dist, { recursive: true, force: true });
  return status ?? 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = build();
