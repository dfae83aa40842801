import type { Row } from "../../core/cell.ts";
import { formats } from "../../parse/formats/index.ts";

/** What wrote lines, and so whose configuration says what they hold. */
export type ProductName = "istio" | "envoy-gateway" | "envoy" | "contour" | "emissary" | "gloo" | "kuma";

/** A product that logged: the formats of its lines, and whether most of them are text. */
export type Product = { readonly name: ProductName; readonly formats: readonly string[]; readonly isText: boolean };

/** The products that logged, the one with most lines first, from rows of `queries/checkup/product.sql`. */
export function productsOf(rows: readonly Row[]): Product[] {
  const named = rows.map((row) => ({ name: nameOf(row), format: String(row["format"]), lines: Number(row["lines"]) }));
  return [...new Set(named.map(({ name }) => name))].map((name) => {
    const own = named.filter((each) => each.name === name);
    const textLines = own.reduce((sum, { format, lines }) => sum + (isTextFormat(format) ? lines : -lines), 0);
    return { name, formats: own.map(({ format }) => format), isText: textLines > 0 };
  });
}

function nameOf(row: Row): ProductName {
  const format = String(row["format"]);
  if (Number(row["istio"]) > 0 || /^(?:istio|ztunnel|stackdriver)/.test(format)) return "istio";
  if (Number(row["envoy_gateway"]) > 0 || format.startsWith("envoy-gateway")) return "envoy-gateway";
  for (const name of ["contour", "emissary", "gloo", "kuma"] as const) if (format.startsWith(name)) return name;
  return "envoy";
}

function isTextFormat(name: string): boolean {
  const shape = formats.find((format) => format.name === name)?.shape;
  return shape !== undefined && "text" in shape && !("json" in shape);
}
