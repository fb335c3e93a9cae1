import { accessSync, constants, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { MissingServiceError } from "./missing-service.js";

const DEBIAN_POSTGRES = "/usr/lib/postgresql";

/** Where a program is: on the PATH, or where Debian keeps PostgreSQL's. Throws `MissingServiceError` with what to install. */
export function findProgram(name: string, install: string): string {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), ...debianPostgres()];
  const found = folders.map((folder) => join(folder, name)).find(isExecutable);
  if (found !== undefined) return found;
  throw new MissingServiceError(`${name} is not on this machine. Install it: ${install}`);
}

function debianPostgres(): string[] {
  try {
    const versions = readdirSync(DEBIAN_POSTGRES).sort((a, b) => Number(b) - Number(a));
    return versions.map((version) => join(DEBIAN_POSTGRES, version, "bin"));
  } catch {
    return [];
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
