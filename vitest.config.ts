import { defineConfig } from "vitest/config";

// Set before the workers begin, so that they and all processes they start have the same: no test depends on where it runs.
process.env["TZ"] = "UTC";
process.env["NO_COLOR"] = "1";
delete process.env["FORCE_COLOR"];

export default defineConfig({ test: { include: ["test/**/*.test.ts"], testTimeout: 20_000 } });
