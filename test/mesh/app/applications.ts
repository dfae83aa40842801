import type { Mesh, Pod } from "../topology/mesh.ts";
import { createHandler, type AppContext } from "./handler.ts";
import { startHttp1Server } from "./http1-server.ts";
import { startHttp2Server } from "./http2-server.ts";

/** The applications of all pods, each at its pod's address; gives what closes them. */
export async function startApplications(mesh: Mesh, context: AppContext): Promise<() => void> {
  const closers = await Promise.all(
    mesh.pods.filter((pod) => pod.listens !== false).map((pod) => startOne(pod, context)),
  );
  return () => closers.forEach((close) => close());
}

async function startOne(pod: Pod, context: AppContext): Promise<() => void> {
  const handle = createHandler(context, pod);
  const { appProtocol } = pod.service;
  if (appProtocol !== "http1") return (await startHttp2Server(pod.app, appProtocol === "grpc", handle)).close;
  const server = await startHttp1Server(pod.app, handle);
  return () => {
    server.closeAllConnections();
    server.close();
  };
}
