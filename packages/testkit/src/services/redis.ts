import { findProgram } from "./find-program.js";
import { freePort } from "./free-port.js";
import { makeServerCertificate } from "./server-certificate.js";
import { ServerProcess } from "./server-process.js";
import type { OwnServiceOptions, PausableService, Service } from "./service.js";
import { temporaryFolder } from "./temporary-folder.js";

let shared: Promise<Service> | undefined;

/** The Redis that all tests of this process share: that of `TEST_REDIS_URL`, else one started by the first who asks. */
export function startRedis(): Promise<Service> {
  const url = process.env["TEST_REDIS_URL"];
  shared ??= url === undefined || url === "" ? launchRedis() : Promise.resolve({ url });
  return shared;
}

/** How an own Redis is wanted. */
export interface OwnRedisOptions extends OwnServiceOptions {
  /** Be a node of a cluster, without slots yet. Default false. */
  readonly cluster?: boolean;
}

/** Starts a Redis of one's own on a free port; rejects with `MissingServiceError` when there is none to start. */
export async function launchRedis({
  tls = false,
  cluster = false,
}: OwnRedisOptions = {}): Promise<PausableService> {
  const program = findProgram("redis-server", "apt-get install redis-server");
  const folder = temporaryFolder("redis");
  const certificate = tls ? makeServerCertificate(folder) : undefined;
  const port = await freePort();
  const ports =
    certificate === undefined
      ? { port }
      : {
          port: 0,
          "tls-port": port,
          "tls-cert-file": certificate.certificateFile,
          "tls-key-file": certificate.keyFile,
          "tls-auth-clients": "no",
        };
  // The append-only file is written before a reply is sent: what was answered survives a kill.
  const settings = {
    ...ports,
    bind: "127.0.0.1",
    dir: folder,
    save: "",
    appendonly: "yes",
    appendfsync: "no",
    "cluster-enabled": cluster ? "yes" : "no",
  };
  const server = new ServerProcess({
    program,
    args: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
    ready: "Ready to accept connections",
    signal: "SIGKILL",
  });
  await server.start();
  return {
    url: `${tls ? "rediss" : "redis"}://127.0.0.1:${port}`,
    ca: certificate?.ca,
    stop: () => server.stop(),
    pause: () => server.pause(),
    resume: () => server.resume(),
    restart: () => server.start(),
  };
}
