import type { Absent, Advice, Suspicion } from "../checkup.ts";
import type { Examined } from "../examine.ts";
import { formatLogs, isLackedByFormat, wantedFields, type WantedField } from "../fields.ts";
import { columnOperators } from "../../parse/column-operators.ts";
import { envoyFormat, envoyGatewayFormat, envoyRequestId } from "./envoy.ts";
import { istioAttemptHeader, istioFormat, istioHeader, istioSendLog, istioTelemetry } from "./istio.ts";
import { productsOf, type Product } from "./products.ts";

/** Fewer lines prove no setting. */
const LEAST_LINES = 20;
/** The most namespaces that get a resource of their own. */
const MOST_NAMESPACES = 3;

/** What to change so that the next logs have what these lack; nothing for what they have. */
export function advise(examined: Examined, suspicions: readonly Suspicion[], absent: readonly Absent[]): Advice[] {
  const products = productsOf(examined.products);
  const isIstio = products.some(({ name }) => name === "istio");
  return [
    ...products.flatMap((product) => missingFields(product, examined)),
    ...products.flatMap((product) => missingIds(product, examined)),
    ...(isIstio ? missingOrdinals(examined) : []),
    ...unfiltered(suspicions, isIstio),
    ...silentSides(absent, isIstio),
  ];
}

function missingFields(product: Product, { field_counts }: Examined): Advice[] {
  const own = field_counts.filter(({ format }) => product.formats.includes(format));
  // One format serves a whole mesh: where some of its proxies show the ordinal, the others do not get it.
  const hasOrdinals = own.some(({ field, lines }) => field === "attempt_ordinal" && lines > 0);
  const fields = wantedFields
    .map(([field]) => field)
    .filter((field) => isLackedByFormat(own, field) && !(field === "attempt_ordinal" && hasOrdinals));
  if (fields.length === 0) return [];
  switch (product.name) {
    case "istio":
      return [istioFormat(fields, product.isText)];
    case "envoy-gateway":
      return [envoyGatewayFormat(fields)];
    case "envoy":
      return [envoyFormat(fields, product.isText)];
    default:
      return [operatorsOnly(product.name, fields)];
  }
}

/** For products whose configuration is not known here: the operators alone. */
function operatorsOnly(product: string, fields: readonly WantedField[]): Advice {
  return {
    title: `${product}: log the fields that are missing`,
    fields,
    notes: [
      `add to the format that its configuration gives: ${fields.map((field) => columnOperators[field]).join(" ")}`,
    ],
    yaml: null,
  };
}

/** Request ids that the format would show, and that no line has. */
function missingIds(product: Product, { field_counts }: Examined): Advice[] {
  const own = field_counts.filter(({ field, format }) => field === "request_id" && product.formats.includes(format));
  const [lines, of] = [own.reduce((sum, each) => sum + each.lines, 0), own.reduce((sum, each) => sum + each.of, 0)];
  if (lines > 0 || of < LEAST_LINES || !own.every(({ format }) => formatLogs(format, "request_id") === "always"))
    return [];
  const isIstio = product.name === "istio";
  return [
    {
      title: `${isIstio ? "Istio" : "Envoy"}: give requests an id`,
      fields: ["request_id"],
      notes: [
        "the format has the field and no line does: making ids was turned off",
        isIstio
          ? "also look for an EnvoyFilter that sets generate_request_id"
          : "goes into typed_config of each HttpConnectionManager",
      ],
      yaml: isIstio ? istioHeader("requestId") : envoyRequestId,
    },
  ];
}

/** Lines of the asked side that do not know which send they are, though the format has the field. */
function missingOrdinals({ field_counts, ordinals_at_server: { lines, of } }: Examined): Advice[] {
  const isLogged = field_counts.some(({ field, lines: found }) => field === "attempt_ordinal" && found > 0);
  if (!isLogged || lines > 0 || of < LEAST_LINES) return [];
  return [
    {
      title: "Istio: tell the next proxy which send it gets",
      fields: ["attempt_ordinal"],
      notes: [
        "the format has the field, and no line of the asked side does: the proxies that ask do not send x-envoy-attempt-count",
        "first look at proxyHeaders.attemptCount in the mesh's defaultConfig, which turns it off",
      ],
      yaml: istioAttemptHeader,
    },
  ];
}

function unfiltered(suspicions: readonly Suspicion[], isIstio: boolean): Advice[] {
  const filtered = suspicions.filter(({ kind }) => kind === "filter");
  if (filtered.length === 0) return [];
  return [
    {
      title: "Log good requests too",
      fields: [],
      notes: isIstio
        ? [
            "for the Telemetry resource that has a filter: the same without one; kubectl get telemetry -A -o yaml shows them all",
            "telemetry.istio.io/v1 needs Istio 1.22; v1alpha1 before",
          ]
        : ["take the filter out: `filter` of an access_log of Envoy, `matches` of Envoy Gateway's accessLog.settings"],
      yaml: isIstio ? istioTelemetry("istio-system") : null,
    },
  ];
}

/** Kubernetes's pattern of a namespace: nothing else of a log gets into YAML. */
const serviceHost = /^[a-z0-9-]+\.([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)\.svc\./;

/** For services without a line of theirs: logs that may be there, logs to turn on, and what to do where no proxy is. */
function silentSides(absent: readonly Absent[], isIstio: boolean): Advice[] {
  const services = absent.flatMap(({ side, service }) => (side === "server" && service !== null ? [service] : []));
  const namespaces = [...new Set(services.flatMap((service) => serviceHost.exec(service)?.[1] ?? []))];
  if (!isIstio || services.length === 0) return [];
  return [
    ...namespaces.slice(0, MOST_NAMESPACES).map((namespace) => ({
      title: `Collect the side that was asked in ${namespace}, or let it log`,
      fields: [],
      notes: [
        `if its sidecars log: kubectl logs -n ${namespace} -l app=NAME -c istio-proxy --prefix --tail=-1 --since=2h`,
        "if they do not, this lets them; telemetry.istio.io/v1 needs Istio 1.22, v1alpha1 before",
      ],
      yaml: istioTelemetry(namespace),
    })),
    {
      title: "Where nothing in front of the application can log: a line for each send",
      fields: [],
      notes: [
        "for services without a sidecar: the proxies that ask then write each send, which proves less than a line of the asked side",
        "UPSTREAM_CLUSTER_RAW needs Istio 1.23; on an older one write UPSTREAM_CLUSTER, and be on 1.19 or newer",
      ],
      yaml: istioSendLog,
    },
  ];
}
