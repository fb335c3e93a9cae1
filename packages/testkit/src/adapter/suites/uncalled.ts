import { expect } from "chai";
import { ConfigurationError } from "@product-auth/core";
import type { Uncalled } from "../adapter-harness.js";
import { KEY, tell } from "../support/api.js";
import type { Suite } from "../suite.js";

const NAMES = Object.keys({
  productAuth: true,
  requireProduct: true,
  requireScope: true,
  requireRole: true,
  require: true,
  open: true,
  protectedResourceMetadata: true,
} satisfies Record<Uncalled, true>) as Uncalled[];

/** `app.get(path, auth.requireProduct, handler)`: the framework calls what should have been called before. */
export function uncalled({ describe, it, apiStarter }: Suite): void {
  describe("a guard that was passed without being called", () => {
    const start = apiStarter();
    for (const name of NAMES)
      it(`${name}: no request gets in, and the error names what to write`, async () => {
        const errors: unknown[] = [];
        let handled = 0;
        const api = await start((app, { adapter }) => {
          const guard = adapter.uncalled?.(name);
          if (guard === undefined) return;
          app.get("/", { kind: "guard", guard }, (exchange) => {
            handled += 1;
            return tell(exchange);
          });
          app.onError = (error) => {
            errors.push(error);
            return { status: 500, body: "failed" };
          };
        });
        if (api.auth.adapter.uncalled === undefined) return;
        const answers = [await api.get("/"), await api.get("/").set(KEY, "pro-key")];
        expect(answers.map(({ status, text }) => [status, text])).to.deep.equal([
          [500, "failed"],
          [500, "failed"],
        ]);
        expect(handled).to.equal(0);
        for (const error of errors) {
          expect(error).to.be.instanceOf(ConfigurationError);
          const [{ path, message, fix } = { path: "", message: "", fix: "" }] = (error as ConfigurationError)
            .problems;
          expect([path, message]).to.deep.equal([
            name,
            "was passed to the framework without being called, so it was called with a request",
          ]);
          expect(fix).to.match(new RegExp(`${name}\\(`));
        }
        expect(errors).to.have.length(2);
      });
  });
}
