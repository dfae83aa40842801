/** Endings of files that stand beside logs and are none: documents, settings, pictures, programs, databases. */
const notLogs = new RegExp(
  `\\.(?:${[
    "md|rst|ya?ml|toml|ini|conf|cfg|properties|env|xml|html?|css|pdf|docx?|xlsx?|png|jpe?g|gif|svg|ico",
    "db|duckdb|sqlite3?|parquet|wal|pb|proto|bin|so|dll|exe|wasm|jar|class|pyc?|go|js|ts|sh|sql|lock|sum",
    "pem|crt|key|csr|prof|pprof|heap|core|pcap|tar|tgz|zip|7z|rar",
  ].join("|")})(?:\\.gz|\\.zst)?$`,
  "i",
);
/** Envoy's whole state, which support tools put beside its log: one JSON value of many megabytes. */
const configDump = /(?:^|[/\\])config_?dump[^/\\]*\.json$/i;

/** Whether a file in a folder or an archive may be a log by its name. */
export function isLogName(path: string): boolean {
  return !notLogs.test(path) && !configDump.test(path) && !/(?:^|[/\\])\.(?![./\\])/.test(path);
}
