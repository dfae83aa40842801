import { formats } from "./formats/index.ts";

/** All known formats: name, what they are, and the address that proves them. */
export function listFormats(): readonly { readonly name: string; readonly about: string; readonly source: string }[] {
  return formats.map(({ name, about, source }) => ({ name, about, source }));
}
