import {
  Agent,
  request as plainRequest,
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
} from "node:http";
import { Agent as TlsAgent, request as tlsRequest } from "node:https";
import { setTimeout as pause } from "node:timers/promises";
import type { Endpoint } from "../topology/mesh.ts";
import { jsonBody, noAnswer, type Outcome, type Outgoing, type Transport } from "./transport.ts";

/** HTTP/1.1 to a listener; connections are kept and belong to one caller address each. */
export function http1Transport(to: Endpoint, agent: Agent = new Agent({ keepAlive: true })): Transport {
  const send = (outgoing: Outgoing): Promise<Outcome> =>
    exchange(outgoing, plainRequest({ ...optionsFor(to, outgoing), agent }));
  return { send, close: () => agent.destroy() };
}

/** HTTP/1.1 over TLS to a listener. */
export function http1TlsTransport(to: Endpoint): Transport {
  const agent = new TlsAgent({ keepAlive: true, rejectUnauthorized: false });
  const send = (outgoing: Outgoing): Promise<Outcome> =>
    exchange(
      outgoing,
      tlsRequest({ ...optionsFor(to, outgoing), agent, servername: outgoing.authority.replace(/:.*/, "") }),
    );
  return { send, close: () => agent.destroy() };
}

function optionsFor(to: Endpoint, { method, path, authority, headers, bodyBytes, from }: Outgoing): RequestOptions {
  const body =
    bodyBytes > 0 ? { "content-type": "application/json", "content-length": String(jsonBody(bodyBytes).length) } : {};
  return {
    host: to.ip,
    port: to.port,
    localAddress: from,
    method,
    path,
    headers: { host: authority, ...body, ...headers },
  };
}

function exchange(outgoing: Outgoing, request: ClientRequest): Promise<Outcome> {
  const patience =
    outgoing.giveUpAfterMs === null ? undefined : setTimeout(() => request.destroy(), outgoing.giveUpAfterMs);
  const outcome = new Promise<Outcome>((resolve) => {
    request.once("response", (response) => {
      // The request closes before its response does: only the response may speak from here on.
      request.removeListener("close", unanswered);
      void received(response).then(resolve);
    });
    const unanswered = (): void => resolve(noAnswer);
    request.once("close", unanswered);
    request.on("error", () => {});
  });
  void writeBody(outgoing, request);
  return outcome.finally(() => clearTimeout(patience));
}

function received(response: IncomingMessage): Promise<Outcome> {
  return new Promise((resolve) => {
    response.on("error", () => {});
    response.once("close", () =>
      resolve({
        status: response.statusCode ?? 0,
        grpcStatus: null,
        location: response.headers.location ?? null,
        isComplete: response.complete,
      }),
    );
    response.resume();
  });
}

async function writeBody({ bodyBytes, uploadMs }: Outgoing, request: ClientRequest): Promise<void> {
  if (bodyBytes === 0) return void request.end();
  const body = jsonBody(bodyBytes);
  if (uploadMs === 0) return void request.end(body);
  const pieces = 8;
  for (let piece = 0; piece < pieces && !request.destroyed; piece += 1) {
    request.write(
      body.slice(Math.floor((piece * body.length) / pieces), Math.floor(((piece + 1) * body.length) / pieces)),
    );
    await pause(uploadMs / pieces);
  }
  request.end();
}
