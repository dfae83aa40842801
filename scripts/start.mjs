/**
 * Runs the built command: on the sample logs where nothing else is asked, else with the arguments given, from the
 * folder that npm was called in.
 *
 * Usage: npm start [-- analyze LOGS]
 */
if (process.argv.length === 2) process.argv.push("analyze", "sample-logs");
else process.chdir(process.env["INIT_CWD"] ?? process.cwd());
await import("../dist/cli/bin.js");
