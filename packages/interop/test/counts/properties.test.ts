import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { KEY, listening, stopped } from "@product-auth/testkit/adapter";
import { FRAMEWORKS, type Before, type Build, type Framework } from "./support/frameworks.js";
import { sendInTurn } from "./support/send.js";
import { startWorld, type World } from "./support/world.js";

type Names = readonly (string | symbol)[];

/** The properties of Node's request, its header fields and its response when a handler is reached. */
async function propertiesWith(build: Build, before: Before, fields: readonly string[]): Promise<Names[]> {
  let look: () => Names[] = () => [];
  let seen: Names[] = [];
  const listener = await build(before, () => (seen = look()));
  const server = await listening(
    createServer((req, res) => {
      look = () => [req, req.rawHeaders, res].map((one) => Reflect.ownKeys(one));
      listener(req, res);
    }),
  );
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => sendInTurn(port, { fields }, 2, done));
  await stopped(server);
  return seen;
}

// Express changes the prototypes of request and response. Before V8 13, in Node 20 and 22, each property that is added
// afterwards gives the object a hidden class that no other object shares.
describe("properties that a guard adds to the request and the response of Node", () => {
  const ADDED: Readonly<Record<Framework, Names[]>> = {
    Express: [["productAuth"], [], []],
    Koa: [[], [], []],
    Fastify: [[], [], []],
  };

  let world: World;
  before(async () => (world = await startWorld()));
  after(() => world.close());

  for (const [framework, build] of Object.entries(FRAMEWORKS)) {
    const added = ADDED[framework as Framework];
    const expectAdded = async (...fields: string[]) => {
      const bare = await propertiesWith(build, { step: "lets on" }, fields);
      const guarded = await propertiesWith(build, { guard: world.auth }, fields);
      expect(bare[0]).to.include("rawHeaders");
      expect(guarded.map((names, at) => names.filter((name) => !bare[at]!.includes(name)))).to.deep.equal(
        added,
      );
    };

    it(`${framework}, a token: ${added[0]!.length}`, async () => {
      const token = await world.entra.tokenFor({ client: "contoso", product: "pro" });
      await expectAdded("Authorization", `Bearer ${token}`);
    });

    it(`${framework}, a key: ${added[0]!.length}`, () => expectAdded(KEY, "pro-key"));
  }
});
