import { textInBase64 } from "../../read/gunzip-text.ts";
import { objectsUnder, objectUnder, textUnder, type JsonObject } from "../json-value.ts";
import { recordWrapper } from "../record-wrapper.ts";

const message =
  '{"messageType":"DATA_MESSAGE","logGroup":"g","logStream":"s","logEvents":[{"id":"1","timestamp":1,"message":"the line"}]}';

export default recordWrapper({
  name: "aws-event",
  about:
    "what AWS hands to Lambda, Kinesis and Firehose: CloudWatch's messages in gzip and base64, and other records in base64",
  source:
    "https://docs.aws.amazon.com/lambda/latest/dg/services-cloudwatchlogs.html; https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html; https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetRecords.html; https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html",
  samples: [
    {
      wrapped:
        '{"awslogs":{"data":"H4sIAAAAAAAAAzXNsQqDMBRA0V8pd87i+rZAg1OnuJVSAn3EgNFg0oKI/95BHM90drLWGqIOW1GEux3s++G8t73DMC2xX5dvQYgnfVs1ZIR62v10bhV57qQPQoehpay1hVyQzlwBQhv1NqVZOV7HHzamzD15AAAA"}}',
      lines: [{ text: message }],
    },
    {
      wrapped: '{"Records":[{"kinesis":{"partitionKey":"k","data":"dGhlIGxpbmU="},"eventSource":"aws:kinesis"}]}',
      lines: [{ text: "the line" }],
    },
    {
      wrapped:
        '{"Records":[{"SequenceNumber":"1","Data":"b25l","PartitionKey":"k"},{"SequenceNumber":"2","Data":"dHdv"}]}',
      lines: [{ text: "one" }, { text: "two" }],
    },
    {
      wrapped: '{"invocationId":"i","deliveryStreamArn":"a","records":[{"recordId":"1","data":"dGhlIGxpbmU="}]}',
      lines: [{ text: "the line" }],
    },
  ],
  contentOf: () => (record) => {
    const texts = dataIn(record).map((data) => textInBase64(data));
    // A record that cannot be read has its place all the same, so that nothing is lost without a trace.
    return texts.some((text) => text !== null)
      ? texts.map((text, index) => ({ text: text ?? `unreadable record ${index}` }))
      : null;
  },
});

/** The payloads of an event, each in base64. */
function dataIn(event: JsonObject): string[] {
  const data = textUnder(objectUnder(event, "awslogs"), "data");
  if (data !== undefined) return [data];
  return [...objectsUnder(event, "Records"), ...objectsUnder(event, "records")].flatMap(
    (record) =>
      textUnder(objectUnder(record, "kinesis"), "data") ?? textUnder(record, "Data") ?? textUnder(record, "data") ?? [],
  );
}
