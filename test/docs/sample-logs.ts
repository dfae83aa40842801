import { existsSync } from "node:fs";

/** The folder of sample logs that documents speak of. */
export const sampleLogs = existsSync("sample-logs/account-incident") ? "sample-logs" : "test/docs/sample-logs";
