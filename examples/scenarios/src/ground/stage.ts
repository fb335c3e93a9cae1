import { startEntra } from "@product-auth/emulator";
import type { Framework } from "./frameworks.js";
import type { Authority } from "./authority.js";
import { listen, onPort } from "./listen.js";
import type { Stage } from "./scenario.js";

/** A stage, and what ends everything that was started on it. */
export interface OpenStage extends Stage {
  close(): Promise<void>;
}

export function openStage(
  authority: Authority,
  { framework, port, entraPort }: { framework: Framework; port: number; entraPort: number },
): OpenStage {
  const closers: (() => unknown)[] = [];
  const stage: OpenStage = {
    framework,
    authority,
    onClose: (close) => void closers.push(close),
    async startIssuer(options) {
      const entra = await onPort(entraPort, "--entra-port", () =>
        startEntra({
          port: entraPort,
          protocol: "https",
          tls: { directory: authority.folder }, // it keeps the certificate that it finds there
          ...options,
        }),
      );
      closers.push(entra.close);
      return entra;
    },
    async listen(options = {}) {
      const listener = await listen(options, authority);
      closers.push(listener.close);
      return listener;
    },
    listenForApi: (options = {}) => onPort(port, "--port", () => stage.listen({ port, ...options })),
    async close() {
      const errors: unknown[] = [];
      for (let close = closers.pop(); close !== undefined; close = closers.pop()) {
        try {
          await close();
        } catch (error) {
          errors.push(error); // the others must end too
        }
      }
      if (errors.length > 0) throw new AggregateError(errors, "Something did not end");
    },
  };
  return stage;
}
