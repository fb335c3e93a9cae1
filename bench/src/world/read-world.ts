import { readFileSync } from "node:fs";
import type { World } from "./world.js";

/** The world that another process has made. */
export function readWorld(file: string): World {
  return JSON.parse(readFileSync(file, "utf8")) as World;
}

/** Its tokens. Each stands in memory of its own, as if it had come with a request. */
export function readTokens({ tokensFile }: Pick<World, "tokensFile">): string[] {
  return readFileSync(tokensFile, "latin1")
    .split("\n")
    .map((token) => Buffer.from(token, "latin1").toString("latin1"));
}
