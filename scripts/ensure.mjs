/**
 * Makes a checkout ready to work: installs the dependencies where they are absent or older than the lock file, and
 * builds where the build is older than the source. Runs before anything is installed, so it imports nothing but Node.
 *
 * Usage: node scripts/ensure.mjs. What it does goes to stderr, so that the output of what runs after it stays clean.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "./build.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

ensureNode();
if (isInstallStale()) install();
if (isBuildStale()) {
  say("building");
  process.exitCode = build();
}

function ensureNode() {
  const { engines } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const [, major = "0", minor = "0"] = /(\d+)\.(\d+)/.exec(engines.node) ?? [];
  const [ourMajor, ourMinor] = process.versions.node.split(".").map(Number);
  if (ourMajor > Number(major) || (ourMajor === Number(major) && ourMinor >= Number(minor))) return;
  say(`Node ${major}.${minor} or newer is needed, this is ${process.versions.node}`);
  process.exit(2);
}

/** npm writes its own copy of the lock file last, so an install that was cut off has none. */
function isInstallStale() {
  return changedAt("node_modules/.package-lock.json") < changedAt("package-lock.json");
}

function install() {
  say("installing the dependencies");
  const npm = process.env["npm_execpath"];
  const [command, ...first] = npm === undefined ? ["npm"] : [process.execPath, npm];
  const { status, error } = spawnSync(command, [...first, "ci", "--include=dev", "--no-audit", "--no-fund"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
  });
  if (status === 0) return;
  say(`npm ci failed${error === undefined ? "" : `: ${error.message}`}`);
  process.exit(1);
}

/** The build stands behind the newest of the files it is made from; a folder is newer when a file in it has gone. */
function isBuildStale() {
  const inputs = ["tsconfig.json", "tsconfig.build.json", "src", ...below("src"), "queries", ...below("queries")];
  return changedAt("dist/cli/bin.js") < Math.max(...inputs.map(changedAt));
}

function below(folder) {
  return readdirSync(join(root, folder), { recursive: true }).map((path) => join(folder, path));
}

/** When it was last changed, in ms; 0 for what is not there. */
function changedAt(path) {
  const whole = join(root, path);
  return existsSync(whole) ? statSync(whole).mtimeMs : 0;
}

function say(text) {
  process.stderr.write(`retryscope: ${text}\n`);
}
