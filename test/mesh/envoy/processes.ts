import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { get } from "node:http";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { adminPort } from "../topology/mesh.ts";
import type { Proxy } from "./bootstrap.ts";

/** Running Envoy processes, and the way to end them. */
export interface Running {
  /** Ends them all and waits until their logs are flushed; a second call does nothing. */
  readonly stop: () => Promise<void>;
  /** Ends them at once, without waiting: for the last moment of this process. */
  readonly kill: () => void;
}

/** Where proxies keep things. */
export interface Places {
  /** Receives each proxy's configuration. */
  readonly workDir: string;
  /** Receives what each proxy says of itself, as `<proxy>.log`. */
  readonly saysDir: string;
  /** From which level on it says something. */
  readonly logLevel: "info" | "warning";
}

/** How Istio has Envoy write its own log. Source: istio/istio `pkg/envoy/agent.go` and `tools/packaging/common/envoy_bootstrap.json`. */
const ownLogFormat = "%Y-%m-%dT%T.%fZ\t%l\tenvoy %n %g:%#\t%v\tthread=%t";

/**
 * Envoy processes, one per proxy, all of them ready.
 *
 * `register` is told of the processes before they are
 * ready, so that an interrupt during the start ends them too.
 * Throws: when one of them does not become ready, with the end of what it said.
 */
export async function startEnvoys(
  envoyPath: string,
  proxies: readonly Proxy[],
  { workDir, saysDir, logLevel }: Places,
  register: (running: Running) => void,
): Promise<Running> {
  const children = new Map<string, ChildProcess>();
  const running: Running = {
    stop: () => stopAll([...children.values()]),
    kill: () => signalAll([...children.values()], "SIGKILL"),
  };
  register(running);
  for (const proxy of proxies) {
    const config = join(workDir, `${proxy.name}.json`);
    await writeFile(config, JSON.stringify(proxy.bootstrap, null, 1));
    children.set(proxy.name, startOne(envoyPath, config, join(saysDir, `${proxy.name}.log`), logLevel));
  }
  for (const proxy of proxies) await untilReady(proxy, children.get(proxy.name), saysDir);
  return running;
}

const setpriv = "/usr/bin/setpriv";

function startOne(envoyPath: string, config: string, stderrPath: string, logLevel: Places["logLevel"]): ChildProcess {
  const stderr = openSync(stderrPath, "w");
  // One worker: then the lines of a proxy's several log files stand in the same order.
  const flags = [
    "--concurrency",
    "1",
    "--disable-hot-restart",
    "--file-flush-interval-msec",
    "200",
    "--log-level",
    logLevel,
    "--log-format",
    ownLogFormat,
  ];
  // Detached: Ctrl-C goes to a whole process group, and Envoy must not end before the requests that are under way.
  const options: SpawnOptions = { stdio: ["ignore", "ignore", stderr], detached: true };
  // setpriv asks the kernel to end the proxy with this process, however that ends.
  const child = existsSync(setpriv)
    ? spawn(setpriv, ["--pdeathsig", "KILL", envoyPath, "-c", config, ...flags], options)
    : spawn(envoyPath, ["-c", config, ...flags], options);
  closeSync(stderr);
  return child;
}

async function untilReady(proxy: Proxy, child: ChildProcess | undefined, saysDir: string): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (child === undefined || child.exitCode !== null) break;
    if (await isReady(proxy.ip)) return;
    await pause(100);
  }
  const said = await readFile(join(saysDir, `${proxy.name}.log`), "utf8");
  throw new Error(`Envoy "${proxy.name}" did not become ready: ${said.split("\n").slice(-6).join("\n")}`);
}

function isReady(ip: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ host: ip, port: adminPort, path: "/ready", agent: false, timeout: 1000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.once("timeout", () => request.destroy());
    request.once("error", () => resolve(false));
  });
}

async function stopAll(children: readonly ChildProcess[]): Promise<void> {
  const alive = children.filter(isAlive);
  const ended = alive.map((child) => new Promise<void>((resolve) => child.once("exit", () => resolve())));
  signalAll(alive, "SIGTERM");
  await Promise.race([Promise.all(ended), pause(5000, undefined, { ref: false })]);
  signalAll(children, "SIGKILL");
}

function signalAll(children: readonly ChildProcess[], signal: "SIGTERM" | "SIGKILL"): void {
  for (const child of children.filter(isAlive)) child.kill(signal);
}

function isAlive(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}
