import { execFile } from "node:child_process";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { delimiter, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

/** A shell in an empty folder that has what a reader of the documents has: the command, the sample logs, the queries. */
export type Shell = {
  /** All that a command prints, errors too. */
  readonly print: (command: string) => Promise<string>;
  /** All that a program in TypeScript prints. */
  readonly evaluate: (code: string) => Promise<string>;
};

/** Stand-ins for the programs that collect logs: they write the sample as those would, `kubectl logs --prefix` and `stern`. */
const collectors = {
  kubectl: `case "$*" in *gateway*) app=gateway;; *) app=accounts;; esac
for log in sample-logs/account-incident/$app-*.log; do sed "s|^|[pod/$(basename "$log" .log)/istio-proxy] |" "$log"; done`,
  stern: `for log in sample-logs/account-incident/*.log; do sed "s|^|$(basename "$log" .log) istio-proxy |" "$log"; done`,
};

/** Faults of the command, and commands that do not exist or do not end: no document shows these. */
const FIRST_FAULT = 64;
const MOST_MS = 60_000;

/** Opens a shell; it is gone when the test has ended. */
export async function openShell(): Promise<Shell> {
  const folder = await temporaryFolder();
  const bin = join(folder, ".bin");
  await mkdir(bin);
  // From the source, so that no stale build can write the documents.
  const loader = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
  const node = `'${process.execPath}' --import '${loader}'`;
  await writeFile(join(bin, "retryscope"), `#!/bin/sh\nexec ${node} '${resolve("src/cli/bin.ts")}' "$@"\n`, {
    mode: 0o755,
  });
  for (const [name, script] of Object.entries(collectors))
    await writeFile(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  await symlink(resolve("sample-logs"), join(folder, "sample-logs"));
  await symlink(resolve("queries"), join(folder, "queries"));
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env["PATH"] ?? ""}`, LC_ALL: "C.UTF-8" };
  const print = (command: string): Promise<string> =>
    new Promise((settle, fail) => {
      execFile("bash", ["-c", `{ ${command}\n} 2>&1`], { cwd: folder, env, timeout: MOST_MS }, (error, stdout) => {
        const status = error === null ? 0 : typeof error.code === "number" ? error.code : FIRST_FAULT;
        if (status < FIRST_FAULT) settle(stdout === "" || stdout.endsWith("\n") ? stdout : `${stdout}\n`);
        else fail(new Error(`"${command}" ended with ${status}:\n${stdout}`));
      }).stdin?.end();
    });
  return {
    print,
    evaluate: async (code) => {
      await writeFile(join(folder, "example.mts"), code);
      return print(`${node} example.mts`);
    },
  };
}
