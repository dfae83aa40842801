import { createRequire } from "node:module";
import type { infer as Infer, ZodType } from "zod";
import { parse } from "yaml";
import { columns } from "../core/columns.ts";
import { firstLineOf, UsageError } from "../core/errors.ts";
import { severities } from "../core/severity.ts";
import type { QueryFile } from "./query-file.ts";

// Required, not imported: its single files for import take twice the time to load (108 ms of cpu to 48).
const { z }: typeof import("zod") = createRequire(import.meta.url)("zod");

const types = z.enum(["INTEGER", "BIGINT", "DOUBLE", "VARCHAR", "BOOLEAN", "TIMESTAMP", "BIGINT[]", "VARCHAR[]"]);
const name = z.string().regex(/^[a-z][a-z0-9_]*$/);

const parameter = z.strictObject({
  type: z.enum(["INTEGER", "DOUBLE", "VARCHAR"]),
  unit: z.string().optional(),
  default: z.union([z.number(), z.string()]),
  min: z.number().optional(),
  max: z.number().optional(),
  about: z.string(),
});

const column = z.strictObject({ type: types, unit: z.string().optional(), about: z.string() });

const modelHead = z.strictObject({
  id: name,
  dialect: z.literal("duckdb").optional(),
  means: z.string(),
  source: z.string().optional(),
  reads: z.array(name),
});

const detectorHead = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: z.string(),
  means: z.string(),
  "not-when": z.string(),
  do: z.string(),
  source: z.string(),
  reads: z.array(name),
  needs: z.array(z.enum(columns)),
  params: z.record(name, parameter).default({}),
  columns: z.record(name, column),
  severity: z.array(z.strictObject({ level: z.enum(severities), when: z.string().optional() })).min(1),
});

/** What a model file says of itself. */
export type ModelHead = Infer<typeof modelHead>;
/** What a detector file says of itself (house rules: queries/README.md). */
export type DetectorHead = Infer<typeof detectorHead>;
/** One parameter of a detector. */
export type Parameter = Infer<typeof parameter>;

/** The head of a model file, checked. Throws: USAGE_BAD_QUERY_FILE. */
export function modelHeadOf(file: QueryFile): ModelHead {
  return checked(modelHead, file);
}

/** The head of a detector file, checked. Throws: USAGE_BAD_QUERY_FILE. */
export function detectorHeadOf(file: QueryFile): DetectorHead {
  return checked(detectorHead, file);
}

function checked<T>(schema: ZodType<T>, file: QueryFile): T {
  const result = schema.safeParse(headIn(file));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const place = issue === undefined || issue.path.length === 0 ? "the head" : `"${issue.path.join(".")}"`;
  throw new UsageError(
    "USAGE_BAD_QUERY_FILE",
    `${place} of "${file.path}" is not as it must be: ${issue?.message ?? "unknown"}`,
    {
      hint: "queries/README.md says what a head holds",
    },
  );
}

function headIn({ path, yaml }: QueryFile): unknown {
  try {
    // YAML warns through the process, whose streams are not ours.
    return parse(yaml, { logLevel: "error" });
  } catch (cause) {
    throw new UsageError("USAGE_BAD_QUERY_FILE", `the head of "${path}" is no YAML: ${firstLineOf(cause)}`, { cause });
  }
}
