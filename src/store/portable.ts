/**
 * The statements that let DuckDB speak the subset of Trino's SQL that `queries/` is written in: Trino's names as macros
 * in a schema of their own, which only connections that run those queries look into, since they shadow built-ins.
 *
 * Source: tried on DuckDB 1.5.6 and Trino 483, value by value; https://trino.io/docs/current/functions.html
 */
export const portableNames: readonly string[] = [
  "CREATE SCHEMA IF NOT EXISTS trino_names",
  ...[
    `date_add(unit, n, ts) AS ts + CASE unit WHEN 'millisecond' THEN to_milliseconds(n) WHEN 'second' THEN to_seconds(n) WHEN 'minute' THEN to_minutes(n) WHEN 'hour' THEN to_hours(n) ELSE error('date_add: unit') END`,
    `date_diff(unit, a, b) AS date_sub(unit, date_trunc('millisecond', a), date_trunc('millisecond', b))`,
    `to_unixtime(ts) AS epoch(ts)`,
    `cardinality(a) AS len(a)`,
    `element_at(a, i) AS list_extract(a, i)`,
    `arrays_overlap(a, b) AS list_has_any(a, b)`,
    `array_join(a, s) AS array_to_string(a, s)`,
    `sequence(a, b) AS generate_series(a, b)`,
    `regexp_like(s, p) AS regexp_matches(s, p)`,
    `regexp_replace(s, p, r) AS system.main.regexp_replace(s, p, r, 'g')`,
    `regexp_extract(s, p, g) AS CASE WHEN system.main.regexp_matches(s, p) THEN system.main.regexp_extract(s, p, g) END`,
    `greatest(a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL ELSE system.main.greatest(a, b) END`,
    `least(a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL ELSE system.main.least(a, b) END`,
    `max_by(v, k) AS system.main.arg_max_null(v, k)`,
    `min_by(v, k) AS system.main.arg_min_null(v, k)`,
  ].map((macro) => `CREATE OR REPLACE MACRO trino_names.${macro}`),
];

/** From here on a connection sees the portable names. */
export const usePortableNames = "SET search_path = 'main,trino_names'";
/** From here on it does not. */
export const usePlainNames = "SET search_path = 'main'";
