import { ok, strictEqual } from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import type { RecordNotice, RecordRepository } from "@product-auth/core/records";
import type { RecordCase } from "./record-room.js";
import { nextRecord, put, recordConflictOf, remove, sampleRecord } from "./record-samples.js";

/** The notices that an instance emitted. */
class Notices {
  readonly all: RecordNotice[] = [];
  readonly stop: () => void;

  constructor(repository: RecordRepository) {
    ok(repository.onChange !== undefined, "a repository that pushes has onChange");
    this.stop = repository.onChange((notice) => void this.all.push(notice));
  }

  /** Waits until caches that follow these notices have forgotten these users; fails after `within` milliseconds. */
  async of(ids: readonly string[], within: number): Promise<void> {
    const end = performance.now() + within;
    while (!ids.every((id) => this.#forgets(id))) {
      ok(performance.now() < end, `not notified within ${within} ms of ${ids.join(", ")}`);
      await pause(Math.min(5, within));
    }
  }

  #forgets(id: string): boolean {
    return this.all.some(
      (notice) =>
        notice === "everything" ||
        notice.records.some((record) => record.kind === "user" && record.id === id),
    );
  }
}

/** What one instance changes is pushed to the others. */
export function recordPush(it: RecordCase, { within }: { within: number }): void {
  it("a new record, its replacement, its removal, to every instance", async (open) => {
    const [one, other] = [await open(), await open()];
    for (const change of [
      put(sampleRecord("a")),
      put(nextRecord(sampleRecord("a"))),
      remove("a", 2),
      put(sampleRecord("a")),
    ]) {
      const told = [new Notices(one), new Notices(other)];
      await one.write([change]);
      for (const notices of told) await notices.of(["a"], within);
      for (const notices of told) notices.stop();
    }
  });
  it("all records of one write", async (open) => {
    const [one, other] = [await open(), await open()];
    const notices = new Notices(other);
    const ids = Array.from({ length: 20 }, (_, i) => `${i}`.padEnd(128, "x"));
    await one.write(ids.map((id) => put(sampleRecord(id))));
    await notices.of(ids, within);
  });
  it("once notified, a query gives the new answer", async (open) => {
    const [one, other] = [await open(), await open()];
    await one.write([put(sampleRecord("a"))]);
    strictEqual((await other.get("user", "a"))?.version, 1);
    const notices = new Notices(other);
    await one.write([put(nextRecord(sampleRecord("a")))]);
    await notices.of(["a"], within);
    strictEqual((await other.get("user", "a"))?.version, 2);
  });
  it("a refused write is not pushed", async (open) => {
    const repository = await open();
    await repository.write([put(sampleRecord("a"))]);
    const notices = new Notices(repository);
    strictEqual(
      await recordConflictOf(repository.write([put(sampleRecord("twin")), put(sampleRecord("a"))])),
      "id of record",
    );
    await repository.write([put(sampleRecord("b"))]);
    await notices.of(["b"], within);
    const named = notices.all.flatMap((notice) => (notice === "everything" ? [] : notice.records));
    strictEqual(
      named.some(({ id }) => id === "twin"),
      false,
    );
  });
  it("a listener that was removed is not called, and one that throws disturbs no other", async (open) => {
    const repository = await open();
    repository.onChange!(() => {
      throw new Error("a listener that throws");
    });
    const [gone, stays] = [new Notices(repository), new Notices(repository)];
    await repository.write([put(sampleRecord("a"))]);
    await gone.of(["a"], within);
    gone.stop();
    gone.stop();
    const before = gone.all.length;
    stays.all.length = 0;
    await repository.write([put(sampleRecord("b"))]);
    await stays.of(["b"], within);
    strictEqual(gone.all.length, before);
  });
}
