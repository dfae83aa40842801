/** Examples as they stand before everything else in a command's help: a command a line, with what it is for. */
export function examplesText(examples: readonly (readonly [command: string, about: string])[]): string {
  return `Examples:\n${examples.map(([command, about]) => `  # ${about}\n  ${command}\n`).join("")}`;
}
