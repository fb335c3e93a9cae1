import type { Circumstances } from "../report/circumstances.js";

const LONGEST_LINE = 150;

/** Where, when and with what a chart was made, in lines that fit under it. */
export function captionOf({ date, machine, node, versions }: Circumstances): readonly string[] {
  const words = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return [`${date}; ${machine}; ${node}`, ...wrapped(words)];
}

function wrapped(words: readonly string[]): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const line = lines.at(-1);
    if (line === undefined || line.length + word.length > LONGEST_LINE) lines.push(word);
    else lines[lines.length - 1] = `${line}, ${word}`;
  }
  return lines;
}
