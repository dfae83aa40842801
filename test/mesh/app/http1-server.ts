import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Endpoint } from "../topology/mesh.ts";
import type { Exchange, Reply } from "./exchange.ts";

/** An HTTP/1.1 server that gives every request to `handle`. */
export async function startHttp1Server(at: Endpoint, handle: (exchange: Exchange) => void): Promise<Server> {
  // No time limits: a connection ends only where a plan says so.
  const server = createServer({ keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 }, (request, response) =>
    handle(http1Exchange(request, response)),
  );
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(at.port, at.ip, resolve);
  });
  return server;
}

function http1Exchange(request: IncomingMessage, response: ServerResponse): Exchange {
  const bodyReceived = new Promise<boolean>((resolve) => {
    request.once("end", () => resolve(true));
    request.once("close", () => resolve(request.complete));
    request.once("error", () => resolve(false));
    request.resume();
  });
  response.on("error", () => {});
  return {
    method: request.method ?? "",
    path: request.url ?? "",
    authority: request.headers.host ?? "",
    header: (name) => first(request.headers[name]),
    bodyReceived,
    onAborted: (listener) => response.once("close", () => (response.writableFinished ? undefined : listener())),
    answer: (reply) => send(response, reply),
    cut: (ending) => {
      if (ending !== "cut-after-headers") {
        if (ending === "reset-stream") request.socket.resetAndDestroy();
        else request.socket.destroy();
        return;
      }
      response.writeHead(200, { "content-type": "application/json", "content-length": "2000" });
      response.write('{"half":"'.padEnd(700, "x"), () => request.socket.destroy());
    },
  };
}

function send(response: ServerResponse, { status, location }: Reply): Promise<boolean> {
  return new Promise((resolve) => {
    if (response.destroyed || response.closed) return resolve(false);
    response.once("close", () => resolve(response.writableFinished));
    response.once("finish", () => resolve(true));
    const body = status === 204 ? "" : JSON.stringify({ status });
    response.writeHead(status, {
      "content-type": "application/json",
      "content-length": String(body.length),
      ...(location === null ? {} : { location }),
    });
    response.end(body);
  });
}

function first(value: string | string[] | undefined): string | null {
  return (Array.isArray(value) ? value[0] : value) ?? null;
}
