import { Readable, Writable } from "node:stream";
import type { Library } from "../../src/cli/session.ts";
import type { Io } from "../../src/cli/io.ts";
import { aCheckup } from "../report/checkups.ts";
import { accountIncident } from "../report/reports.ts";
import { cutLine, gatewayLog } from "../report/inspected.ts";
import { duplicatedPosts } from "../report/pages.ts";

/** A process that is none: its streams are texts. */
export type FakeIo = Io & { readonly out: () => string; readonly err: () => string; readonly abort: () => void };

/** A fake process with dull values: no terminal, nothing on stdin. */
export function fakeIo(argv: readonly string[], values: Partial<Io> = {}): FakeIo {
  const out: string[] = [];
  const err: string[] = [];
  const controller = new AbortController();
  return {
    argv,
    stdin: Readable.from([]),
    stdout: collector(out),
    stderr: collector(err),
    env: {},
    isTerminal: { stdin: false, stdout: false, stderr: false },
    columns: 80,
    signal: controller.signal,
    now: () => 0,
    ...values,
    out: () => out.join(""),
    err: () => err.join(""),
    abort: () => controller.abort(),
  };
}

/** A stream whose writes fail with that code, as a pipe does when its reader has gone. */
export function failing(code: string): Writable {
  return new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error(`write ${code}`), { code })),
  });
}

function collector(texts: string[]): Writable {
  return new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      texts.push(chunk.toString());
      done();
    },
  });
}

/** A call that the library got: the function's name and its options. */
export type Call = readonly [name: string, options: unknown];

/** A library that finds the incident of the accounts service in whatever it is given, and remembers what it was asked. */
export function fakeLibrary(calls: Call[] = [], values: Partial<Library> = {}): Library {
  const remember = (name: string, options: unknown): void => void calls.push([name, options]);
  return {
    analyze: async (options) => (remember("analyze", options), accountIncident),
    ingest: async (options) => (remember("ingest", options), { sources: accountIncident.sources }),
    detect: async (options) => (remember("detect", options), accountIncident),
    doctor: async (options) => (remember("doctor", options), aCheckup()),
    listDetectors: async (folder) => (
      remember("listDetectors", folder),
      [duplicatedPosts, { ...duplicatedPosts, id: "retry-storms", title: "A storm" }]
    ),
    listFormats: async (options) => (
      remember("listFormats", options),
      [{ name: "istio-text", about: "Istio's text format", source: "https://istio.io/" }]
    ),
    detectFormats: async (options) => (remember("detectFormats", options), [gatewayLog]),
    explainLine: async (options) => (remember("explainLine", options), cutLine),
    querySql: async (options) => (
      remember("querySql", options),
      { columns: ["route", "n"], rows: [{ route: "a", n: 1 }] }
    ),
    ...values,
  };
}
