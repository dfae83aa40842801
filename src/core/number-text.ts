/** A whole number with its thousands grouped, such as `12,408`; a fraction is rounded. */
export function groupedNumber(value: number | bigint): string {
  const digits = String(typeof value === "number" && Number.isFinite(value) ? Math.round(value) : value);
  return /^-?\d+$/.test(digits) ? digits.replace(/\B(?=(\d{3})+$)/g, ",") : digits;
}

/** A count with its noun, such as `1 line` or `12,408 lines`; the plural is given where it is not the noun with an s. */
export function counted(value: number | bigint, noun: string, plural = `${noun}s`): string {
  return `${groupedNumber(value)} ${Number(value) === 1 ? noun : plural}`;
}

/** What share of the whole a part is, with one decimal, such as `1.9 %`; never `0.0 %` for some or `100.0 %` for nearly all. */
export function shareText(part: number, whole: number): string {
  if (whole === 0) return "none";
  const percent = (part / whole) * 100;
  if (part > 0 && percent < 0.05) return "< 0.1 %";
  if (part < whole && percent >= 99.95) return "> 99.9 %";
  return `${percent.toFixed(1)} %`;
}

const sizes = ["B", "kB", "MB", "GB", "TB"] as const;

/** A size in decimal units with at most three digits, such as `364 MB` or `1.2 GB`. */
export function sizeText(bytes: number): string {
  let size = Math.round(bytes);
  let unit = 0;
  while (size >= 999.5 && unit < sizes.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${unit > 0 && size < 9.95 ? size.toFixed(1) : size.toFixed(0)} ${sizes[unit]}`;
}
