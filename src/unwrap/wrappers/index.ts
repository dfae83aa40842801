import type { Wrapper } from "../wrapper.ts";
import ansi from "./ansi.ts";
import awsEvent from "./aws-event.ts";
import bracketedName from "./bracketed-name.ts";
import byteOrderMark from "./byte-order-mark.ts";
import cloudLogging from "./cloud-logging.ts";
import cloudwatch from "./cloudwatch.ts";
import collectorRecord from "./collector-record.ts";
import comment from "./comment.ts";
import cri from "./cri.ts";
import csvRow from "./csv-row.ts";
import datadog from "./datadog.ts";
import dockerCompose from "./docker-compose.ts";
import dockerJson from "./docker-json.ts";
import elasticIstio from "./elastic-istio.ts";
import elasticsearch from "./elasticsearch.ts";
import fluentStdout from "./fluent-stdout.ts";
import grep from "./grep.ts";
import journald from "./journald.ts";
import jsonString from "./json-string.ts";
import kubectlPrefix from "./kubectl-prefix.ts";
import logcli from "./logcli.ts";
import loki from "./loki.ts";
import otelConsole from "./otel-console.ts";
import otlp from "./otlp.ts";
import stern from "./stern.ts";
import sternJson from "./stern-json.ts";
import syslog from "./syslog.ts";
import timestamp from "./timestamp.ts";

/** All known wrappers; a test holds this list against the folder. */
export const wrappers: readonly Wrapper[] = [
  ansi,
  awsEvent,
  bracketedName,
  byteOrderMark,
  cloudLogging,
  cloudwatch,
  collectorRecord,
  comment,
  cri,
  csvRow,
  datadog,
  dockerCompose,
  dockerJson,
  elasticIstio,
  elasticsearch,
  fluentStdout,
  grep,
  journald,
  jsonString,
  kubectlPrefix,
  logcli,
  loki,
  otelConsole,
  otlp,
  stern,
  sternJson,
  syslog,
  timestamp,
];
