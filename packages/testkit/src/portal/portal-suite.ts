import type { WebHandler } from "@product-auth/core/adapter";
import type { FullTestRunner } from "../test-runner.js";
import type { PortalHarness, PortalMount } from "./portal-harness.js";
import { ReflectingHandler, type Reflected } from "./reflecting-handler.js";
import { servePortal, type Answered, type Sent, type ServedPortal } from "./served-portal.js";

/** What every suite of the portal contract is given. */
export interface PortalSuite extends FullTestRunner {
  /** For one `describe`: a portal that is mounted so, served while its tests run. */
  readonly served: (mount?: Partial<PortalMount>, handler?: () => WebHandler) => Target;
}

export interface Target {
  readonly port: () => number;
  readonly send: (target: string, sent?: Sent) => Promise<Answered>;
  /** What the reflecting handler was given. */
  readonly reflected: (target: string, sent?: Sent) => Promise<Reflected>;
}

export function portalSuiteOf(runner: FullTestRunner, harness: PortalHarness): PortalSuite {
  return {
    ...runner,
    served(mount = {}, handler = () => new ReflectingHandler()) {
      let portal: ServedPortal;
      runner.before(async () => {
        portal = await servePortal(harness, handler(), mount);
      });
      runner.after(() => portal.close());
      const send = (target: string, sent?: Sent) => portal.send(target, sent);
      return {
        port: () => portal.port,
        send,
        reflected: async (target, sent) => {
          const { status, headers, text } = await send(target, sent);
          if (status !== 200 || headers["x-portal"] !== "yes")
            throw new Error(`The portal did not answer ${target}: ${status} ${text}`);
          return JSON.parse(text) as Reflected;
        },
      };
    },
  };
}
