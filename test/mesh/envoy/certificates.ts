import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A self-signed certificate and its key, written to `dir` as cert.pem and key.pem; the proxies check nobody's. */
export async function makeCertificate(dir: string): Promise<void> {
  const files = ["-keyout", join(dir, "key.pem"), "-out", join(dir, "cert.pem")];
  await run("openssl", [
    "req",
    "-x509",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:prime256v1",
    "-nodes",
    "-days",
    "2",
    "-subj",
    "/CN=laboratory",
    ...files,
  ]);
}
