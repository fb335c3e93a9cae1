import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Gives each test of the suite a folder, which is removed after it. */
export function inFolder(begin: (folder: string) => void): void {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "product-auth-import-"));
    begin(folder);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
}
