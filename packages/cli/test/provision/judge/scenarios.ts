import { expect } from "chai";
import { Stage } from "./stage.js";

/** How many scenarios run at a time: most of their time is waiting. */
const AT_ONCE = process.env["EVERY_CALL"] === "yes" ? 4 : 12;
/** Scenarios of all files, begun together: otherwise each file would wait for itself. */
const tables: (() => void)[] = [];
let running = 0;
const waiting: (() => void)[] = [];

/** Scenarios by name; `SCENARIO="part of a name"` selects. Each name begins with its paragraph of provision.md. They run side by side; each `it` reports one. */
export function scenarios(
  title: string,
  table: Readonly<Record<string, (stage: Stage) => Promise<unknown>>>,
): void {
  describe(title, function () {
    this.timeout(140_000);
    const only = process.env["SCENARIO"] ?? "";
    const names = Object.keys(table).filter((name) => name.includes(only));
    const results = new Map<string, Promise<unknown>>();
    tables.push(() => {
      for (const name of names) {
        const result = play(table[name]!);
        result.catch(() => undefined); // the test below reports it
        results.set(name, result);
      }
    });
    before(() => {
      for (const begin of tables.splice(0)) begin();
    });
    for (const name of names) it(name, () => results.get(name));
  });
}

async function play(scenario: (stage: Stage) => Promise<unknown>): Promise<void> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  running += 1;
  const stage = await Stage.open();
  try {
    let failure: Error | undefined;
    await scenario(stage).catch((error: unknown) => (failure = error as Error));
    if (failure !== undefined) {
      failure.message += stage.violations.map((text) => `\n  - ${text}`).join("");
      throw failure;
    }
    expect(stage.violations, stage.violations.join("\n  - ")).to.deep.equal([]);
  } finally {
    running -= 1;
    waiting.shift()?.();
    await stage.close();
  }
}
