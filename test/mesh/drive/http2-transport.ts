import { connect, constants, type ClientHttp2Session, type ClientHttp2Stream } from "node:http2";
import { connect as tcpConnect, type Socket } from "node:net";
import { connect as tlsConnect } from "node:tls";
import { grpcMessage } from "../app/http2-server.ts";
import type { Endpoint } from "../topology/mesh.ts";
import { jsonBody, noAnswer, type Outcome, type Outgoing, type Transport } from "./transport.ts";

/** HTTP/2 over connections that `open` makes, one per caller address; `isGrpc` frames bodies as gRPC does. */
export function http2Transport(open: (from: string) => Socket, isGrpc: boolean): Transport {
  const sessions = new Map<string, ClientHttp2Session>();
  const sessionFor = (from: string): ClientHttp2Session => {
    const known = sessions.get(from);
    if (known !== undefined && !known.closed && !known.destroyed) return known;
    const session = connect("http://laboratory", { createConnection: () => open(from) });
    session.on("error", () => {});
    sessions.set(from, session);
    return session;
  };
  return {
    send: (outgoing) => exchange(sessionFor(outgoing.from), outgoing, isGrpc),
    close: () => {
      for (const session of sessions.values()) session.destroy();
    },
  };
}

/** A TLS connection that speaks HTTP/2, for `http2Transport`. */
export function openTlsForHttp2(to: Endpoint, from: string, serverName: string): Socket {
  const socket = tcpConnect({ host: to.ip, port: to.port, localAddress: from });
  return tlsConnect({ socket, servername: serverName, rejectUnauthorized: false, ALPNProtocols: ["h2"] });
}

function exchange(session: ClientHttp2Session, outgoing: Outgoing, isGrpc: boolean): Promise<Outcome> {
  const stream = session.request({
    ":method": outgoing.method,
    ":path": outgoing.path,
    ":authority": outgoing.authority,
    ...(isGrpc ? { "content-type": "application/grpc", te: "trailers" } : { "content-type": "application/json" }),
    ...outgoing.headers,
  });
  const patience =
    outgoing.giveUpAfterMs === null
      ? undefined
      : setTimeout(() => stream.close(constants.NGHTTP2_CANCEL), outgoing.giveUpAfterMs);
  if (isGrpc) stream.end(grpcMessage(outgoing.bodyBytes));
  else stream.end(outgoing.bodyBytes === 0 ? undefined : jsonBody(outgoing.bodyBytes));
  return received(stream).finally(() => clearTimeout(patience));
}

function received(stream: ClientHttp2Stream): Promise<Outcome> {
  return new Promise((resolve) => {
    let outcome = noAnswer;
    stream.on("error", () => {});
    stream.once("response", (headers) => {
      const status = headers["grpc-status"];
      outcome = {
        ...outcome,
        status: headers[":status"] ?? 0,
        grpcStatus: status === undefined ? null : Number(status),
        location: headers.location ?? null,
      };
    });
    stream.once("trailers", (trailers) => {
      outcome = { ...outcome, grpcStatus: Number(trailers["grpc-status"] ?? 2) };
    });
    stream.once("end", () => {
      outcome = { ...outcome, isComplete: true };
    });
    stream.once("close", () =>
      resolve(stream.rstCode === constants.NGHTTP2_NO_ERROR ? outcome : { ...outcome, isComplete: false }),
    );
    stream.resume();
  });
}
