import { once } from "node:events";
import { freePort } from "@product-auth/testkit/services";
import { pin } from "../http/pin.js";
import { started, type ApiMessage } from "./start-api.js";

/** An API with a portal whose users sign in with e-mail and password, in a process. */
export interface PasswordApi extends ApiMessage {
  readonly port: number;
  /** Bytes that the process has in memory. */
  memory(): Promise<number>;
  stop(): void;
}

const API_CORE = 0;

/** Starts it. It has one processor, for the calls and the passwords together; those who call have the other. */
export async function startPasswordApi(): Promise<PasswordApi> {
  const port = await freePort();
  const { child, message } = await started<ApiMessage>("password-process.js", [String(port)], "production");
  pin(child.pid!, API_CORE);
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
