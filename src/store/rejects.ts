import { open, rm, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { LINE_DIGITS, LINES_OF_A_SOURCE } from "../core/line-id.ts";
import type { Reject } from "../core/reject.ts";
import type { Database } from "./database.ts";

/** After so many rejects of one source only the beginning of each is kept, so that the spool stays small beside the log. */
const WHOLE_REJECTS = 10_000;
const SHORT_TEXT = 120;

/** Rejects on their way into the table `reject`: a file that is loaded at the end, since a connection runs one INSERT at a time. */
export class RejectSpool {
  readonly #path: string;
  #file: FileHandle | null = null;
  #count = 0;

  constructor(temporary: string) {
    this.#path = join(temporary, "rejects");
  }

  async add(sourceId: number, rejects: readonly Reject[]): Promise<void> {
    if (rejects.length === 0) return;
    this.#file ??= await open(this.#path, "w");
    const limit = this.#count > WHOLE_REJECTS ? SHORT_TEXT : Infinity;
    this.#count += rejects.length;
    const rows = rejects.map(
      ({ line, reason, text }) =>
        `${sourceId}${String(line).padStart(LINE_DIGITS, "0")}\x1f${reason}\x1f${text.slice(0, limit).replaceAll("\n", " ")}\n`,
    );
    await this.#file.write(rows.join(""));
  }

  /** Loads them, in the transaction that is open. Throws: STORE_FAILED. */
  async load(database: Database): Promise<void> {
    if (this.#file === null) return;
    await this.#file.close();
    await database.run(
      `INSERT INTO reject SELECT line_id // ${LINES_OF_A_SOURCE}, line_id % ${LINES_OF_A_SOURCE}, reason, text
       FROM read_csv('${this.#path}', columns={'line_id': 'BIGINT', 'reason': 'VARCHAR', 'text': 'VARCHAR'},
         delim='\x1f', quote='', escape='', header=false, auto_detect=false, new_line='\\n')`,
    );
    await rm(this.#path, { force: true });
  }

  async abandon(): Promise<void> {
    await this.#file?.close().catch(() => {});
  }
}
