/**
 * Runs the built command: on a sample where nothing else is asked, else with the arguments given, from the folder that
 * npm was called in.
 *
 * Usage: npm start [-- analyze LOGS]
 */
if (process.argv.length === 2) {
  process.argv.push("analyze", "sample-logs/account-incident");
  console.error(`retryscope ${process.argv.slice(2).join(" ")}\n`);
} else {
  process.chdir(process.env["INIT_CWD"] ?? process.cwd());
}
await import("../dist/cli/bin.js");
