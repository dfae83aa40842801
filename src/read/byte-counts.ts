/** What is known of a source's bytes so far: how many were read, unpacked; whether the last line ended with a newline. */
export type ByteCounts = { bytes: number; endsWithNewline: boolean };
