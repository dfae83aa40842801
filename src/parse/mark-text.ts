import { ABSENT, isTime, MOST_DIGITS, TIME_BYTES } from "./bytes.ts";
import { rowCopier } from "./copy-text.ts";
import type { Template } from "./format-string.ts";
import { assignSlots, type LineMarker } from "./line-marker.ts";
import { CODE, END, NUMBER, TEXT, textPlan, TIME } from "./text-plan.ts";
import { digitStopsIn, stopsIn } from "./words.ts";

/** The marker of a text format. Where the format has its fields in the order of the columns, lines are copied into rows while they are read. */
export function textMarker(template: Template): LineMarker {
  const layout = assignSlots(
    template.fields.map(({ column, written, convert }) => ({ column, name: written, isJson: false, convert })),
  );
  const plan = textPlan(template);
  const { slots, spans, others, conversions } = layout;
  const { steps, tables } = plan;

  const mark = (bytes: Uint8Array, view: DataView, start: number): number => {
    let at = start;
    for (let step = 0, index = 0; ; index++) {
      for (let words = steps[step++]!, place = at; words > 0; words--, place += 4, step += 2) {
        if (((view.getInt32(place) ^ steps[step]!) & steps[step + 1]!) !== 0) return -1;
      }
      at += steps[step++]!;
      const kind = steps[step++]!;
      if (kind === END) return at;
      const lowest = steps[step++]!;

      const begin = at;
      if (kind === TIME) {
        if (!isTime(bytes, view, at)) return -1;
        at += TIME_BYTES;
      } else {
        let stops = 0;
        if (lowest === 0) {
          const table = index << 8;
          while (tables[table + bytes[at]!] === 0) at++;
        } else if (kind === NUMBER || kind === CODE) {
          for (; (stops = digitStopsIn(view.getInt32(at))) === 0; at += 4);
          at += Math.clz32(stops) >>> 3;
        } else {
          for (; (stops = stopsIn(view.getInt32(at), lowest)) === 0; at += 4);
          at += Math.clz32(stops) >>> 3;
        }
        if (kind === NUMBER) {
          if (at === begin && bytes[at] === ABSENT) at++;
          else if (at - begin > MOST_DIGITS) return -1;
        } else if (at === begin ? kind !== TEXT : kind === CODE && at - begin > 3) {
          return -1;
        }
      }
      const slot = slots[index]!;
      spans[slot] = begin;
      spans[slot + 1] = at;
    }
  };
  return { spans, others, conversions, mark, copier: rowCopier(plan, layout) };
}
