import { plainText } from "../texts/text-problem.js";

/**
 * A name as a mail may hold it: on one line, and without anything that a mail program would turn into a link. People choose names,
 * and a mail of the portal must not carry an address of theirs.
 */
export const plainName = (name: string): string =>
  plainText(name.slice(0, LONGEST).normalize("NFKC"), LONGEST)
    .replaceAll(/[/\\:@]+/g, " ")
    .replaceAll(/[.\u3002](?=\S)/g, ". ")
    .replaceAll(/ {2,}/g, " ");

const LONGEST = 100;
