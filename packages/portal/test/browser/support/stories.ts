import { serviceFor } from "@product-auth/testkit/services";
import { expect } from "chai";
import type { Context } from "mocha";
import { closeBrowser, startBrowser, type newVisitor } from "./browser.js";
import { combinations, type Combination } from "./combinations.js";
import { startDemoWorld, type DemoWorld } from "./demo-world.js";
import { newUser, type User } from "./user.js";

/** What a story is told with. */
export interface Stage extends Combination {
  readonly world: () => DemoWorld;
  /** A person with a browser of their own. Closed after the story, which fails when a page reported a problem. */
  readonly person: (options?: Parameters<typeof newVisitor>[0]) => Promise<User>;
}

/**
 * Tells stories in a real browser, once in each combination of framework and JavaScript, each in a world of its own. `more`: options
 * of the world.
 */
export function stories(title: string, tell: (stage: Stage) => void, more: readonly string[] = []): void {
  describe(`in a browser: ${title}`, function () {
    this.timeout(60_000); // a busy machine takes seconds for a page

    before(async function (this: Context) {
      await serviceFor(this, startBrowser);
    });
    after(closeBrowser);
    for (const combination of combinations(title))
      describe(combination.name, () => tell(stageOf(combination, more)));
  });
}

function stageOf(combination: Combination, more: readonly string[]): Stage {
  const people: User[] = [];
  let world: DemoWorld | undefined;
  before(async function (this: Context) {
    this.timeout(60_000);
    world = await startDemoWorld(combination.framework, { more });
  });
  after(() => world?.stop());
  afterEach(async () => {
    const problems = people.flatMap((person) => person.problems);
    for (const person of people.splice(0)) await person.close();
    expect(problems).to.deep.equal([]);
  });
  const running = () => {
    if (world === undefined) throw new Error("The demo world has not started");
    return world;
  };
  return {
    ...combination,
    world: running,
    person: async (options = {}) => {
      const user = await newUser(running(), { isScripted: combination.isScripted, ...options });
      people.push(user);
      return user;
    },
  };
}
