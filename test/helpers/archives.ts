import { crc32, deflateRawSync } from "node:zlib";
import { packTar } from "modern-tar";

/** A tar archive of these files, by path. */
export async function tarOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<Buffer> {
  const entries = Object.entries(files).map(([name, body]) => {
    const isFolder = name.endsWith("/");
    const type = isFolder ? ("directory" as const) : ("file" as const);
    return { header: { name, type, size: isFolder ? 0 : Buffer.byteLength(body) }, body };
  });
  return Buffer.from(await packTar(entries));
}

/** How a zip archive is written: whether the sizes stand behind the data, with or without a signature; and how it is packed. */
export type ZipOptions = {
  readonly descriptor?: "signed" | "bare" | "long";
  readonly isStored?: boolean;
  readonly isEncrypted?: boolean;
  readonly isZip64?: boolean;
};

/** A zip archive of these files, by path. */
export function zipOf(files: Readonly<Record<string, string | Uint8Array>>, options: ZipOptions = {}): Buffer {
  const { descriptor, isStored = false, isEncrypted = false, isZip64 = false } = options;
  const parts: Buffer[] = [];
  for (const [path, content] of Object.entries(files)) {
    const plain = Buffer.from(content);
    const packed = isStored ? plain : deflateRawSync(plain);
    const name = Buffer.from(path);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50);
    head.writeUInt16LE((isEncrypted ? 1 : 0) | (descriptor === undefined ? 0 : 8) | 0x0800, 6);
    head.writeUInt16LE(isStored ? 0 : 8, 8);
    if (descriptor === undefined) {
      head.writeUInt32LE(crc32(plain), 14);
      head.writeUInt32LE(isZip64 ? 0xffffffff : packed.length, 18);
      head.writeUInt32LE(isZip64 ? 0xffffffff : plain.length, 22);
    }
    const extra = isZip64 ? zip64(plain.length, packed.length) : Buffer.alloc(0);
    head.writeUInt16LE(name.length, 26);
    head.writeUInt16LE(extra.length, 28);
    parts.push(head, name, extra, packed, behind(descriptor, crc32(plain), packed.length, plain.length));
  }
  const list = Buffer.alloc(46);
  list.writeUInt32LE(0x02014b50);
  return Buffer.concat([...parts, list]);
}

function zip64(plain: number, packed: number): Buffer {
  const extra = Buffer.alloc(20);
  extra.writeUInt16LE(1);
  extra.writeUInt16LE(16, 2);
  extra.writeBigUInt64LE(BigInt(plain), 4);
  extra.writeBigUInt64LE(BigInt(packed), 12);
  return extra;
}

function behind(kind: ZipOptions["descriptor"], checksum: number, packed: number, plain: number): Buffer {
  if (kind === undefined) return Buffer.alloc(0);
  const isLong = kind === "long";
  const parts = Buffer.alloc(isLong ? 20 : 12);
  parts.writeUInt32LE(checksum);
  if (isLong) {
    parts.writeBigUInt64LE(BigInt(packed), 4);
    parts.writeBigUInt64LE(BigInt(plain), 12);
  } else {
    parts.writeUInt32LE(packed, 4);
    parts.writeUInt32LE(plain, 8);
  }
  return kind === "bare" ? parts : Buffer.concat([Buffer.from([0x50, 0x4b, 0x07, 0x08]), parts]);
}
