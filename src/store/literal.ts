/** A value as an SQL literal: quotes doubled in text, so that nothing from a log or a user is ever SQL. */
export function literal(value: string | number | bigint | boolean | null): string {
  if (value === null) return "NULL";
  return typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : String(value);
}
