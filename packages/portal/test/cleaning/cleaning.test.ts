import { MemoryRecordRepository, type RecordRepository } from "@product-auth/core/records";
import { expect } from "chai";
import { AuditLog } from "#src/audit/audit-log.js";
import { Cleaning, lastCleaning, type CleaningContext } from "#src/cleaning/cleaning.js";
import { createWorld } from "../support/world.js";

const DAY = 86_400_000;
const HOUR = 3_600_000;
const NEVER = 1_000_000_000;

describe("cleaning of the records", () => {
  let now: number;
  let records: MemoryRecordRepository;
  let problems: unknown[];
  let audit: AuditLog;
  beforeEach(() => {
    now = Date.UTC(2026, 10, 30);
    records = new MemoryRecordRepository({ clock: () => now });
    problems = [];
    audit = new AuditLog(records, () => now);
  });

  /** One instance over the records. */
  function instance(days = 365, own: RecordRepository = records): Cleaning {
    const clock = () => now;
    const portal = {
      records: own,
      audit: new AuditLog(own, clock),
      settings: { clock, retention: { audit: days * DAY } },
      reportFailure: (cause: unknown) => void problems.push(cause),
    } as unknown as CleaningContext;
    return new Cleaning(portal, NEVER);
  }

  /** Adds events of that many days ago. */
  async function addEvents(count: number, daysAgo: number): Promise<void> {
    const today = now;
    now -= daysAgo * DAY;
    for (let i = 0; i < count; i++) await audit.add({ action: "sign-in", target: `${daysAgo}` });
    now = today;
  }

  async function kept(): Promise<Record<string, number>> {
    const { events } = await audit.list({ limit: 1000 });
    const ages = events.map(({ target = "" }) => target);
    return Object.fromEntries(
      [...new Set(ages)].map((age) => [age, ages.filter((one) => one === age).length]),
    );
  }

  it("removes the events whose time has passed, and no others", async () => {
    for (const [count, days] of [
      [45, 400],
      [3, 366],
      [2, 364],
      [1, 0],
    ] as const)
      await addEvents(count, days);
    await instance().look();
    expect(await kept()).to.deep.equal({ 0: 1, 364: 2 });
    expect(await lastCleaning({ records })).to.deep.equal({ at: now, removed: 48, isBehind: false });
  });

  it("follows the option, also for events that were stored under another one", async () => {
    await addEvents(2, 31);
    await addEvents(2, 29);
    await instance(365).look();
    expect(await kept()).to.deep.equal({ 29: 2, 31: 2 });
    now += HOUR;
    await instance(30).look();
    expect(await kept()).to.deep.equal({ 29: 2 });
  });

  it("is done by one of all instances, once an hour", async () => {
    await addEvents(1, 400);
    const writes: string[] = [];
    const counted = (name: string): RecordRepository => ({
      get: (...given) => records.get(...given),
      list: (...given) => records.list(...given),
      write: (changes) => (writes.push(name), records.write(changes)),
    });
    const instances = ["a", "b", "c"].map((name) => instance(365, counted(name)));
    await Promise.all(instances.map((one) => one.look()));
    const { at } = (await lastCleaning({ records }))!;
    // Each of the three may try to take the turn; only the one that got it removes and notes.
    expect(writes.length).to.be.within(3, 5);
    writes.length = 0;
    now += HOUR - 1;
    await Promise.all(instances.map((one) => one.look()));
    expect(writes).to.deep.equal([]);
    now += 1;
    await Promise.all(instances.map((one) => one.look()));
    expect((await lastCleaning({ records }))!.at).to.equal(at + HOUR);
  });

  it("removes at most 2,000 events in one turn, and the next look goes on", async () => {
    await addEvents(2030, 400);
    await addEvents(1, 1);
    const cleaning = instance();
    await cleaning.look();
    expect((await lastCleaning({ records }))?.isBehind).to.equal(true);
    expect(await kept()).to.deep.equal({ 1: 1, 400: 30 });
    now += 300_000;
    await cleaning.look();
    expect(await kept()).to.deep.equal({ 1: 1 });
    expect(await lastCleaning({ records })).to.deep.equal({ at: now, removed: 30, isBehind: false });
  });

  it("that fails in the middle is reported once, and the next turn of another instance ends it", async () => {
    await addEvents(50, 400);
    let left = 2; // the turn, and the first 20 events
    const failing: RecordRepository = {
      get: (...given) => records.get(...given),
      list: (...given) => records.list(...given),
      write: (changes) => (left-- > 0 ? records.write(changes) : Promise.reject(new Error("disk full"))),
    };
    const cleaning = instance(365, failing);
    await cleaning.look();
    now += HOUR;
    await cleaning.look(); // cannot even take its turn
    expect(await kept()).to.deep.equal({ 400: 30 });
    expect(problems.length).to.equal(1);
    await instance().look();
    expect(await kept()).to.deep.equal({});
    expect((await lastCleaning({ records }))?.removed).to.equal(30);
  });

  it("notes why it failed, where the store can still write", async () => {
    const failing: RecordRepository = {
      get: (...given) => records.get(...given),
      list: () => Promise.reject(new Error("The list failed")),
      write: (changes) => records.write(changes),
    };
    await instance(365, failing).look();
    expect(await lastCleaning({ records })).to.deep.equal({ at: now, failure: "The list failed" });
  });

  it("has a store remove its expired records, with bounded work", async () => {
    const given: (number | undefined)[] = [];
    let expired = 1100;
    const store: RecordRepository = {
      get: (...of) => records.get(...of),
      list: (...of) => records.list(...of),
      write: (changes) => records.write(changes),
      deleteExpired(limit = 0) {
        given.push(limit);
        const removed = Math.min(limit, expired);
        expired -= removed;
        return Promise.resolve(removed);
      },
    };
    await instance(365, store).look();
    expect([expired, given]).to.deep.equal([0, [500, 500, 500]]);
    expired = 1e9;
    now += HOUR;
    await instance(365, store).look();
    expect(given.length).to.equal(23);
  });

  it("ends after the write that is under way when the portal closes", async () => {
    await addEvents(100, 400);
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let isWriting: () => void = () => undefined;
    const writing = new Promise<void>((resolve) => (isWriting = resolve));
    const slow: RecordRepository = {
      get: (...given) => records.get(...given),
      list: (...given) => records.list(...given),
      async write(changes) {
        if ("remove" in changes[0]!) {
          isWriting();
          await held;
        }
        await records.write(changes);
      },
    };
    const cleaning = instance(365, slow);
    const look = cleaning.look();
    await writing;
    const closed = cleaning.close();
    release();
    await Promise.all([look, closed]);
    expect(await kept()).to.deep.equal({ 400: 80 });
    expect((await lastCleaning({ records }))?.isBehind).to.equal(true);
    expect(problems).to.deep.equal([]);
  });

  it("the page Health shows for how long the audit is kept, and the last cleaning", async () => {
    const world = createWorld({ clock: () => now, records, portal: { retention: { audit: 30 } } });
    const admin = await world.user({ isAdministrator: true });
    expect((await admin.open("/admin/health")).text)
      .to.include("30 days")
      .and.include("None yet");
    await addEvents(3, 31);
    await instance(30).look();
    expect((await admin.open("/admin/health")).text).to.match(/3 events of the audit\s+removed/);
    expect((await world.portal.health()).retention).to.deep.equal({
      audit: 30,
      lastCleaning: { at: now, removed: 3, isBehind: false },
    });
    await world.portal.close();
  });
});
