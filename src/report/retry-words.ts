import type { Said } from "../inspect/explained-line.ts";

const runs: { readonly [M in NonNullable<Said["may_have_run"]>]: string } = {
  no: "the upstream cannot have run the last send",
  maybe: "the upstream may have run the last send",
  likely: "the upstream has probably run the last send",
  yes: "the upstream has run the last send",
};

/** What a flag or the details say, as one line: what it is, whether the last send may have run, and what it means for retries. */
export function saidText({ what, about, may_have_run, retry }: Said): string {
  const run = may_have_run === null ? "whether the upstream has run the last send is not known" : runs[may_have_run];
  return `${what}: ${[about, run, ...(retry === null ? [] : [retry])].join("; ")}`;
}
