import { faultOf } from "./oracle/fault-of.js";
import type { PathFailure } from "./path-failure.js";
import type { ServedSetUp } from "./serve-set-up.js";
import type { PathCase, Target } from "./targets/path-case.js";
import { requestOf } from "./wire/path-request.js";

/** Makes a failing case smaller for as long as it fails: fewer changes, a plainer method, no credential. */
export async function smaller(served: ServedSetUp, failure: PathFailure): Promise<PathFailure> {
  const attempt = async (one: PathCase, credential = failure.credential) => {
    const [answer] = await served.send([requestOf(one, credential)]);
    if (answer?.told === undefined) return undefined;
    const fault = faultOf(served.setUp, served.catalog, served.routes, credential, answer.told);
    return fault === undefined ? undefined : { ...failure, ...answer, one, credential, fault };
  };
  let best = failure;
  for (let isSmaller = true; isSmaller;) {
    isSmaller = false;
    for (const one of simpler(best.one)) {
      const found = await attempt(one, best.credential);
      if (found === undefined) continue;
      [best, isSmaller] = [found, true];
      break;
    }
  }
  return (best.credential === "none" ? undefined : await attempt(best.one, "none")) ?? best;
}

function* simpler(one: PathCase): Generator<PathCase> {
  const { rewrite, override, ...bare } = one;
  if (rewrite !== undefined) yield { ...bare, ...(override !== undefined && { override }) };
  if (override !== undefined) yield { ...bare, ...(rewrite && { rewrite }) };
  for (const target of simplerTargets(one.target)) yield { ...one, target };
  if (rewrite !== undefined) for (const target of simplerTargets(rewrite)) yield { ...one, rewrite: target };
  if (one.method !== "GET") yield { ...one, method: "GET" };
}

function* simplerTargets({ base, mutations }: Target): Generator<Target> {
  for (const i of mutations.keys()) yield { base, mutations: mutations.toSpliced(i, 1) };
  const segments = base.split("/");
  for (const i of segments.keys())
    if (i > 0 && segments.length > 2) yield { base: segments.toSpliced(i, 1).join("/"), mutations };
}
