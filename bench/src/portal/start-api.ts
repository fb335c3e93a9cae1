import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { freePort } from "@product-auth/testkit/services";
import { pin } from "../http/pin.js";

/** What the issuer's process sends when it is ready. */
export interface IssuerMessage {
  readonly tenantId: string;
  readonly origin: string;
  readonly appId: string;
  readonly secret: string;
}

/** What the API's process sends when it is ready. */
export interface ApiMessage {
  /** Key of a subscription. */
  readonly key: string;
}

/** An API with a portal, and the issuer that people sign in at, each in a process. */
export interface RunningApi extends ApiMessage {
  readonly port: number;
  readonly portal: string;
  stop(): void;
}

/** Starts them. `core`: the processor of the API; the issuer may use any other. */
export async function startApi(core: number): Promise<RunningApi> {
  const [port, issuerPort] = [await freePort(), await freePort()];
  const portal = `http://127.0.0.1:${port}/developer`;
  const issuer = await started<IssuerMessage>("issuer-process.js", [String(issuerPort), portal], "test");
  try {
    const api = await started<ApiMessage>(
      "api-process.js",
      [String(port), JSON.stringify(issuer.message)],
      "production",
    );
    pin(api.child.pid!, core);
    return {
      ...api.message,
      port,
      portal,
      stop() {
        api.child.kill();
        issuer.child.kill();
      },
    };
  } catch (error) {
    issuer.child.kill();
    throw error;
  }
}

/** Starts one of the programs beside this file. Its first message says that it is ready. */
export async function started<T>(
  program: string,
  words: readonly string[],
  environment: string,
): Promise<{ child: ChildProcess; message: T }> {
  const file = fileURLToPath(new URL(program, import.meta.url));
  const child = fork(file, [...words], {
    env: { ...process.env, NODE_ENV: environment },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    execArgv: ["--no-memory-reducer"],
  });
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`${program} ended with ${String(code)}`);
  });
  const [message] = (await Promise.race([once(child, "message"), ended])) as [T];
  ended.catch(() => undefined); // it is ended on purpose later
  return { child, message };
}
