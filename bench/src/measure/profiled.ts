import { Session, type Profiler } from "node:inspector";

/** A place in the program with the time that was spent there and in what it called, in microseconds. */
export interface Frame {
  readonly name: string;
  /** Address of the script, empty for what is built in. */
  readonly url: string;
  readonly total: number;
  readonly self: number;
  readonly children: readonly Frame[];
}

/** Runs some work under V8's sampling profiler. Compare nothing with it: being watched costs time. */
export async function profiled(run: () => unknown): Promise<Frame> {
  const session = new Session();
  session.connect();
  try {
    await post(session, "Profiler.enable");
    await post(session, "Profiler.setSamplingInterval", { interval: 100 });
    await post(session, "Profiler.start");
    await run();
    const { profile } = (await post(session, "Profiler.stop")) as { profile: Profiler.Profile };
    return framesOf(profile);
  } finally {
    session.disconnect();
  }
}

function post(session: Session, method: string, parameters: object = {}): Promise<unknown> {
  return new Promise((resolve, reject) => {
    session.post(method, parameters, (error, answer) => {
      if (error !== null) reject(error);
      else resolve(answer);
    });
  });
}

function framesOf({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Frame {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const self = new Map<number, number>();
  for (const [i, id] of samples.entries()) self.set(id, (self.get(id) ?? 0) + (timeDeltas[i] ?? 0));
  const frameOf = (id: number): Frame => {
    const { callFrame, children = [] } = byId.get(id)!;
    const inner = children.map(frameOf);
    const own = self.get(id) ?? 0;
    return {
      name: callFrame.functionName,
      url: callFrame.url,
      self: own,
      total: own + inner.reduce((sum, { total }) => sum + total, 0),
      children: inner,
    };
  };
  return frameOf(nodes[0]!.id);
}

/** The part of a profile below the function of that name, wherever it was called from. */
export function below(frame: Frame, name: string): Frame {
  const found: Frame[] = [];
  const look = (at: Frame): void => {
    if (at.name === name) found.push(at);
    else at.children.forEach(look);
  };
  look(frame);
  return found.reduce(merged, { name, url: "", total: 0, self: 0, children: [] });
}

/** Two calls of one function as one. */
export function merged(one: Frame, other: Frame): Frame {
  const children = new Map<string, Frame>();
  for (const child of [...one.children, ...other.children]) {
    const key = `${child.name} ${child.url}`;
    const known = children.get(key);
    children.set(key, known === undefined ? child : merged(known, child));
  }
  return {
    name: one.name,
    url: one.url === "" ? other.url : one.url,
    total: one.total + other.total,
    self: one.self + other.self,
    children: [...children.values()].sort((a, b) => b.total - a.total),
  };
}
