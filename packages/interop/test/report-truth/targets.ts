import type { Path } from "./paths.js";
import type { Plan, Step } from "./plan.js";

/** A request without a credential. */
export interface Target {
  readonly method: string;
  readonly path: string;
}

// What patterns of parameters take and do not take.
const VALUES = "7 a ab AB b a1 7a a_b a.b a-b x~ 12 7-8 a.json abc %61 %C3%A9 any-value-of-it".split(" ");
const RESTS = ["", "7", "a/b", "/a", "a//b", "/", "a.b/7", "b"];
const POOL = ["/", "//", "/a", "/b", "/7", "/ab/x", "/a/b/7", "/A", "/x.y", "/abc"];

/** Requests that may lead to the routes of a plan, in many spellings. The same for the same plan. */
export function targetsOf({ steps, salt }: Plan, each: number): readonly Target[] {
  const chance = chanceFrom(salt);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(chance() * from.length)]!;
  const ways = waysIn(steps, [""]);
  const paths = ways.flatMap((way) => Array.from({ length: each }, () => spelt(filled(way, pick), pick)));
  const all = [...new Set([...paths, ...POOL, ...POOL.map((path) => spelt(path, pick))])];
  return all.map((path) => ({ method: pick(["GET", "GET", "GET", "HEAD", "POST", "PUT"]), path }));
}

/** Every path to a route, as declared from the outside in. */
function waysIn(steps: readonly Step[], above: readonly string[]): readonly string[] {
  return steps.flatMap((step) => {
    const paths = step.paths.length === 0 ? [""] : step.paths.map(asText);
    const here = above.flatMap((way) => paths.map((path) => `${way}${path}`));
    if (step.kind === "mount") return waysIn(step.steps, here);
    return step.kind === "route" ? here : [];
  });
}

const asText = (path: Path): string => (typeof path === "string" ? path : "/*");

type Pick = <T>(from: readonly T[]) => T;

function filled(way: string, pick: Pick): string {
  let text = way.replace(/\\:/g, "%3A").replace(/::/g, "%3A");
  for (let before; before !== text;) {
    before = text;
    text = text.replace(/\{([^{}]*)\}[?*]?/g, (_, part: string) => pick(["", part, part]));
  }
  return (
    text
      .replace(/\/:(?:\w+|"[^"]*")(?:\((?:[^()]|\([^()]*\)\??)*\))?([?*+])?/g, (_, mark?: string) => {
        const value = `/${pick(VALUES)}`;
        if (mark === undefined) return value;
        return pick(
          mark === "?" ? ["", value] : [value, `${value}/${pick(VALUES)}`, mark === "*" ? "" : value],
        );
      })
      .replace(/:(?:\w+|"[^"]*")(?:\([^()]*\))?[?*+]?/g, () => pick(VALUES))
      .replace(/\(\.\*\)|\*\w*/g, () => pick(RESTS))
      .replace(/\(([^()]*)\)\??/g, (_, part: string) => pick(part.replace(/\\d\+/, "12").split("|")))
      .replace(/.\?/g, (part) => pick(["", part[0]!]))
      .replace(/[^\w/.~%-]/g, "") || "/"
  );
}

function spelt(path: string, pick: Pick): string {
  const written = path.startsWith("/") ? path : `/${path}`;
  return pick<() => string>([
    () => written,
    () => written,
    () => written,
    () => written.toUpperCase().replace(/%[\dA-F]{2}/g, (code) => code),
    () =>
      written.replace(/[a-z](?![^%]?[\da-f])/gi, (letter) =>
        pick([letter.toUpperCase(), letter.toLowerCase()]),
      ),
    () => (written.endsWith("/") ? written.slice(0, -1) || "/" : `${written}/`),
    () => written.replace(/\//g, () => pick(["/", "/", "//"])),
    () => written.replace(/(?<!%|%.)[a-z]/i, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
    () => `${written}?${pick(["x=/a", "a"])}`,
    () => `${written}${pick(["/a", "/b", "/7", "//", ";x"])}`,
  ])();
}

// mulberry32
function chanceFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
