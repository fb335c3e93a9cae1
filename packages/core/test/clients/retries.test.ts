import { expect } from "chai";
import { ProvisioningError, type ProvisioningReason } from "#src/clients/index.js";
import { failedJob } from "#src/clients/failed-job.js";
import type { JobDocument, StepDocument } from "#src/clients/job-document.js";
import { retryDelay } from "#src/clients/retry-times.js";

const step = (name: StepDocument["name"]): StepDocument => ({ id: name, name, state: "running" });

const job = (name: StepDocument["name"], more: Partial<JobDocument> = {}): JobDocument => ({
  id: "change-a",
  version: 1,
  kind: "change",
  state: "running",
  displayName: "Batch",
  clientId: "a",
  steps: [step(name)],
  attempts: 0,
  createdDate: 0,
  ...more,
});

describe("attempts of a job", () => {
  it("after 1, 2, 4 … seconds, then every five minutes, at last hourly, a fifth later at most", () => {
    const planned = [1, 2, 4, 8, 16, 32, 60, 300, 300, 300].map((seconds) => seconds * 1000);
    for (const [i, delay] of planned.entries())
      expect(retryDelay(i + 1)).to.be.within(delay, delay * 1.2 + 1);
    for (const attempts of [20, 1000]) expect(retryDelay(attempts)).to.be.within(3_600_000, 4_320_000);
  });
  it("not before the other side asked for, and not later than in an hour for that", () => {
    expect(retryDelay(1, 30)).to.be.within(30_000, 36_000);
    expect(retryDelay(6, 1)).to.be.within(32_000, 38_400);
    expect(retryDelay(1, 1e9)).to.be.within(3_600_000, 4_320_000);
    expect(retryDelay(1, -5)).to.be.within(1000, 1200);
  });
  it("a link stops for good where another attempt does not help; a removal goes on hourly", () => {
    const reasons: readonly ProvisioningReason[] = ["refused", "not-found", "conflict"];
    for (const reason of reasons) {
      const error = new ProvisioningError(reason, "no");
      expect(failedJob(job("link"), step("link"), error, 0).state).to.equal("stopped");
      const cleanup = failedJob(job("unlink"), step("unlink"), error, 0);
      expect(cleanup).to.include({ state: "waiting", retryAt: 3_600_000, attempts: 1 });
      expect(cleanup.problem).to.deep.equal({ reason, message: "no" });
    }
  });
  it("a removal goes on hourly beside links that are still open", () => {
    const both = job("unlink", { steps: [step("unlink"), { ...step("link"), state: "open" }] });
    const failed = failedJob(both, step("unlink"), new ProvisioningError("refused", "no"), 0);
    expect(failed).to.include({ state: "waiting", retryAt: 3_600_000 });
  });
  it("an object that stays invisible for two minutes stops a link", () => {
    const error = new ProvisioningError("not-ready", "404");
    expect(failedJob(job("link", { attempts: 6 }), step("link"), error, 0).state).to.equal("waiting");
    expect(failedJob(job("link", { attempts: 7 }), step("link"), error, 0).state).to.equal("stopped");
  });
  it("a foreign error is temporary, and its text is not stored", () => {
    const failed = failedJob(job("link"), step("link"), new Error("secret=abc"), 0);
    expect(failed.state).to.equal("waiting");
    expect(JSON.stringify(failed)).to.not.include("abc");
  });
});
