/** How far the work is. */
export type Progress = {
  /** The name of the source that is being read. */
  readonly source: string;
  /** Bytes read from the disk, of all sources together; `bytesTotal` is null where one is a pipe. */
  readonly bytesDone: number;
  readonly bytesTotal: number | null;
  readonly lines: number;
  readonly stage: "read" | "correlate" | "detect";
};

/** What any call that opens a database may say. */
export type MachineOptions = {
  /** DuckDB's memory limit, such as "600MB"; by default taken from the machine. */
  readonly memoryLimit?: string;
  /** Threads of DuckDB; by default as many as the machine has, eight at most. */
  readonly threads?: number;
  /** Aborting ends the work as soon as it can, removes what is temporary, and rejects. */
  readonly signal?: AbortSignal;
};

/** Which logs to read, and how. */
export type IngestOptions = MachineOptions & {
  /** Files, folders, patterns, and "-" for `stdin`. */
  readonly inputs: readonly string[];
  readonly stdin?: AsyncIterable<Uint8Array>;
  /** The database file; without one `analyze` leaves nothing behind. */
  readonly db?: string;
  /** The name of the one format to try, instead of all. */
  readonly format?: string;
  /** The greatest share (0 to 1) of broken lines among all that look like access log lines; 0.5 by default. */
  readonly maxRejects?: number;
  readonly onProgress?: (progress: Progress) => void;
};

/** Which detectors to run, and with which parameters. */
export type DetectOptions = {
  /** Ids of detectors; all where absent. */
  readonly detectors?: readonly string[];
  /** Texts such as `retry-storms.min_share=0.3`. */
  readonly parameters?: readonly string[];
  /** A folder with more detector files. */
  readonly detectorsDir?: string;
};

/** A database that is there already. */
export type StoreOptions = MachineOptions & { readonly db: string };
