/**
 * What is known of a source's bytes so far: how many were read, unpacked; whether the last line ended with a newline;
 * and the name of the framing. Only where that is `newline` can reading go on later where the bytes end now.
 * `isCut` says beforehand that the bytes may end inside a record, which is then left out: they are a sample.
 */
export type ByteCounts = { bytes: number; endsWithNewline: boolean; framing?: string; readonly isCut?: boolean };
