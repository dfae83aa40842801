import { isUtf8 } from "node:buffer";
import { gunzipSync } from "node:zlib";

/** A payload of CloudWatch or Kinesis holds at most 10 MB. Source: https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html */
const MOST_BYTES = 16 << 20;
const isBase64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** The text that is in base64, and perhaps in gzip before; null where it is neither, is cut, or is no text. */
export function textInBase64(text: string): string | null {
  if (text.length < 4 || text.length % 4 !== 0 || !isBase64.test(text)) return null;
  const bytes = Buffer.from(text, "base64");
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? unpacked(bytes) : bytes;
  return plain !== null && isUtf8(plain) ? plain.toString() : null;
}

function unpacked(bytes: Buffer): Buffer | null {
  try {
    return gunzipSync(bytes, { maxOutputLength: MOST_BYTES });
  } catch {
    return null;
  }
}
