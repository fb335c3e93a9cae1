import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atExit } from "./at-exit.js";
import type { Account } from "./account.js";

/** A new folder that is gone when the process ends. */
export function temporaryFolder(name: string, owner?: Account): string {
  const folder = mkdtempSync(join(tmpdir(), `product-auth-${name}-`));
  if (owner !== undefined) chownSync(folder, owner.uid, owner.gid);
  atExit(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}
