import { MemoryRecordRepository } from "@product-auth/core/records";
import { expect } from "chai";
import type { PortalApplications } from "#src/applications/portal-applications.js";
import { lastReconcile, ApplicationUpkeep } from "#src/applications/upkeep.js";
import type { PortalContext } from "#src/portal-context.js";
import { eventually } from "../support/eventually.js";

describe("the upkeep of applications", () => {
  it("continues jobs while the hourly work takes long, and does not wait for it without end", async () => {
    const problems: unknown[] = [];
    const portal = {
      records: new MemoryRecordRepository(),
      settings: { clock: () => Date.now() },
      reportProblem: (problem: unknown) => void problems.push(problem),
    } as unknown as PortalContext;
    let looks = 0;
    let compared = 0;
    let answer: (findings: []) => void = () => undefined;
    const applications = {
      administration: {
        resumeAll: () => Promise.resolve((looks += 1)),
        list: () => Promise.resolve({ items: [] }),
      },
      reconcile: () => {
        compared += 1;
        return new Promise((resolve) => (answer = resolve));
      },
    } as unknown as PortalApplications;
    const upkeep = new ApplicationUpkeep(portal, applications, 5);
    await eventually(() => compared === 1 && looks > 3);
    expect([compared, looks > 3]).to.deep.equal([1, true]);
    answer([]);
    await eventually(async () => (await lastReconcile(portal))?.findings !== undefined);
    expect((await lastReconcile(portal))?.findings).to.deep.equal([]);
    await upkeep.close();
    expect(problems).to.deep.equal([]);
  });
});
