/**
 * Builds `dist` from `src`, from nothing, so that a file that has gone from `src` does not live on in the package.
 *
 * Usage: node scripts/build.mjs
 */
import { spawnSync } from "node:child_process";
import { chmodSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

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
  const isBuilt = status === 0 && keepHeads(dist);
  if (isBuilt) chmodSync(join(dist, "cli/bin.js"), 0o755);
  else rmSync(dist, { recursive: true, force: true });
  return isBuilt ? 0 : (status ?? 1) || 1;
}

/** Leaves what the heads of our queries say, so that a start need not read YAML; says whether it could. */
function keepHeads(dist) {
  const code = `
    import { writeFileSync } from "node:fs";
    import { ourHeads } from ${JSON.stringify(pathToFileURL(join(dist, "catalog/catalog.js")).href)};
    writeFileSync(process.argv[1], JSON.stringify(await ourHeads()));`;
  const file = join(dist, "catalog/checked-heads.json");
  const { status } = spawnSync(process.execPath, ["--input-type=module", "--eval", code, file], {
    cwd: root,
    stdio: ["ignore", 2, 2],
  });
  return status === 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = build();
