import type { ColumnName } from "../core/columns.ts";
import { grpcStatusNumber } from "./grpc-status.ts";
import { headerOperator } from "./header-operators.ts";
import { classes, operatorTable, type Arguments, type OperatorRow } from "./operator-table.ts";
import type { Operator } from "./operator.ts";
import { shortFlags } from "./response-flags.ts";
import { timeNames, timeOperator } from "./time-operators.ts";
import { tlsNames, tlsRow } from "./tls-operators.ts";

type Place = readonly [column: ColumnName, rank: number, convert?: (text: string) => string | null];

/** The operators that have a column, by name with arguments; beside the column's own those that can stand in for it. */
const places: Readonly<Record<string, Place>> = {
  PATH: ["path", 1],
  PROTOCOL: ["protocol", 0],
  RESPONSE_CODE: ["response_code", 0],
  RESPONSE_FLAGS: ["response_flags", 0],
  RESPONSE_FLAGS_LONG: ["response_flags", 1, shortFlags],
  RESPONSE_CODE_DETAILS: ["response_code_details", 0],
  CONNECTION_TERMINATION_DETAILS: ["connection_termination_details", 0],
  UPSTREAM_TRANSPORT_FAILURE_REASON: ["upstream_transport_failure_reason", 0],
  BYTES_RECEIVED: ["bytes_received", 0],
  BYTES_SENT: ["bytes_sent", 0],
  DURATION: ["duration_ms", 0],
  "COMMON_DURATION(DS_RX_BEG:DS_TX_END)": ["duration_ms", 1],
  "COMMON_DURATION(DS_RX_BEG:DS_TX_END:ms)": ["duration_ms", 1],
  STREAM_ID: ["request_id", 1],
  UPSTREAM_HOST: ["upstream_host", 0],
  UPSTREAM_REMOTE_ADDRESS: ["upstream_host", 1],
  UPSTREAM_HOST_NAME: ["upstream_host", 2],
  UPSTREAM_REMOTE_ADDRESS_WITHOUT_PORT: ["upstream_host", 3],
  UPSTREAM_HOST_NAME_WITHOUT_PORT: ["upstream_host", 4],
  UPSTREAM_CLUSTER_RAW: ["upstream_cluster", 0],
  UPSTREAM_CLUSTER: ["upstream_cluster", 1],
  UPSTREAM_LOCAL_ADDRESS: ["upstream_local_address", 0],
  UPSTREAM_LOCAL_ADDRESS_WITHOUT_PORT: ["upstream_local_address", 1],
  DOWNSTREAM_LOCAL_ADDRESS: ["downstream_local_address", 0],
  DOWNSTREAM_DIRECT_LOCAL_ADDRESS: ["downstream_local_address", 1],
  DOWNSTREAM_LOCAL_ADDRESS_WITHOUT_PORT: ["downstream_local_address", 2],
  DOWNSTREAM_REMOTE_ADDRESS: ["downstream_remote_address", 0],
  DOWNSTREAM_DIRECT_REMOTE_ADDRESS: ["downstream_remote_address", 1],
  DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT: ["downstream_remote_address", 2],
  DOWNSTREAM_DIRECT_REMOTE_ADDRESS_WITHOUT_PORT: ["downstream_remote_address", 3],
  REQUESTED_SERVER_NAME: ["requested_server_name", 0],
  ROUTE_NAME: ["route_name", 0],
  UPSTREAM_REQUEST_ATTEMPT_COUNT: ["attempt_count", 0],
  ACCESS_LOG_TYPE: ["access_log_type", 0],
  GRPC_STATUS_NUMBER: ["grpc_status", 0],
  GRPC_STATUS: ["grpc_status", 1, grpcStatusNumber],
};

const rows: ReadonlyMap<string, OperatorRow> = new Map(operatorTable.map((row) => [row[0], row]));
/** Mixer's own status, which no client chooses: Istio 1.1 to 1.7 put it before the numbers. */
const mixerStatus = "ISTIO.MIXER:STATUS";

/**
 * Operators of Envoy 1.37 under the names they had before; the meaning is the same (envoyproxy/envoy#41670).
 */
const oldNames: Readonly<Record<string, string>> = {
  REQUEST_HEADER: "REQ",
  RESPONSE_HEADER: "RESP",
  RESPONSE_TRAILER: "TRAILER",
};
const headers = ["REQ", "RESP", "TRAILER", "REQ_WITHOUT_QUERY"] as const;

/** Every operator's name, both spellings of the headers, for the nearest to a mistyped one. */
export const operatorNames: readonly string[] = [
  ...headers,
  ...Object.keys(oldNames),
  ...timeNames,
  ...tlsNames,
  ...operatorTable.map(([name]) => name),
];

/** Whether the operator prints a header or trailer that its argument names. */
export function isHeader(name: string): boolean {
  return headers.some((header) => header === (oldNames[name] ?? name));
}

/** Whether the operator takes arguments; null for an operator that is not known. */
export function takesArguments(name: string): Arguments | null {
  if (isHeader(name)) return "must";
  if (timeNames.includes(name)) return "may";
  return (rows.get(name) ?? tlsRow(name))?.[2] ?? null;
}

/**
 * What an operator's value is. One that is not known goes to `other` as free text.
 *
 * Shape: header names ignore case.
 */
export function operatorOf(name: string, argument: string | undefined): Operator {
  const short = oldNames[name] ?? name;
  const header = headers.find((each) => each === short);
  if (header !== undefined) return headerOperator(header, argument ?? "");
  if (timeNames.includes(name)) return timeOperator(name, argument);
  const row = rows.get(name) ?? tlsRow(name);
  const isMixers = name === "DYNAMIC_METADATA" && argument?.toUpperCase() === mixerStatus;
  const isFreeText = name === "RESPONSE_CODE_DETAILS" && argument !== undefined;
  const place = places[argument === undefined || row?.[2] === "may" ? name : `${name}(${argument})`];
  return {
    ...classes[isMixers || isFreeText ? "text" : (row?.[1] ?? "free")],
    column: place?.[0] ?? null,
    rank: place?.[1] ?? 0,
    convert: place?.[2] ?? null,
    about: row?.[3] ?? "an operator that this version does not know",
  };
}
