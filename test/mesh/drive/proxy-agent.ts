import { Agent, type ClientRequestArgs } from "node:http";
import { connect, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Endpoint } from "../topology/mesh.ts";

/**
 * An agent whose connections begin with a PROXY protocol line, so that an outbound sidecar believes the application meant `toward`
 * (with Istio, iptables tells it).
 */
export class ProxyAgent extends Agent {
  readonly #from: string;
  readonly #sidecar: Endpoint;
  readonly #toward: Endpoint;

  constructor(from: string, sidecar: Endpoint, toward: Endpoint) {
    super({ keepAlive: true });
    this.#from = from;
    this.#sidecar = sidecar;
    this.#toward = toward;
  }

  override createConnection(
    _options: ClientRequestArgs,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    const socket = connectWithProxyLine(this.#from, this.#sidecar, this.#toward, () => callback?.(null, socket));
    socket.once("error", (error) => callback?.(error, socket));
  }
}

/** A connection from `from` to a sidecar that has already said it was meant for `toward`. */
export function connectWithProxyLine(from: string, sidecar: Endpoint, toward: Endpoint, onReady: () => void): Socket {
  const socket = connect({ host: sidecar.ip, port: sidecar.port, localAddress: from, noDelay: true }, () => {
    socket.write(`PROXY TCP4 ${from} ${toward.ip} ${socket.localPort ?? 0} ${toward.port}\r\n`);
    onReady();
  });
  return socket;
}
