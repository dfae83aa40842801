import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const bin = fileURLToPath(new URL("../../src/cli/bin.ts", import.meta.url));

test("the command runs as a process of its own and ends with its exit code", async () => {
  const child = spawn(process.execPath, ["--import", "tsx", bin, "analyse"], { stdio: ["ignore", "pipe", "pipe"] });
  const [out, err, [exitCode]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
  expect({ out, exitCode }).toEqual({ out: "", exitCode: 2 });
  expect(err).toMatch(/^error\[USAGE_BAD_FLAG\]: unknown command 'analyse'\n/);
}, 20_000);

test("a reader that goes away early does not make it fail", async () => {
  const child = spawn(process.execPath, ["--import", "tsx", bin, "--help"], { stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.destroy();
  const [err, [exitCode]] = await Promise.all([text(child.stderr), once(child, "exit")]);
  expect({ err, exitCode }).toEqual({ err: "", exitCode: 0 });
}, 20_000);
