import { setTimeout as pause } from "node:timers/promises";
import { expect } from "chai";
import { PendingQueries } from "#src/evidence/pending-queries.js";
import { withTimeout } from "#src/lib/with-timeout.js";

const never = () => new Promise<never>(() => undefined);
const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
const reasonOf = (work: Promise<unknown>) => work.then(String, (error: Error) => error.message);

describe("withTimeout", () => {
  it("gives the result, and leaves no timer", async () => {
    await pause(1); // the test runner's own are set
    const before = timers();
    expect(await withTimeout(Promise.resolve(1), 60_000, "late")).to.equal(1);
    expect(timers()).to.equal(before);
  });
  it("rejects as the promise does, and leaves no timer", async () => {
    await pause(1); // the test runner's own are set
    const before = timers();
    expect(await reasonOf(withTimeout(Promise.reject(new Error("down")), 60_000, "late"))).to.equal("down");
    expect(timers()).to.equal(before);
  });
  it("rejects when it takes too long", async () => {
    expect(await reasonOf(withTimeout(never(), 10, "late"))).to.equal("late");
  });
  it("a rejection that comes later is nobody's", async () => {
    const unheard: unknown[] = [];
    const hear = (reason: unknown) => void unheard.push(reason);
    process.on("unhandledRejection", hear);
    const slow = pause(30).then(() => Promise.reject(new Error("down")));
    expect(await reasonOf(withTimeout(slow, 5, "late"))).to.equal("late");
    await pause(60);
    process.off("unhandledRejection", hear);
    expect(unheard).to.deep.equal([]);
  });
});

describe("pending queries", () => {
  const make = (max = 3) => new PendingQueries({ store: "The store", timeout: 20, max });
  /** Puts a query as a store is asked. */
  const ask = async <T>(queries: PendingQueries, query: () => PromiseLike<T>) => {
    queries.throwIfFull();
    return queries.resultOf(query());
  };

  it("an answer, a rejection and a late answer free the place", async () => {
    const queries = make();
    expect(await ask(queries, async () => 1)).to.equal(1);
    expect(await reasonOf(ask(queries, () => Promise.reject(new Error("down"))))).to.equal("down");
    expect(queries.size).to.equal(0);
    const late = reasonOf(ask(queries, () => pause(60)));
    expect(queries.size).to.equal(1);
    expect(await late).to.equal("The store did not answer within 0.02 seconds");
    expect(queries.size, "its promise may still hold memory").to.equal(1);
    await pause(80);
    expect(queries.size).to.equal(0);
  });
  it("those in excess fail at once and are not put", async () => {
    const queries = make();
    let put = 0;
    const silent = () => {
      put += 1;
      return never();
    };
    const reasons = await Promise.all(Array.from({ length: 100 }, () => reasonOf(ask(queries, silent))));
    expect(put).to.equal(3);
    expect(reasons.filter((reason) => reason === "The store has 3 unanswered queries")).to.have.length(97);
  });
  it("a store that went silent is asked one at a time, and by many again once it answers", async () => {
    const queries = make();
    const all = (count: number, query: () => PromiseLike<unknown>) =>
      Promise.all(Array.from({ length: count }, () => reasonOf(ask(queries, query))));
    await all(3, never);
    for (let i = 0; i < 2; i++) {
      const reasons = await all(10, never);
      expect(reasons.filter((reason) => reason.includes("within"))).to.have.length(1);
    }
    expect(await all(10, async () => "in")).to.include("in");
    expect(queries.size).to.equal(0);
    expect(await all(3, async () => "in")).to.deep.equal(["in", "in", "in"]);
  });
  it("queries from before that are answered after all do not count below nothing", async () => {
    const queries = make();
    let open: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (open = resolve));
    await Promise.all([1, 2, 3].map(() => reasonOf(ask(queries, () => held))));
    await ask(queries, async () => 1);
    open();
    await pause(5);
    expect(queries.size).to.equal(0);
  });
  it("calls `then` once: a query builder starts its query by it", async () => {
    let started = 0;
    const query: PromiseLike<string> = {
      then(resolve, reject) {
        started += 1;
        return Promise.resolve("row").then(resolve, reject);
      },
    };
    expect(await ask(make(), () => query)).to.equal("row");
    expect(started).to.equal(1);
  });
});
