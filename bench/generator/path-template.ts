import type { Random } from "./random.ts";

const WORDS = ["lamp", "desk", "chair", "mug", "shelf", "rug", "clock", "vase", "sofa"] as const;

function letters(random: Random): string {
  let word = "";
  for (let count = 0; count < 9; count++) word += String.fromCharCode(97 + random.below(26));
  return word;
}

const HOLES: Readonly<Record<string, (random: Random) => string>> = {
  uuid: (random) => random.uuid(),
  number: (random) => String(10000 + random.below(90000)),
  digit: (random) => String(1 + random.below(9)),
  word: (random) => random.pick(WORDS),
  letters,
};

/** A maker of paths from a template such as `/orders/{uuid}`; the holes are uuid, number, digit, word and letters. */
export function pathTemplate(template: string): (random: Random) => string {
  const parts = template.split(/[{}]/);
  if (parts.length === 1) return () => template;
  const makers = parts.map((part, index) => (index % 2 === 1 ? HOLES[part] : undefined));
  return (random) => {
    let path = "";
    for (let index = 0; index < parts.length; index++) path += makers[index]?.(random) ?? parts[index];
    return path;
  };
}
