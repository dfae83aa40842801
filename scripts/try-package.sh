#!/usr/bin/env bash
# Installs a packed package in an empty folder, as a user would, and uses it there: as a command, as a library, with types.
#
# Usage: bash scripts/try-package.sh PACKAGE.tgz FOLDER
set -euo pipefail
package=$1
folder=$2
tsc=$(cd "$(dirname "$0")/.." && pwd)/node_modules/typescript/bin/tsc

mkdir -p "$folder"
cd "$folder"
printf '{ "private": true, "type": "module" }\n' >package.json
npm install --silent "$package"
logs=node_modules/retryscope/sample-logs/account-incident

echo "the command finds the duplicated POSTs of the sample"
./node_modules/.bin/retryscope --version
./node_modules/.bin/retryscope analyze "$logs" >report.txt
head -n 5 report.txt
grep -q duplicated-posts report.txt

echo "the command ends with 1 where findings are to fail a build"
status=0
./node_modules/.bin/retryscope analyze "$logs" --fail-on critical >/dev/null || status=$?
[[ $status -eq 1 ]]

echo "the library finds the same"
cat >use.ts <<'TS'
import { analyze, type Report } from "retryscope";
const report: Report = await analyze({ inputs: [process.argv[2] ?? ""] });
if (!report.findings.some(({ detector }) => detector === "duplicated-posts")) throw new Error("no finding");
TS
npm install --silent --no-save @types/node@20
node "$tsc" --strict --target es2023 --module nodenext --types node use.ts
node use.js "$logs"
