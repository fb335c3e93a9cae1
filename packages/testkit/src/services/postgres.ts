import { execFileSync } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { accountInsteadOfRoot } from "./account.js";
import { findProgram } from "./find-program.js";
import { freePort } from "./free-port.js";
import { MissingServiceError } from "./missing-service.js";
import { makeServerCertificate } from "./server-certificate.js";
import { ServerProcess } from "./server-process.js";
import type { OwnServiceOptions, PausableService, Service } from "./service.js";
import { temporaryFolder } from "./temporary-folder.js";

const INSTALL = "apt-get install postgresql";
const NAME = "postgres";
let shared: Promise<Service> | undefined;

/** The PostgreSQL that all tests of this process share: that of `TEST_POSTGRES_URL`, else one started by the first who asks. */
export function startPostgres(): Promise<Service> {
  const url = process.env["TEST_POSTGRES_URL"];
  shared ??= url === undefined || url === "" ? launchPostgres() : Promise.resolve({ url });
  return shared;
}

/** Starts a PostgreSQL of one's own on a free port; rejects with `MissingServiceError` when there is none to start. */
export async function launchPostgres({ tls = false }: OwnServiceOptions = {}): Promise<PausableService> {
  const initdb = findProgram("initdb", INSTALL);
  const program = findProgram(NAME, INSTALL);
  const account = accountInsteadOfRoot(NAME);
  if (account !== undefined && !existsSync("/usr/bin/setpriv"))
    throw new MissingServiceError("PostgreSQL refuses root. Install setpriv: apt-get install util-linux");
  const folder = temporaryFolder(NAME, account);
  const data = join(folder, "data");
  execFileSync(initdb, ["-D", data, "-U", NAME, "-A", "trust", "--no-sync", "-E", "UTF8", "--no-locale"], {
    stdio: "ignore",
    cwd: folder,
    ...(account !== undefined && { uid: account.uid, gid: account.gid }),
  });
  const certificate = tls ? makeServerCertificate(folder, account) : undefined;
  const port = await freePort();
  const settings = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: folder,
    max_connections: 200,
    fsync: "off",
    ...(certificate !== undefined && {
      ssl: "on",
      ssl_cert_file: certificate.certificateFile,
      ssl_key_file: certificate.keyFile,
    }),
  };
  if (tls) requireTls(data);
  const server = new ServerProcess({
    program,
    args: ["-D", data, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    ready: "database system is ready to accept connections",
    signal: "SIGQUIT", // "immediate": like a crash, but it leaves no shared memory behind
    account,
  });
  await server.start();
  return {
    url: `postgres://${NAME}@127.0.0.1:${port}/${NAME}`,
    ca: certificate?.ca,
    stop: () => server.stop(),
    pause: () => server.pause(),
    resume: () => server.resume(),
    restart: async () => {
      rmSync(join(data, "postmaster.pid"), { force: true });
      await server.start();
    },
  };
}

function requireTls(data: string): void {
  writeFileSync(join(data, "pg_hba.conf"), "hostssl all all 127.0.0.1/32 trust\n");
}
