/** The draws of one seeded run: the same seed gives the same draws on every machine. */
export interface Random {
  /** A number in [0, 1). */
  unit(): number;
  /** A whole number in [0, below). */
  below(limit: number): number;
  /** Whether an event of this probability happens. */
  chance(probability: number): boolean;
  /** One entry of a list that is not empty. */
  pick<T>(list: readonly [T, ...T[]]): T;
  /** A duration around a median with a long right tail. Units: whole milliseconds. */
  latency(medianMs: number, spread: number): number;
  /** A UUID of version 4. */
  uuid(): string;
}

const HEX = Array.from({ length: 65536 }, (_, value) => value.toString(16).padStart(4, "0"));

function hex(value: number): string {
  return HEX[value & 0xffff] ?? "0000";
}

/** A generator of draws that starts from a seed (mulberry32, 32 bits of state). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;

  function bits(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }
  function unit(): number {
    return bits() / 4294967296;
  }
  function below(limit: number): number {
    return Math.floor(unit() * limit);
  }
  return {
    unit,
    below,
    chance: (probability) => unit() < probability,
    pick: (list) => list[below(list.length)] ?? list[0],
    latency(medianMs, spread) {
      // Three uniform draws are near enough to a normal one for a latency, and cost less than a logarithm.
      const normal = (unit() + unit() + unit() - 1.5) * 2;
      return Math.max(0, Math.round(medianMs * Math.exp(normal * spread)));
    },
    uuid() {
      const [a, b, c, d] = [bits(), bits(), bits(), bits()];
      const version = 0x4000 | (b & 0xfff);
      const variant = 0x8000 | (c & 0x3fff);
      return `${hex(a >>> 16)}${hex(a)}-${hex(b >>> 16)}-${hex(version)}-${hex(variant)}-${hex(c >>> 16)}${hex(d >>> 16)}${hex(d)}`;
    },
  };
}
