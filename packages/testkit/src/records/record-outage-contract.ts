import assert from "node:assert/strict";
import type { RecordNotice, RecordRepository } from "@product-auth/core/records";
import { soon } from "../counters/guarded-instance.js";
import type { PausableService } from "../services/service.js";
import type { TestRunner } from "../test-runner.js";
import { nextRecord, put, recordConflictOf, sampleRecord } from "./record-samples.js";

/** Records whose server can be stopped. */
export interface RecordOutageHarness {
  readonly server: () => PausableService;
  /** A repository; every call gives another instance over the same data. */
  open(): Promise<RecordRepository>;
  /** Milliseconds after which a query of these repositories fails. */
  readonly timeout: number;
}

/** Milliseconds by which a failure may be later than its timeout. */
const TOLERANCE = 150;
const IDS = ["a", "b", "c", "d", "e"];

/** Declares the tests that a repository of records must pass while its server is down or silent, and after it is back. */
export function recordOutageContract(runner: TestRunner, name: string, harness: RecordOutageHarness): void {
  const { server, timeout } = harness;

  const it = (title: string, body: (repository: RecordRepository) => Promise<void>) =>
    runner.it(title, async () => {
      const repository = await harness.open();
      try {
        await soon(async () => repository.write(IDS.map((id) => ({ remove: { kind: "user", id } }))));
        await repository.write(IDS.map((id) => put(sampleRecord(id))));
        await body(repository);
      } finally {
        await repository.close?.();
      }
    });

  runner.describe(`${name}, when the server of its records fails`, () => {
    it("killed: every query fails in time; then all is there and can be changed", async (repository) => {
      await server().stop();
      try {
        for (let i = 0; i < 3; i++) await failInTime(repository);
      } finally {
        await server().restart();
      }
      await works(repository);
    });

    it("silent: many queries at once fail in time; then all is there and can be changed", async (repository) => {
      server().pause();
      try {
        await Promise.all(Array.from({ length: 20 }, () => failInTime(repository)));
      } finally {
        server().resume();
      }
      await works(repository);
    });

    it("killed during writes of five records each: each write is made in full or not at all", async (repository) => {
      let acknowledged = 1;
      let isDown = false;
      const writing = (async () => {
        for (;;) {
          const version = acknowledged + 1;
          try {
            await repository.write(IDS.map((id) => put(sampleRecord(id, { version, value: { version } }))));
            acknowledged = version;
          } catch (error) {
            if (isDown) return;
            throw error;
          }
        }
      })();
      await Promise.race([writing, new Promise((resolve) => setTimeout(resolve, 150))]);
      isDown = true;
      await server().stop();
      await writing;
      await server().restart();
      const { records } = await soon(async () => repository.list("user"));
      const versions = new Set(records.map(({ version }) => version));
      assert.deepEqual(
        records.map(({ id }) => id),
        IDS,
      );
      assert.equal(versions.size, 1, `versions ${[...versions].join(", ")}`);
      // The answer to the last write may have been lost.
      const [version] = versions;
      assert.ok(version === acknowledged || version === acknowledged + 1, `${version} after ${acknowledged}`);
    });

    it("back again: an instance that could not listen hears that everything may have changed", async (repository) => {
      if (repository.onChange === undefined) return;
      const notices: RecordNotice[] = [];
      repository.onChange((notice) => void notices.push(notice));
      await soon(() => assert.ok(notices.includes("everything"), "not listening yet"));
      await server().stop();
      notices.length = 0;
      await server().restart();
      await soon(() => assert.ok(notices.includes("everything"), "not listening again"));
      notices.length = 0;
      await soon(async () => assert.equal(await recordConflictOf(repository.write([put(next())])), "none"));
      await soon(() => assert.deepEqual(notices, [{ records: [{ kind: "user", id: "a" }] }]));
    });
  });

  async function failInTime(repository: RecordRepository): Promise<void> {
    const queries = [
      () => repository.get("user", "a"),
      () => repository.list("user"),
      () => repository.write([put(next()), put(sampleRecord("new"))]),
    ];
    await Promise.all(
      queries.map(async (query) => {
        const since = performance.now();
        await assert.rejects(query, Error);
        const took = performance.now() - since;
        assert.ok(took <= timeout + TOLERANCE, `failed after ${Math.round(took)} of ${timeout} ms`);
      }),
    );
  }

  async function works(repository: RecordRepository): Promise<void> {
    const { records } = await soon(async () => repository.list("user"));
    assert.deepEqual(
      records,
      IDS.map((id) => sampleRecord(id)),
    );
    await soon(async () => repository.write([put(next())]));
    assert.deepEqual(await repository.get("user", "a"), next());
  }
}

const next = () => nextRecord(sampleRecord("a"), { value: { name: "next" } });
