import { ingestSources } from "../../src/ingest/ingest.ts";
import { formats } from "../../src/parse/formats/index.ts";
import { sourcesOf } from "../../src/read/open.ts";
import { withDatabase } from "../../src/session.ts";

// What `retryscope ingest` does up to the table `line`, without correlation.
const [log = "", path] = process.argv.slice(2);
const sources = await sourcesOf([log], undefined);
await withDatabase(path, {}, (session) => ingestSources(session, sources, formats, {}));
