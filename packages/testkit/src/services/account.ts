import { execFileSync } from "node:child_process";
import { MissingServiceError } from "./missing-service.js";

/** An account of this machine. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * The account under which a server runs that refuses root; undefined when this process is not root. Throws
 * `MissingServiceError` where there is no such account.
 */
export function accountInsteadOfRoot(name: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (what: "-u" | "-g") =>
    Number(execFileSync("id", [what, name], { encoding: "utf8", stdio: "pipe" }));
  try {
    return { name, uid: id("-u"), gid: id("-g") };
  } catch {
    throw new MissingServiceError(`PostgreSQL refuses root, and there is no account ${name} to run it`);
  }
}
