import { serviceFor } from "@product-auth/testkit/services";
import type { Browser } from "playwright-core";
import { startBrowser } from "./browser.js";
import { newPerson, type Person } from "./person.js";
import { startScenario, type RunningScenario } from "./scenario-process.js";

/** What the tests of a suite share. */
export interface InBrowser {
  /** The scenario, which runs from the first test on. */
  readonly scenario: RunningScenario;
  readonly person: () => Promise<Person>;
}

/** Starts a scenario and a browser for the tests of a suite. `stay`: until when people keep their profiles. */
export function inBrowser(name: string, stay: "test" | "suite" = "test"): InBrowser {
  let browser: Browser | undefined;
  let scenario: RunningScenario | undefined;
  const people: Person[] = [];
  const leave = async (): Promise<void> => {
    for (const person of people.splice(0)) await person.close();
  };
  before(async function () {
    browser = await serviceFor(this, startBrowser);
    scenario = await startScenario([name]);
  });
  if (stay === "test") afterEach(leave);
  else after(leave);
  after(async () => {
    await browser?.close();
    await scenario?.stop();
  });
  return {
    get scenario() {
      return scenario!;
    },
    async person() {
      const created = await newPerson(browser!);
      people.push(created);
      return created;
    },
  };
}
