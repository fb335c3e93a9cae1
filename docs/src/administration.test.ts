import { MemorySubscriptionRepository } from "@product-auth/core/subscriptions";
import { productAuth } from "@product-auth/express";
import { expect } from "chai";
import express from "express";
import request from "supertest";
import { block, review } from "./administration.js";

describe("the page of products and keys: administering subscriptions", () => {
  it("an approved key is admitted, and refused at once when its owner is blocked", async () => {
    const repository = new MemorySubscriptionRepository();
    const events: object[] = [];
    const { administration, primaryKey } = await review(repository, (event) => events.push(event));
    const auth = productAuth({ products: { pro: { accepts: ["key"] } }, subscriptions: repository });
    const app = express().use(auth, (_req, res) => void res.send("ok"));
    const status = async (key: string) =>
      (await request(app).get("/").set("Ocp-Apim-Subscription-Key", key)).status;
    expect(await status(primaryKey)).to.equal(200);
    expect(await block(repository)).to.equal(1);
    expect(await status(primaryKey)).to.equal(401);
    expect(await administration.setOwnerState("zoe", "active")).to.equal(1);
    expect(await status(primaryKey)).to.equal(200);
    expect(await administration.get("contoso-pro")).to.include({
      displayName: "Contoso, production",
      stateComment: "Welcome",
    });
    expect(events.map((event) => (event as { action: string }).action)).to.deep.equal([
      ...["create", "activate", "rename", "owner-state"],
    ]);
    await auth.close();
  });
});
