import { writeSync } from "node:fs";

/** Where a measured process says what it used. */
const USAGE_DESCRIPTOR = 3;

// Loaded before the program of a measured process: at its end it says what the system counted for it.
process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const usage = { cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMegabytes: maxRSS / 1024 };
  writeSync(USAGE_DESCRIPTOR, JSON.stringify(usage));
});
