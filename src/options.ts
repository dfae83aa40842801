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

/** How to end a call early. */
export type AbortOptions = {
  /** Aborting ends the work as soon as it can, removes what is temporary, and rejects. */
  readonly signal?: AbortSignal;
};

/** What any call that opens a database may say. */
export type MachineOptions = AbortOptions & {
  /** DuckDB's memory limit, such as "600MB"; by default taken from the machine. */
  readonly memoryLimit?: string;
  /** Threads of DuckDB; by default as many as the machine has, eight at most. */
  readonly threads?: number;
};

/** Which formats lines are tried against: the known ones, and before them those that the caller gives. */
export type FormatOptions = {
  /** The name of the one format to try, instead of all. */
  readonly format?: string;
  /** A format of the caller's: Envoy's format string, or its `json_format` as JSON. */
  readonly formatString?: string;
  /** A file with formats in it: Istio's MeshConfig, an EnvoyFilter, Envoy's bootstrap or config_dump, and the like. */
  readonly formatFrom?: string;
  /** A config file: formats of the caller's by name, and parameters of detectors. */
  readonly config?: string;
};

/** Which logs to read. */
export type InputOptions = {
  /** Files, folders, patterns, and "-" for `stdin`. */
  readonly inputs: readonly string[];
  readonly stdin?: AsyncIterable<Uint8Array>;
};

/** Which line to explain. */
export type LineOptions = {
  /** The line, bare or as a collector wrote it; "-" for the first one of `stdin`. */
  readonly line: string;
  readonly stdin?: AsyncIterable<Uint8Array>;
};

/** Which logs to read, and how. */
export type IngestOptions = MachineOptions &
  FormatOptions &
  InputOptions & {
    /** The database file; without one `analyze` leaves nothing behind. */
    readonly db?: string;
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
  /** A config file with parameters; those given beside it come before its own. */
  readonly config?: string;
};

/** A database that is there already. */
export type StoreOptions = MachineOptions & { readonly db: string };
