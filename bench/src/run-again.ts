import type { Part } from "./parts/part.js";
import { runPart, type Found, type RunOptions } from "./run-part.js";
import type { OpenWorld } from "./world/make-world.js";

/** Runs a part, and once more when that fails: on a busy machine a connection breaks now and then. */
export async function runAgain(
  part: Part,
  house: OpenWorld,
  options: RunOptions,
  tell: (says: string) => void,
): Promise<Found> {
  try {
    return await runPart(part, house, options);
  } catch (error) {
    options.signal?.throwIfAborted();
    tell(`${messageOf(error)}\n${part.name} is run once more.`);
    return runPart(part, house, options);
  }
}

/** What an error says. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
