// Mocha's own Spec reporter, and what it lacks:
// - one plain last line, "N passed, N failed", that a person, a script or a log search finds at once;
// - a skipped test needs a reason on CI and in `npm run check`, and the reasons are printed at the end;
// - a process that stays alive after the last test ends, naming what kept it alive;
// - the run as events in the file TEST_EVENTS, for `.ci/test.mjs`, which runs several processes of mocha.
const { appendFileSync } = require("node:fs");
const { reporters } = require("mocha");

const { TEST_EVENTS = "", CI = "", TEST_STRICT = "" } = process.env;
const strict = CI !== "" || TEST_STRICT !== "";
/** Milliseconds that sockets and child processes have to end after the last test. */
const GRACE = 10_000;

module.exports = class PlainTotal extends reporters.Spec {
  #reasons = new Set();

  constructor(runner, options) {
    super(runner, options);
    const started = new Map();
    const place = (test) => ({ title: test.fullTitle(), file: test.file });
    runner.on("start", () => note({ event: "start", tests: runner.total }));
    runner.on("test", (test) => {
      started.set(test, Date.now());
      note({ event: "test", ...place(test) });
    });
    runner.on("hook", (hook) => note({ event: "hook", ...place(hook) }));
    runner.on("pass", (test) => note({ event: "pass", ...place(test), ms: Date.now() - started.get(test) }));
    runner.on("fail", (test, error) => note({ event: "fail", ...place(test), error: textOf(error) }));
    runner.on("pending", (test) => {
      const reason = reasonOf(test);
      if (reason !== undefined) this.#reasons.add(reason);
      note({ event: "pending", ...place(test), reason });
      if (reason === undefined && strict)
        runner.fail(test, new Error("Skipped without a reason: skip with `skipReason` or not at all"), true);
    });
    runner.once("end", () => {
      note({ event: "end", ...this.stats });
      endAfterGrace();
    });
  }

  epilogue() {
    super.epilogue();
    for (const reason of this.#reasons) console.log(`SKIPPED: ${reason}`);
    const { passes, failures, pending } = this.stats;
    console.log(`${passes} passed, ${failures} failed${pending > 0 ? `, ${pending} skipped` : ""}`);
  }
};

/** Why a test is skipped: `skipReason` on the test or on a suite around it. */
function reasonOf(test) {
  for (let place = test; place !== undefined; place = place.parent)
    if (place.skipReason !== undefined) return place.skipReason;
  return undefined;
}

/** Written at once, so that the last line names the running test when the process crashes or hangs. */
function note(event) {
  if (TEST_EVENTS !== "") appendFileSync(TEST_EVENTS, `${JSON.stringify({ at: Date.now(), ...event })}\n`);
}

function textOf(error) {
  return String(error?.stack ?? error);
}

function endAfterGrace() {
  const watchdog = setTimeout(() => {
    console.error(`Still alive ${GRACE / 1000} s after the last test: ${openHandles().join(", ")}`);
    process.once("exit", () => (process.exitCode = 1)); // mocha sets it at exit, to 0 when no test failed
    process.exit(1);
  }, GRACE);
  watchdog.unref(); // an idle process ends before that
}

/** What keeps the process alive, with addresses where Node knows them. */
function openHandles() {
  const handles = process._getActiveHandles?.() ?? []; // deprecated, but nothing else knows addresses
  const named = handles
    .filter((handle) => handle.hasRef?.() !== false && handle.fd !== 1 && handle.fd !== 2)
    .map((handle) => {
      const address = handle.address?.() ?? {};
      const port = address.port === undefined ? "" : ` on port ${address.port}`;
      const peer = handle.remotePort === undefined ? "" : ` to port ${handle.remotePort}`;
      const program = handle.spawnfile === undefined ? "" : ` ${handle.spawnfile} (pid ${handle.pid})`;
      return `${handle.constructor.name}${port}${peer}${program}`;
    });
  return [...named, `resources: ${process.getActiveResourcesInfo().join(" ")}`];
}
