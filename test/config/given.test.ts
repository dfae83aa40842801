import { describe, expect, test } from "vitest";
import { readGiven } from "../../src/config/given.ts";
import { formats as shelf } from "../../src/parse/formats/index.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

const mesh = "accessLogFormat: '%START_TIME% %PROTOCOL%'\n";

/** The error that a config file of this text gives, with its path as FILE. */
async function mistakeIn(text: string | Uint8Array): Promise<unknown> {
  const folder = await temporaryFolder({ "retryscope.yaml": text });
  const error: unknown = await readGiven({ config: `${folder}/retryscope.yaml` }).catch((thrown: unknown) => thrown);
  if (!(error instanceof Error) || !("code" in error) || !("hint" in error)) throw new Error("no coded error");
  const where = (value: unknown): unknown => String(value).replaceAll(`${folder}/`, "");
  return { code: error.code, message: where(error.message), hint: where(error.hint) };
}

describe("the formats to try", () => {
  test("are the known ones where nothing is given", async () => {
    expect(await readGiven({})).toEqual({ formats: shelf, parameters: [] });
  });

  test("are the caller's own before the known ones, each by its name and with where it comes from", async () => {
    const folder = await temporaryFolder({
      "mesh.yaml": mesh,
      "my.yaml": "formats:\n  edge: '%START_TIME% %DURATION%'\n  sidecar: { when: '%START_TIME%' }\n",
    });
    const { formats } = await readGiven({
      config: `${folder}/my.yaml`,
      formatFrom: `${folder}/mesh.yaml`,
      formatString: "%START_TIME% %BYTES_SENT%",
    });
    const own = formats.slice(0, 4);
    expect(own.map(({ name, about, isGiven }) => [name, about, isGiven])).toEqual([
      ["edge", "from my.yaml", true],
      ["sidecar", "from my.yaml", true],
      ["mesh", "from mesh.yaml", true],
      ["format-string", "given by the caller", true],
    ]);
    expect(own[2]?.source).toBe(`${folder}/mesh.yaml at accessLogFormat`);
    expect(formats.slice(4)).toEqual(shelf);
  });

  test("are the one that is named, of whatever kind", async () => {
    const folder = await temporaryFolder({ "mesh.yaml": mesh });
    const formatFrom = `${folder}/mesh.yaml`;
    expect((await readGiven({ formatFrom, format: "mesh" })).formats).toMatchObject([{ name: "mesh" }]);
    expect((await readGiven({ formatFrom, format: "istio-text" })).formats).toMatchObject([{ name: "istio-text" }]);
    await expect(readGiven({ formatFrom, format: "mehs" })).rejects.toMatchObject({
      code: "USAGE_UNKNOWN_NAME",
      hint: 'the nearest is "mesh"; retryscope formats lists them',
    });
  });

  test("of a file that is called as a known format have another name", async () => {
    const folder = await temporaryFolder({ "istio-json.yaml": mesh });
    const { formats } = await readGiven({ formatFrom: `${folder}/istio-json.yaml` });
    expect(formats[0]?.name).toBe("istio-json-2");
  });
});

test("parameters of a config file are as --param takes them", async () => {
  const folder = await temporaryFolder({
    "c.yaml": "parameters:\n  retry-storms: { min_share: 0.3, min_windows: 4 }\n  duplicated-posts: {}\n",
  });
  expect((await readGiven({ config: `${folder}/c.yaml` })).parameters).toEqual([
    "retry-storms.min_share=0.3",
    "retry-storms.min_windows=4",
  ]);
});

describe("a config file that cannot be used", () => {
  test("has an unknown key: the nearest known one is named", async () => {
    expect(await mistakeIn("format:\n  a: '%START_TIME%'\n")).toEqual({
      code: "USAGE_UNKNOWN_NAME",
      message: 'in "retryscope.yaml": there is no key "format"',
      hint: 'the nearest is "formats"; known are formats and parameters; --format-from reads the configuration of Envoy and Istio',
    });
  });

  test.each([
    ["is no YAML", "formats: [1", /^in "retryscope\.yaml": this is no YAML$/],
    ["is several documents", "formats: {}\n---\nformats: {}\n", /this is no YAML/],
    ["is empty", "", /there are no keys/],
    ["is a list", "- a\n", /there are no keys/],
    ["is no text", Buffer.from([0x66, 0, 0x6f, 0]), /^the file "retryscope\.yaml" is no text in UTF-8$/],
    ["has a list of formats", "formats: ['%START_TIME%']\n", /"formats" holds no names with values/],
    ["has a number for a format", "formats: { a: 3 }\n", /at formats\.a: this is no format/],
    ["has a format with a typo", "formats: { a: '%START_TIM%' }\n", /at formats\.a: .*"%START_TIM%".* at character 1/],
    ["has a format without operators", "formats: { a: plain }\n", /at formats\.a: .*no command operator/],
    ["names a format as a known one", "formats: { istio-text: '%START_TIME%' }\n", /the name "istio-text" is taken/],
    ["names a format as the flag's", "formats: { format-string: '%START_TIME%' }\n", /"format-string" is taken/],
    ["names a format with a blank", "formats: { 'a b': '%START_TIME%' }\n", /"a b" is no name for a format/],
    ["has a list for a parameter", "parameters: { retry-storms: { min_share: [1] } }\n", /retry-storms\.min_share/],
    ["has a number for a detector", "parameters: { retry-storms: 1 }\n", /"parameters\.retry-storms" holds no names/],
  ])("%s", async (_, text, message) => {
    expect(await mistakeIn(text)).toMatchObject({
      code: "USAGE_BAD_VALUE",
      message: expect.stringMatching(message),
    });
  });

  test("shows the place of a typo in one of its formats", async () => {
    const folder = await temporaryFolder({ "c.yaml": "formats: { a: '[%START_TIM%]' }\n" });
    await expect(readGiven({ config: `${folder}/c.yaml` })).rejects.toMatchObject({
      place: { text: "[%START_TIM%]", at: 1 },
      hint: "the nearest is %START_TIME%",
    });
  });
});

test.each([["formatFrom"], ["config"]])("a file of %s that is not there, or is a folder, is told", async (option) => {
  const folder = await temporaryFolder({ "below/x": "" });
  for (const [name, cause] of [
    ["missing.yaml", /ENOENT/],
    ["below", /EISDIR/],
  ] as const) {
    await expect(readGiven({ [option]: `${folder}/${name}` })).rejects.toMatchObject({
      code: "USAGE_BAD_VALUE",
      message: `the file "${folder}/${name}" cannot be read`,
      cause: { message: expect.stringMatching(cause) },
    });
  }
});

test("a file of formatFrom without a format says where it was looked for", async () => {
  const folder = await temporaryFolder({ "t.yaml": "kind: Telemetry\n" });
  await expect(readGiven({ formatFrom: `${folder}/t.yaml` })).rejects.toMatchObject({
    code: "USAGE_BAD_VALUE",
    message: expect.stringMatching(/no access log format in ".*t\.yaml": looked for accessLogFormat/),
  });
});
