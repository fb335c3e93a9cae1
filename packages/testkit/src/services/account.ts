import { execFileSync } from "node:child_process";

/** An account of this machine. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** The account under which a server runs that refuses root; undefined when this process is not root. */
export function accountInsteadOfRoot(name: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (what: "-u" | "-g") => Number(execFileSync("id", [what, name], { encoding: "utf8" }));
  return { name, uid: id("-u"), gid: id("-g") };
}
