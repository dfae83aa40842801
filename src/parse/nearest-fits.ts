import { readCarefully } from "./careful-text.ts";
import { FarthestFits, type Misfit } from "./farthest-fits.ts";
import type { Template } from "./format-string.ts";
import type { LineText } from "./line-text.ts";
import { isFree, type TextFormat } from "./text-format.ts";

/** A format, and where a line stops fitting it. */
export type Fit = TextFormat & { readonly misfit: Misfit };

/**
 * The formats that a line fits farthest, as a person would read it: a field that a client filled is taken to hold quotes only
 * where the line makes no sense without. Of formats that it fits equally far, those with as many quotes as it has, or nearly.
 */
export function nearestFits(line: LineText, texts: readonly TextFormat[]): readonly Fit[] {
  const fits = texts.flatMap((format) => {
    const misfit = misfitOf(line, { ...format, template: withoutQuotes(format.template) });
    return misfit === null ? [] : [{ ...format, misfit }];
  });
  const most = Math.max(0, ...fits.map(({ misfit: { field } }) => field));
  const farthest = fits.filter(({ misfit: { field } }) => field === most).map((fit) => behindQuotes(line, fit));
  // What is cut off has lost quotes too.
  if (farthest.some(({ misfit }) => misfit.isCut)) return farthest.filter(({ misfit }) => misfit.isCut);
  const least = Math.min(...farthest.map(({ template }) => missingQuotes(line, template)));
  return farthest.filter(({ template }) => missingQuotes(line, template) === least);
}

/** The same, or where a client's field stopped it the place that is reached when that may hold quotes. */
function behindQuotes(line: LineText, fit: Fit): Fit {
  const stoppedAt = fit.template.fields[fit.misfit.field];
  if (stoppedAt === undefined || !isFree(stoppedAt)) return fit;
  return { ...fit, misfit: misfitOf(line, fit) ?? fit.misfit };
}

/** Where the line stops fitting one format; null where it fits it, or in more than one way. */
function misfitOf(line: LineText, format: TextFormat): Misfit | null {
  if (readCarefully(line, format.template).is !== "none") return null;
  return new FarthestFits([format]).of(line)[0]?.misfit ?? null;
}

/** The template with fields that hold no quotes, whoever filled them. */
function withoutQuotes({ literals, fields }: Template): Template {
  return {
    literals,
    fields: fields.map((field) =>
      isFree(field) ? { ...field, shape: { ...field.shape, holds: "no quote" as const } } : field,
    ),
  };
}

function missingQuotes(line: LineText, { literals }: Template): number {
  return Math.abs(line.quotes - literals.join("").split('"').length + 1);
}
