import {
  constants,
  createServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from "node:http2";
import type { Endpoint } from "../topology/mesh.ts";
import type { Exchange, Reply } from "./exchange.ts";

/** A running HTTP/2 server that can be ended although connections are open. */
export interface Http2App {
  readonly server: Http2Server;
  readonly close: () => void;
}

/** An HTTP/2 server (prior knowledge, no TLS) that gives every request to `handle`; with `isGrpc` it answers as gRPC does. */
export async function startHttp2Server(
  at: Endpoint,
  isGrpc: boolean,
  handle: (exchange: Exchange) => void,
): Promise<Http2App> {
  const server = createServer();
  const sessions = new Set<ServerHttp2Session>();
  server.on("session", (session) => {
    sessions.add(session);
    session.on("error", () => {});
    session.once("close", () => sessions.delete(session));
  });
  server.on("stream", (stream, headers) => handle(http2Exchange(stream, headers, isGrpc)));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(at.port, at.ip, resolve);
  });
  const close = (): void => {
    for (const session of sessions) session.destroy();
    server.close();
  };
  return { server, close };
}

function http2Exchange(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, isGrpc: boolean): Exchange {
  let isAnswered = false;
  const bodyReceived = new Promise<boolean>((resolve) => {
    stream.once("end", () => resolve(!stream.aborted));
    stream.once("close", () => resolve(false));
    stream.resume();
  });
  stream.on("error", () => {});
  return {
    method: headers[":method"] ?? "",
    path: headers[":path"] ?? "",
    authority: headers[":authority"] ?? "",
    header: (name) => first(headers[name]),
    bodyReceived,
    onAborted: (listener) => stream.once("close", () => (isAnswered ? undefined : listener())),
    answer: async (reply) => {
      if (stream.destroyed || stream.closed) return false;
      isAnswered = true;
      return isGrpc ? sendGrpc(stream, reply) : sendHttp(stream, reply);
    },
    cut: (ending) => {
      if (ending === "cut-after-headers") {
        stream.respond({
          ":status": 200,
          ...(isGrpc ? { "content-type": "application/grpc" } : { "content-length": "2000" }),
        });
        stream.write("x".repeat(700), () => setImmediate(() => stream.close(constants.NGHTTP2_INTERNAL_ERROR)));
      } else if (ending === "refuse") stream.close(constants.NGHTTP2_REFUSED_STREAM);
      else if (ending === "reset-stream") stream.close(constants.NGHTTP2_INTERNAL_ERROR);
      else stream.session?.destroy();
    },
  };
}

function sendHttp(stream: ServerHttp2Stream, { status, location }: Reply): Promise<boolean> {
  stream.respond({ ":status": status, "content-type": "application/json", ...(location === null ? {} : { location }) });
  return whenClosed(stream, () => stream.end(JSON.stringify({ status })));
}

/** An error status alone goes out as a trailers-only response, as gRPC servers send it when the handler fails before its first message. */
function sendGrpc(stream: ServerHttp2Stream, { status, inTrailers }: Reply): Promise<boolean> {
  const head = { ":status": 200, "content-type": "application/grpc" };
  if (status !== 0 && !inTrailers)
    return whenClosed(stream, () => stream.respond({ ...head, "grpc-status": String(status) }, { endStream: true }));
  stream.respond(head, { waitForTrailers: true });
  stream.once("wantTrailers", () => stream.sendTrailers({ "grpc-status": String(status) }));
  return whenClosed(stream, () => stream.end(grpcMessage(3)));
}

/** A gRPC frame: one byte "not compressed", the length in four bytes, the message. */
export function grpcMessage(bytes: number): Buffer {
  const frame = Buffer.alloc(5 + bytes, 1);
  frame.writeUInt8(0, 0);
  frame.writeUInt32BE(bytes, 1);
  return frame;
}

function whenClosed(stream: ServerHttp2Stream, send: () => void): Promise<boolean> {
  return new Promise((resolve) => {
    stream.once("close", () => resolve(stream.rstCode === constants.NGHTTP2_NO_ERROR));
    send();
  });
}

function first(value: string | string[] | undefined): string | null {
  return (Array.isArray(value) ? value[0] : value) ?? null;
}
