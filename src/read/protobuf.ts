/** A field of a message: its name in JSON, and what it holds. */
export type FieldShape = {
  readonly name: string;
  readonly holds: "text" | "hex" | "base64" | "integer" | "boolean" | "fixed64" | "double" | MessageShape;
  readonly isList?: boolean;
};
/** A message by the numbers of its fields; a function where it holds itself. */
export type MessageShape = () => Readonly<Record<number, FieldShape>>;

/** A message in the mapping of protobuf to JSON. */
export type Message = { [name: string]: unknown };

const [VARINT, FIXED64, LENGTH, FIXED32] = [0, 1, 2, 5];
/** Deeper than any record is; what reads it recurses. */
const MOST_DEPTH = 64;

/**
 * The fields of a message that its shape names, as JSON has them: whole numbers of 64 bits as text. Others are left out.
 *
 * Throws: an Error where the bytes are no message.
 * Source: https://protobuf.dev/programming-guides/encoding/; https://protobuf.dev/programming-guides/json/
 */
export function messageOf(bytes: Buffer, shape: MessageShape, depth = 0): Message {
  if (depth > MOST_DEPTH) throw new Error("nested too deep");
  const fields = shape();
  const message: Message = {};
  const input = new Wire(bytes);
  while (!input.isAtEnd) {
    const tag = Number(input.varint());
    const field = fields[tag >>> 3];
    const value = valueOf(input, tag & 7, field?.holds, depth);
    if (field === undefined || value === undefined) continue;
    if (field.isList !== true) message[field.name] = value;
    else {
      const list = message[field.name];
      if (Array.isArray(list)) list.push(value);
      else message[field.name] = [value];
    }
  }
  return message;
}

/** The next value; undefined where its type is not that of the field. */
function valueOf(input: Wire, type: number, holds: FieldShape["holds"] | undefined, depth: number): unknown {
  switch (type) {
    case VARINT: {
      const value = input.varint();
      if (holds === "boolean") return value !== 0n;
      return holds === "integer" ? String(BigInt.asIntN(64, value)) : undefined;
    }
    case FIXED64: {
      const value = input.take(8);
      if (holds === "double") return value.readDoubleLE();
      return holds === "fixed64" ? String(value.readBigUInt64LE()) : undefined;
    }
    case LENGTH: {
      const value = input.take(Number(input.varint()));
      if (typeof holds === "function") return messageOf(value, holds, depth + 1);
      if (holds === "text") return value.toString();
      return holds === "hex" || holds === "base64" ? value.toString(holds) : undefined;
    }
    case FIXED32:
      input.take(4);
      return undefined;
    default:
      throw new Error("no protobuf");
  }
}

/** Bytes that are read from first to last. */
class Wire {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) break;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new Error("no protobuf");
  }

  take(count: number): Buffer {
    const end = this.#at + count;
    if (end > this.#bytes.length) throw new Error("no protobuf");
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }
}
