import { mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { startApplications } from "./app/applications.ts";
import type { AppContext } from "./app/handler.ts";
import { createRegistry, type Registry } from "./app/registry.ts";
import { openTruth, type Truth } from "./app/truth.ts";
import { callerFor } from "./drive/app-calls.ts";
import { openChannels } from "./drive/channels.ts";
import { drive, type Appointment } from "./drive/drive.ts";
import type { Scenario } from "./drive/scenario.ts";
import { allProxies } from "./envoy/bootstrap.ts";
import { makeCertificate } from "./envoy/certificates.ts";
import { startEnvoys, type Places } from "./envoy/processes.ts";
import { writeGatewayRoutes } from "./envoy/routes.ts";
import { envoyVersion } from "./install-envoy.ts";
import type { JsonObject } from "./json.ts";
import { dropEmptyLogs, prepareCapture, summaryTable, writeRequests } from "./output/capture.ts";
import { contradictions } from "./output/check.ts";
import { readLogLines } from "./output/log-lines.ts";
import { joinRequests, type RequestRow } from "./output/requests.ts";
import { signatureText } from "./output/signatures.ts";
import { placeMesh, serviceNamed, type Endpoint, type Mesh } from "./topology/mesh.ts";
import { routes, type Route } from "./topology/routes.ts";

/** What one run of the laboratory is asked for. */
export interface LabOptions {
  readonly envoyPath: string;
  readonly captureDir: string;
  readonly appointments: readonly Appointment[];
  /** The gateways' routes from the start, and those that take their place later; all of `topology/routes.ts` where absent. Units: milliseconds. */
  readonly routesFrom?: readonly { readonly at: number; readonly routes: readonly Route[] }[];
  readonly logLevel?: Places["logLevel"];
  readonly seed: number;
  /** What else run.json says of how the run was asked for. */
  readonly settings: JsonObject;
  readonly say: (text: string) => void;
  /** Receives what ends everything at once; to be called when this process must go. */
  readonly onAbort: (abort: () => void) => void;
  readonly isCancelled: () => boolean;
}

/** What a finished run left behind, beside the capture. */
export interface LabResult {
  readonly rows: readonly RequestRow[];
  readonly lines: number;
  /** What does not fit between logs and truth; see `contradictions`. */
  readonly contradictions: readonly string[];
}

/**
 * The result of a finished run; logs and truth are in `captureDir` by then and every process has ended.
 *
 * Throws: when a proxy does not start; whatever was started has ended then, too.
 */
export async function runLab(options: LabOptions): Promise<LabResult> {
  const { captureDir, say } = options;
  const workDir = await mkdtemp(join(tmpdir(), "mesh-lab-"));
  const closers: (() => Promise<void> | void)[] = [() => rm(workDir, { recursive: true, force: true })];
  try {
    await mkdir(captureDir, { recursive: true });
    await prepareCapture(captureDir);
    await makeCertificate(workDir);
    const gatewayRoutesFile = join(workDir, "gateway-routes.json");
    const [first, ...later] = options.routesFrom ?? [];
    await writeGatewayRoutes(gatewayRoutesFile, first?.routes ?? routes);
    const changes = later.map((change) => ({
      at: change.at,
      apply: () => writeGatewayRoutes(gatewayRoutesFile, change.routes),
    }));
    const mesh = await placeMesh(options.seed);
    const truth = openTruth(join(captureDir, "truth.ndjson"));
    closers.push(truth.close);
    const registry = createRegistry();
    const channels = openChannels(mesh);
    closers.push(channels.close);
    const context: AppContext = { registry, truth, callFrom: callerFor(channels, registry), running: new Set() };
    closers.push(await startApplications(mesh, context), await startSilence(mesh.silent));
    const proxies = allProxies({ mesh, captureDir, certificateDir: workDir, gatewayRoutesFile });
    const places = { workDir, saysDir: join(captureDir, "logs/envoy-own"), logLevel: options.logLevel ?? "warning" };
    const envoys = await startEnvoys(options.envoyPath, proxies, places, (running) => {
      options.onAbort(running.kill);
      closers.push(running.stop);
    });
    say(`${proxies.length} proxies are ready in 127.${mesh.block}.0.0/16`);
    const { appointments, seed, isCancelled } = options;
    await drive(channels, registry, { appointments, changes, seed, clients: mesh.clients, isCancelled });
    await settled(context);
    await envoys.stop();
    await dropEmptyLogs(captureDir, async (path) => (await stat(path)).size);
    return await finish(options, mesh, registry, truth);
  } finally {
    for (const close of closers.reverse()) await close();
  }
}

/** Writes what is known only at the end: the joined rows, the run's settings, the kinds of lines. */
async function finish(options: LabOptions, mesh: Mesh, registry: Registry, truth: Truth): Promise<LabResult> {
  const { captureDir, seed, settings } = options;
  const scenarios: readonly Scenario[] = [...new Set(options.appointments.map(({ scenario }) => scenario))];
  const rows = joinRequests(registry.all(), truth.events, (service) => serviceNamed(service).sidecars);
  await writeRequests(captureDir, rows);
  const run = {
    envoy: envoyVersion,
    seed,
    ...settings,
    block: mesh.block,
    scenarios: scenarios.map(({ id, about }) => ({ id, about })),
  };
  await writeFile(join(captureDir, "run.json"), `${JSON.stringify(run, null, 1)}\n`);
  const lines = await readLogLines(captureDir);
  await writeFile(join(captureDir, "signatures.txt"), signatureText(rows, lines));
  await writeFile(join(captureDir, "summary.md"), summaryTable(rows, scenarios));
  return { rows, lines: lines.length, contradictions: await contradictions(captureDir, rows, lines) };
}

/** Waits for handlers that outlived their callers, and for the proxies to log the streams that ended last. */
async function settled(context: AppContext): Promise<void> {
  while (context.running.size > 0) await Promise.all(context.running);
  await pause(1500);
}

/** A listener that accepts connections and says nothing, so that a TLS handshake with it never ends. */
async function startSilence(at: Endpoint): Promise<() => void> {
  const server = createServer((socket) => socket.on("error", () => {}));
  await new Promise<void>((resolve) => server.listen(at.port, at.ip, resolve));
  server.unref();
  return () => void server.close();
}
