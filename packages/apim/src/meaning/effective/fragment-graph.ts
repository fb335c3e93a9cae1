import type { DocumentMeaning } from "../documents/step.js";

/** How fragments include each other. */
export interface FragmentGraph {
  /** Fragments that include themselves, directly or by others, and what lies between two such circles. */
  readonly circular: ReadonlySet<string>;
  /** How many fragments stand in each other at most, itself counted; of fragments that lead to no circle. */
  readonly depths: ReadonlyMap<string, number>;
}

type Edges = ReadonlyMap<string, readonly string[]>;

export function fragmentGraph(fragments: ReadonlyMap<string, DocumentMeaning>): FragmentGraph {
  const included: Edges = new Map(
    [...fragments].map(([name, { includes }]) => [
      name,
      [...includes].filter((other) => fragments.has(other)),
    ]),
  );
  const includers = reversed(included);
  const leadNowhere = peeled(included, includers);
  const fromNowhere = new Set(peeled(includers, included));
  const leading = new Set(leadNowhere);
  const circular = new Set(
    [...included.keys()].filter((name) => !leading.has(name) && !fromNowhere.has(name)),
  );
  const depths = new Map<string, number>();
  for (const name of leadNowhere) {
    let deepest = 0;
    for (const other of included.get(name) ?? []) deepest = Math.max(deepest, depths.get(other) ?? 0);
    depths.set(name, deepest + 1);
  }
  return { circular, depths };
}

function reversed(edges: Edges): Edges {
  const reverse = new Map<string, string[]>([...edges.keys()].map((name) => [name, []]));
  for (const [name, others] of edges) for (const other of others) reverse.get(other)?.push(name);
  return reverse;
}

/** Takes away what has no edge left, again and again (Kahn's algorithm); each comes behind those that its edges lead to. */
function peeled(edges: Edges, reverse: Edges): readonly string[] {
  const left = new Map([...edges].map(([name, others]) => [name, others.length]));
  const order = [...left].flatMap(([name, count]) => (count === 0 ? [name] : []));
  for (const name of order) {
    for (const other of reverse.get(name) ?? []) {
      const count = (left.get(other) ?? 0) - 1;
      left.set(other, count);
      if (count === 0) order.push(other);
    }
  }
  return order;
}
