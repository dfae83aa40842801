import type { ExplainedField, ExplainedLine } from "../inspect/explained-line.ts";
import { masked, maskedField } from "./mask.ts";

/** An explained line with secrets and e-mail addresses masked, also in the values of fields whose names are secrets' names. */
export function maskedExplanation(explained: ExplainedLine): ExplainedLine {
  const line = masked(explained.line);
  const told = Object.fromEntries(Object.entries(explained.told).map(([name, text]) => [name, masked(text)]));
  switch (explained.is) {
    case "record":
      return {
        ...explained,
        line: withoutSecrets(explained.line, explained.fields),
        told,
        fields: explained.fields.map((field) => ({
          ...field,
          name: masked(field.name),
          value: field.value === null ? null : maskedField(field.name, field.value),
          says: field.says.map((said) => ({ ...said, what: masked(said.what), about: masked(said.about) })),
        })),
      };
    case "reject":
      return {
        ...explained,
        line,
        told,
        at: explained.at === null ? null : placeIn(line, explained.line, explained.at),
        readings: explained.readings.map((reading) => ({
          ...reading,
          fields: reading.fields.map(({ name, value }) => ({ name, value: maskedField(name, value) })),
        })),
      };
    case "other":
      return { ...explained, line, told };
  }
}

/** The line without the values that are masked as fields. */
function withoutSecrets(line: string, fields: readonly ExplainedField[]): string {
  const hidden = fields.reduce((rest, { name, value }) => {
    const shown = value === null ? value : maskedField(name, value);
    return value === null || shown === null || shown === value ? rest : rest.replaceAll(value, shown);
  }, line);
  return masked(hidden);
}

/** Where the place is in the masked line: behind what is masked before it. */
function placeIn(maskedLine: string, line: string, at: number): number {
  return Math.min(masked(line.slice(0, at)).length, maskedLine.length);
}
