import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** One line of a capture's attempts-json log together with the laboratory's key of it. */
export interface LogLine {
  readonly proxy: string;
  readonly side: "client" | "server";
  readonly logical: string;
  readonly issue: string;
  readonly method: string;
  readonly code: number;
  readonly flags: string;
  readonly details: string;
  readonly attempts: number;
  /** `-` where no attempt header was there. */
  readonly ordinal: string;
  readonly grpcStatus: number | null;
  readonly hasUpstreamHost: boolean;
  /** Whether a connection to the upstream was assigned. */
  readonly hasUpstreamLocal: boolean;
  readonly hasBody: boolean;
  readonly isShadow: boolean;
  /** Milliseconds. */
  readonly duration: number;
}

/** How many lines each proxy's log has in this folder of a capture. */
export async function lineCounts(captureDir: string, folder: string): Promise<ReadonlyMap<string, number>> {
  const files = await readdir(join(captureDir, folder));
  const counts = files.map(async (file): Promise<[string, number]> => [
    file,
    (await lines(join(captureDir, folder, file))).length,
  ]);
  return new Map(await Promise.all(counts));
}

/** All lines of a capture, proxy by proxy, in file order. Throws when a log and its keys do not fit. */
export async function readLogLines(captureDir: string): Promise<readonly LogLine[]> {
  const files = (await readdir(join(captureDir, "lab-keys"))).sort();
  const perProxy = await Promise.all(files.map((file) => readProxy(captureDir, file)));
  return perProxy.flat();
}

async function readProxy(captureDir: string, file: string): Promise<readonly LogLine[]> {
  const keys = (await lines(join(captureDir, "lab-keys", file))).map(parse);
  const logged = (await lines(join(captureDir, "logs/attempts-json", file))).map(parse);
  return logged.map((line, index) => {
    const key = keys[index];
    if (
      key === undefined ||
      key.text("start_time") !== line.text("start_time") ||
      key.text("request_id") !== line.text("request_id")
    ) {
      throw new Error(`line ${index + 1} of ${file} is about another request than its key`);
    }
    return logLine(file.replace(/\.log$/, ""), key, line);
  });
}

function logLine(proxy: string, key: Fields, line: Fields): LogLine {
  return {
    proxy,
    side: line.text("upstream_cluster").startsWith("inbound|") ? "server" : "client",
    logical: key.text("logical"),
    issue: key.text("issue"),
    method: line.text("method"),
    code: line.number("response_code") ?? 0,
    flags: line.text("response_flags"),
    details: line.text("response_code_details"),
    attempts: line.number("attempt_count") ?? 0,
    ordinal: line.text("attempt_ordinal"),
    grpcStatus: line.number("grpc_status"),
    hasUpstreamHost: line.text("upstream_host") !== "-",
    hasUpstreamLocal: line.text("upstream_local_address") !== "-",
    hasBody: (line.number("bytes_received") ?? 0) > 0,
    isShadow: line.text("authority").replace(/:\d+$/, "").endsWith("-shadow"),
    duration: line.number("duration") ?? 0,
  };
}

interface Fields {
  readonly text: (key: string) => string;
  readonly number: (key: string) => number | null;
}

function parse(text: string): Fields {
  const value: unknown = JSON.parse(text);
  const fields = new Map<string, unknown>(typeof value === "object" && value !== null ? Object.entries(value) : []);
  return {
    text: (key) => {
      const field = fields.get(key);
      return typeof field === "string" ? field : "-";
    },
    number: (key) => {
      const field = fields.get(key);
      return typeof field === "number" ? field : null;
    },
  };
}

async function lines(path: string): Promise<readonly string[]> {
  return (await readFile(path, "utf8")).split("\n").filter((line) => line !== "");
}
