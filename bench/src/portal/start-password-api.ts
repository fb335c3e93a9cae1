import { once } from "node:events";
import { freePort } from "@product-auth/testkit/services";
import { started, type ApiMessage } from "./start-api.js";

/** An API with a portal whose users sign in with e-mail and password, in a process. */
export interface PasswordApi extends ApiMessage {
  readonly port: number;
  /** Bytes that the process has in memory. */
  memory(): Promise<number>;
  stop(): void;
}

/** Starts it. It may use every processor: passwords are checked beside the calls. */
export async function startPasswordApi(): Promise<PasswordApi> {
  const port = await freePort();
  const { child, message } = await started<ApiMessage>("password-process.js", [String(port)], "production");
  return {
    ...message,
    port,
    async memory() {
      child.send("memory");
      const [{ rss }] = (await once(child, "message")) as [{ rss: number }];
      return rss;
    },
    stop: () => void child.kill(),
  };
}
