import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Account } from "./account.js";
import { findProgram } from "./find-program.js";

/** A self-signed certificate for localhost and 127.0.0.1, in files. */
export interface ServerCertificate {
  readonly certificateFile: string;
  readonly keyFile: string;
  /** The certificate itself, PEM: what a client trusts. */
  readonly ca: string;
}

/** Makes a certificate for a server of the tests, in this folder. */
export function makeServerCertificate(folder: string, owner?: Account): ServerCertificate {
  const openssl = findProgram("openssl", "apt-get install openssl");
  const certificateFile = join(folder, "server.crt");
  const keyFile = join(folder, "server.key");
  const what = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost";
  const names = ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"];
  execFileSync(openssl, [...what.split(" "), ...names, "-keyout", keyFile, "-out", certificateFile], {
    stdio: "ignore",
  });
  chmodSync(keyFile, 0o600); // PostgreSQL refuses a key that others can read
  if (owner !== undefined) chownSync(keyFile, owner.uid, owner.gid);
  return { certificateFile, keyFile, ca: readFileSync(certificateFile, "utf8") };
}
