/** UTF-16 as UTF-8, without its byte-order mark; half a letter at the end becomes U+FFFD. */
export async function* utf8From(
  encoding: "utf-16le" | "utf-16be",
  chunks: AsyncIterable<Uint8Array>,
): AsyncIterable<Uint8Array> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}
