import {
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  visit,
  type Document,
  type Node,
  type Pair,
} from "yaml";
import type { JsonValue } from "../document/json-values.js";
import { MOST_DEPTH, tooDeep } from "./compose-yaml.js";
import { RefusedYaml } from "./refused-yaml.js";

const MOST_REPEATED = 100_000;

/** How the nodes of a text become values. */
export interface ValueOptions {
  /**
   * Whether a text is refused that its author may understand otherwise: a key that comes twice, a merge key (`<<`, which YAML
   * 1.2 does not have) and an alias of nothing. Default: of two keys the last one counts, as in JSON; `<<` is a key like
   * others, and an alias of nothing is null.
   */
  readonly unambiguous?: boolean;
}

/** The JSON value of a document. Throws `RefusedYaml`. */
export function valueOfYaml(document: Document, { unambiguous = false }: ValueOptions = {}): JsonValue {
  const targets = targetsOf(document);
  let repeated = 0;
  return valueOf(document.contents, 0, false);

  function valueOf(node: unknown, depth: number, isRepeated: boolean): JsonValue {
    const at = startOf(node);
    if (depth > MOST_DEPTH) throw tooDeep(at);
    if (isRepeated && ++repeated > MOST_REPEATED)
      throw new RefusedYaml("bound", "repeats too much with aliases", at);
    if (isAlias(node)) {
      const target = targets.get(node);
      if (target === undefined && unambiguous) throw new RefusedYaml("syntax", "has an alias of nothing", at);
      return valueOf(target, depth + 1, true);
    }
    if (isSeq(node)) return node.items.map((item) => valueOf(item, depth + 1, isRepeated));
    if (isMap(node)) return objectOf(node.items, depth + 1, isRepeated);
    return isScalar(node) ? plainOf(node.value) : null;
  }

  function objectOf(pairs: readonly unknown[], depth: number, isRepeated: boolean): JsonValue {
    const members = new Map<string, JsonValue>();
    for (const pair of pairs) {
      if (!isPair(pair)) continue;
      const key = keyOf(pair.key);
      if (unambiguous) checkKey(pair, key, members);
      members.set(key, valueOf(pair.value, depth, isRepeated));
    }
    // `fromEntries` defines own members, also for `__proto__`.
    return Object.fromEntries(members);
  }
}

function checkKey({ key: node, value }: Pair, key: string, before: ReadonlyMap<string, unknown>): void {
  if (before.has(key)) throw new RefusedYaml("syntax", "has a key twice in one object", startOf(node));
  if (key === "<<" && !isScalar(value))
    throw new RefusedYaml("syntax", "has a merge key (<<), which YAML 1.2 does not have", startOf(node));
}

const startOf = (node: unknown): number => (isNode(node) ? (node.range?.[0] ?? 0) : 0);

type Targets = ReadonlyMap<Node, Node>;

/** What each alias stands for: the last node before it that has its anchor. */
function targetsOf(document: Document): Targets {
  const anchors = new Map<string, Node>();
  const targets = new Map<Node, Node>();
  visit(document, (_key, node) => {
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (target !== undefined) targets.set(node, target);
    } else if (isNode(node) && (isScalar(node) || isCollection(node)) && node.anchor !== undefined)
      anchors.set(node.anchor, node);
  });
  return targets;
}

function keyOf(key: unknown): string {
  return isScalar(key) ? String(plainOf(key.value)) : "";
}

function plainOf(value: unknown): string | number | boolean | null {
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  return typeof value === "bigint" ? Number(value) : null;
}
