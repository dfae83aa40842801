import { Pieces } from "./pieces.ts";
import { messageOf, type Message, type MessageShape } from "./protobuf.ts";
import { unzstd } from "./unzstd.ts";

/** Collectors send far smaller ones; what they say of their length is not to be believed beyond this. */
const MOST_BYTES = 16 << 20;
const LENGTH_BYTES = 4;
const OPEN_BRACE = 0x7b;
const RESOURCE_LOGS = 0x0a;

/**
 * Whether messages of OpenTelemetry's file exporter begin so: a length, then the first field of an export, whose own
 * length fits in it, or a frame of zstd.
 */
export function isOtlp(first: Uint8Array): boolean {
  const bytes = Buffer.from(first.buffer, first.byteOffset, first.length);
  if (bytes.length < LENGTH_BYTES + 6) return false;
  const length = bytes.readUInt32BE();
  if (length < 6 || length > MOST_BYTES) return false;
  if (isZstd(bytes.subarray(LENGTH_BYTES))) return true;
  if (bytes[LENGTH_BYTES] !== RESOURCE_LOGS) return false;
  let [inner, at] = [0, LENGTH_BYTES + 1];
  for (let shift = 0; shift < 28; shift += 7) {
    const byte = bytes[at++] ?? 0;
    inner += (byte & 0x7f) << shift;
    if (byte < 0x80) break;
  }
  return inner > 0 && at - LENGTH_BYTES + inner <= length;
}

/**
 * The log records of OpenTelemetry's file exporter in protobuf, or compressed by it: one export of one record in JSON
 * on each line, as its JSON files have.
 *
 * Throws: an Error that says what is wrong, once everything before it was given.
 * Source: https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/v0.104.0/exporter/fileexporter/README.md
 */
export async function* otlpLines(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const input = new Pieces(bytes);
  for (;;) {
    const head = await input.takeUpTo(LENGTH_BYTES);
    if (head.length === 0) return;
    const length = head.length < LENGTH_BYTES ? Infinity : head.readUInt32BE();
    const message = length > MOST_BYTES ? null : await input.take(length);
    if (message === null) throw new Error("unexpected end of a message");
    const plain = isZstd(message) ? await unpacked(message) : message;
    // What was in JSON before it was compressed.
    if (plain[0] === OPEN_BRACE) yield Buffer.concat([plain, Buffer.from("\n")]);
    else for (const line of linesIn(plain)) yield Buffer.from(line);
  }
}

function isZstd(bytes: Uint8Array): boolean {
  return bytes[0] === 0x28 && bytes[1] === 0xb5 && bytes[2] === 0x2f && bytes[3] === 0xfd;
}

async function unpacked(message: Buffer): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of unzstd(one(message))) {
    length += part.length;
    if (length > MOST_BYTES) throw new Error("a message unpacks to more than any export");
    parts.push(part);
  }
  return Buffer.concat(parts);
}

async function* one(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}

/** An export of each record, with what is told of where it came from. */
function* linesIn(message: Buffer): Generator<string> {
  for (const { resource, scopeLogs } of listOf(messageOf(message, logsData)["resourceLogs"])) {
    for (const { logRecords } of listOf(scopeLogs)) {
      for (const record of listOf(logRecords)) {
        const scopes = [{ logRecords: [record] }];
        yield `${JSON.stringify({ resourceLogs: [{ ...(resource !== undefined && { resource }), scopeLogs: scopes }] })}\n`;
      }
    }
  }
}

function listOf(value: unknown): Message[] {
  return Array.isArray(value) ? value : [];
}

/** Source: https://github.com/open-telemetry/opentelemetry-proto/blob/v1.3.1/opentelemetry/proto/logs/v1/logs.proto and common.proto. */
const anyValue: MessageShape = () => ({
  1: { name: "stringValue", holds: "text" },
  2: { name: "boolValue", holds: "boolean" },
  3: { name: "intValue", holds: "integer" },
  4: { name: "doubleValue", holds: "double" },
  5: { name: "arrayValue", holds: () => ({ 1: { name: "values", holds: anyValue, isList: true } }) },
  6: { name: "kvlistValue", holds: () => ({ 1: { name: "values", holds: keyValue, isList: true } }) },
  7: { name: "bytesValue", holds: "base64" },
});
const keyValue: MessageShape = () => ({ 1: { name: "key", holds: "text" }, 2: { name: "value", holds: anyValue } });
const logRecord: MessageShape = () => ({
  1: { name: "timeUnixNano", holds: "fixed64" },
  3: { name: "severityText", holds: "text" },
  5: { name: "body", holds: anyValue },
  6: { name: "attributes", holds: keyValue, isList: true },
  9: { name: "traceId", holds: "hex" },
  10: { name: "spanId", holds: "hex" },
  11: { name: "observedTimeUnixNano", holds: "fixed64" },
});
const resourceLogs: MessageShape = () => ({
  1: { name: "resource", holds: () => ({ 1: { name: "attributes", holds: keyValue, isList: true } }) },
  2: { name: "scopeLogs", holds: () => ({ 2: { name: "logRecords", holds: logRecord, isList: true } }), isList: true },
});
const logsData: MessageShape = () => ({ 1: { name: "resourceLogs", holds: resourceLogs, isList: true } });
