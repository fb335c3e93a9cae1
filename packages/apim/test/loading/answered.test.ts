import { expect } from "chai";
import { importedOf, type Configured } from "../writing/configured.js";
import { SHOP } from "../writing/written.js";
import { started } from "./started.js";

const subscriptions = [{ id: "one", scope: "/products/gold", primaryKey: "k1" }] as const;
const answer = (status: number) =>
  `<return-response><set-status code="${status}" /></return-response><check-header name="x" failed-check-httpcode="400" failed-check-error-message="x" ignore-case="true" />`;

/** Status of GET and of POST, with a key of the product. */
async function statuses(policies: Configured["policies"] & {}): Promise<readonly number[]> {
  const { call } = await started(importedOf({ ...SHOP, policies }), { subscriptions });
  const headers = { "ocp-apim-subscription-key": "k1" };
  return [
    await call({ method: "GET", path: "/orders", headers }),
    await call({ method: "POST", path: "/orders", headers }),
  ];
}

describe("calls that the gateway answers itself do not reach the application:", () => {
  const cases: readonly (readonly [name: string, policies: Configured["policies"] & {}, number[]])[] = [
    ["a fixed answer of an API", { "api:orders": `<base />${answer(503)}` }, [404, 404]],
    ["a fixed answer of an operation", { "operation:orders/create": `<base />${answer(200)}` }, [200, 404]],
    ["a fixed answer of the service", { global: answer(503) }, [404, 404]],
    ["one that an operation leaves out", { global: answer(503), "operation:orders/list": "" }, [200, 404]],
    ["a fixed answer of a product", { "product:gold": answer(302) }, [404, 404]],
    [
      "a fixed answer in a fragment",
      { "api:orders": '<include-fragment fragment-id="f" />', "fragment:f": answer(503) },
      [404, 404],
    ],
    ["a mock", { "operation:orders/list": "<base /><mock-response />" }, [404, 200]],
    ["a denial keeps its status", { "operation:orders/list": answer(403) }, [403, 200]],
  ];
  for (const [name, policies, expected] of cases)
    it(name, async () => expect(await statuses(policies)).to.deep.equal(expected));

  it("an answer under a condition is the application's to give", async () =>
    expect(
      await statuses({
        "api:orders": `<choose><when condition="@(context.Request.Method == "GET")">${answer(404)}</when></choose>`,
      }),
    ).to.deep.equal([200, 200]));
});
