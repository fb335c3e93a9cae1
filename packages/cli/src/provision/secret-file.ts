import { lstat, open, rm, type FileHandle } from "node:fs/promises";
import { ConfigurationError } from "@product-auth/core";

/** A file for a secret that this run has created. */
export interface SecretFile {
  write(secret: string): Promise<void>;
  /** Removes the file. */
  discard(): Promise<void>;
}

/** Rejects when the file exists, so that no call is made. */
export async function checkSecretFile(path: string): Promise<void> {
  const existing = await lstat(path).catch(() => undefined);
  if (existing !== undefined) throw problemOf("EEXIST");
}

/** Creates the file, which only its owner may read. Rejects when it exists: it may hold the secret of another run. */
export async function createSecretFile(path: string): Promise<SecretFile> {
  let file: FileHandle;
  try {
    file = await open(path, "wx", 0o600);
  } catch (error) {
    throw problemOf((error as NodeJS.ErrnoException).code);
  }
  return {
    async write(secret) {
      await file.writeFile(`${secret}\n`);
      await file.sync();
      await file.close();
    },
    async discard() {
      await file.close().catch(() => undefined);
      await rm(path, { force: true });
    },
  };
}

const problemOf = (code: string | undefined) =>
  new ConfigurationError([
    {
      path: "--secret-file",
      message: code === "EEXIST" ? "exists already" : `cannot be created (${code})`,
      fix: "write the path of a new file in a folder that exists",
    },
  ]);
