import { columns } from "../core/columns.ts";
import { ABSENT, isTime, MOST_DIGITS, NEWLINE, SEPARATOR, TIME_BYTES } from "./bytes.ts";
import type { RowCopier, Slots } from "./line-marker.ts";
import { pack } from "./literals.ts";
import { CODE, END, NUMBER, TEXT, TIME, type TextPlan } from "./text-plan.ts";
import { digitStopsIn, stopsIn } from "./words.ts";

/**
 * Reads a line and writes its row at once: the hot loop of this program (`npm run bench`, row "text, load"), a third
 * faster than marking a line and then copying its values. It takes what `mark` of the same format takes.
 *
 * Null for a format that has fields in another order than the columns, or fields that are converted or have no column.
 */
export function rowCopier(plan: TextPlan, { slots, others, conversions }: Slots): RowCopier | null {
  const places = Array.from(slots, (slot) => slot / 2);
  const isInOrder = places.every((place, index) => index === 0 || place > places[index - 1]!);
  if (!isInOrder || others.length > 0 || conversions.length > 0) return null;

  const { steps, tables } = plan;
  // How many columns the format lacks before each of its own, and behind the last, where `other` is one more.
  const gaps = Int32Array.from(places, (place, index) => place - (index === 0 ? 0 : places[index - 1]! + 1));
  const behind = columns.length - (places.at(-1) ?? -1);
  const tail = Uint8Array.from([...Array.from({ length: behind }, () => [SEPARATOR, ABSENT]).flat(), NEWLINE]);
  const tailWords = pack([tail]).words;

  const copier: RowCopier = {
    written: 0,
    copy: ({ bytes, view, out, outView }, start, outStart) => {
      let at = start;
      let to = outStart;
      for (let step = 0, index = 0; ; index++) {
        for (let words = steps[step++]!, place = at; words > 0; words--, place += 4, step += 2) {
          if (((view.getInt32(place) ^ steps[step]!) & steps[step + 1]!) !== 0) return -1;
        }
        at += steps[step++]!;
        const kind = steps[step++]!;
        if (kind === END) break;
        const lowest = steps[step++]!;

        for (let gap = gaps[index]!; gap > 0; gap--) {
          out[to++] = SEPARATOR;
          out[to++] = ABSENT;
        }
        out[to++] = SEPARATOR;
        const begin = at;
        if (kind === TIME) {
          if (!isTime(bytes, view, at)) return -1;
          for (let word = 0; word < TIME_BYTES; word += 4) outView.setInt32(to + word, view.getInt32(at + word));
          at += TIME_BYTES;
          to += TIME_BYTES;
          continue;
        }
        if (lowest === 0) {
          const table = index << 8;
          for (let byte = bytes[at]!; tables[table + byte] === 0; byte = bytes[++at]!) out[to++] = byte;
        } else if (kind === NUMBER || kind === CODE) {
          let word = view.getInt32(at);
          let stops = digitStopsIn(word);
          outView.setInt32(to, word);
          while (stops === 0) {
            at += 4;
            to += 4;
            word = view.getInt32(at);
            stops = digitStopsIn(word);
            outView.setInt32(to, word);
          }
          const size = Math.clz32(stops) >>> 3;
          at += size;
          to += size;
        } else {
          let word = view.getInt32(at);
          let stops = stopsIn(word, lowest);
          outView.setInt32(to, word);
          while (stops === 0) {
            at += 4;
            to += 4;
            word = view.getInt32(at);
            stops = stopsIn(word, lowest);
            outView.setInt32(to, word);
          }
          const size = Math.clz32(stops) >>> 3;
          at += size;
          to += size;
        }
        if (kind === NUMBER) {
          if (at === begin && bytes[at] === ABSENT) {
            out[to++] = ABSENT;
            at++;
          } else if (at - begin > MOST_DIGITS) return -1;
        } else if (at === begin ? kind !== TEXT : kind === CODE && at - begin > 3) {
          return -1;
        }
      }
      for (let word = 0; word < tailWords.length; word++) outView.setInt32(to + 4 * word, tailWords[word]!);
      copier.written = to + tail.length;
      return at;
    },
  };
  return copier;
}
