import { readCarefully, type Misfit } from "./careful-text.ts";
import type { Template } from "./format-string.ts";
import type { LineText } from "./line-text.ts";
import { isFree, type TextFormat } from "./read-text.ts";

/** A format, and where a line stops fitting it. */
export type Fit = TextFormat & { readonly misfit: Misfit };

/**
 * The formats that a line fits farthest, as a person would read it: a field that a client filled is taken to hold quotes only
 * where the line makes no sense without. Of formats that it fits equally far, those with as many quotes as it has, or nearly.
 */
export function nearestFits(line: LineText, texts: readonly TextFormat[]): readonly Fit[] {
  const fits = texts.flatMap((format) => {
    const reading = readCarefully(line, withoutQuotes(format.template));
    return reading.is === "none" && reading.place > 0 ? [{ ...format, misfit: reading }] : [];
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
  const reading = readCarefully(line, fit.template);
  return reading.is === "none" ? { ...fit, misfit: reading } : fit;
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
