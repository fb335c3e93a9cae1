import type { Mark } from "@product-auth/core/adapter";

/** What requests to a route meet, and where they get round it. */
export interface OnTheWay {
  readonly marks: readonly Mark[];
  /** A path that leads to the route past the guards that stand before its other paths. */
  readonly openAt?: string;
}

/**
 * What is met on the way to a route by requests at all of these paths, which stand for all that lead there. When
 * nothing stands before all of them, each is tried: routers do not agree about capital letters. Not all of them need
 * lead there: `leads` says which do, and may be named.
 */
export function marksOnTheWay(
  paths: readonly string[],
  marksAt: (paths: readonly string[]) => readonly Mark[],
  leads: (path: string) => boolean = () => true,
): OnTheWay {
  const marks = marksAt(paths);
  if (paths.length === 0 || marks.some(isDecisive)) return { marks };
  const each = paths.map((path) => marksAt([path]));
  const isOpen = each.map((found) => !found.some(isDecisive));
  if (!isOpen.includes(true)) return { marks: each[0]! };
  const openAt = paths.find((path, at) => isOpen[at] && leads(path));
  return openAt !== undefined && isOpen.includes(false) ? { marks, openAt } : { marks };
}

/** Whether a mark applies to the routes behind it: metadata and portals answer at their own paths only. */
export const isDecisive = ({ kind }: Mark): boolean => kind !== "metadata" && kind !== "place";
