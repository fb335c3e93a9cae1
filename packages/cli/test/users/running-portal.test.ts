import { createHash, randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { createProductAuth } from "@product-auth/core";
import { administerSubscriptions } from "@product-auth/core/subscriptions";
import { productAuth } from "@product-auth/express";
import { portalRoutes } from "@product-auth/express/portal";
import { createPortal, type Portal } from "@product-auth/portal";
import { expect } from "chai";
import express from "express";
import { runProgram } from "../run.js";
import { HOUSES, type House } from "./support/house.js";

const unused = () => Promise.reject(new Error("not used"));

for (const [name, open] of Object.entries(HOUSES))
  describe(`product-auth users as a program beside a running portal, on ${name}`, function () {
    this.timeout(60_000);
    let house: House;
    let server: Server;
    let portal: Portal;
    let origin: string;
    let key: string;
    let ann: string;
    let cookie: string;
    const closing: (() => unknown)[] = [];
    before(async function () {
      house = await open(this);
      await house.user("root@contoso.example", { groups: ["administrators"] });
      ann = await house.user("ann@contoso.example");
      const [records, repository] = [await house.open.records(), await house.open.subscriptions()];
      const subscriptions = administerSubscriptions({ repository });
      ({ primaryKey: key } = await subscriptions.create({ scope: "/products/pro", ownerId: ann }));
      const app = express();
      server = createServer(app).listen(0, "127.0.0.1");
      await once(server, "listening");
      origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const auth = createProductAuth({
        products: { pro: { accepts: ["key"] } },
        apis: { orders: { path: "orders", products: ["pro"] } },
        subscriptions: repository,
      });
      portal = createPortal({
        ...{ auth, records, subscriptions, publicUrl: `${origin}/developer` },
        signIn: [{ id: "unused", label: "Unused", begin: unused, complete: unused }],
      });
      app.use("/developer", portalRoutes(portal));
      app.use(productAuth(auth), (_req, res) => void res.json([]));
      const token = randomBytes(32).toString("base64url");
      cookie = `product-auth-portal=${token}`;
      const now = Date.now();
      const session = { provider: "basic", authTime: now, lastSeen: now, isAdministrator: false, groups: [] };
      const id = createHash("sha256").update(token).digest("base64url");
      await records.write([{ put: { kind: "session", id, owner: ann, version: 1, value: session } }]);
      closing.push(
        () => portal.close(),
        () => auth.close(),
        () => repository.close(),
        () => records.close(),
      );
    });
    after(async () => {
      server?.closeAllConnections();
      server?.close();
      for (const close of closing) await close();
      await house?.remove();
    });

    const program = (...args: readonly string[]) => runProgram(["users", ...args, ...house.stores]);
    const call = async () =>
      (await fetch(`${origin}/orders`, { headers: { "Ocp-Apim-Subscription-Key": key } })).status;
    const profile = async () => {
      const headers = { cookie, accept: "application/json" };
      return (await fetch(`${origin}/developer/profile`, { headers })).status;
    };
    /** Milliseconds until the API answers that. */
    const until = async (status: number) => {
      const begun = performance.now();
      while ((await call()) !== status && performance.now() - begun < 10_000) await delay(50);
      return performance.now() - begun;
    };

    it("a blocked user is refused by the portal at once, and by the API as soon as it hears of it", async () => {
      expect([await call(), await profile()]).to.deep.equal([200, 200]);
      const blocked = await program("block", "ann@contoso.example");
      expect(blocked.code, blocked.stderr).to.equal(0);
      expect(await profile()).to.equal(401);
      // A file is looked at every 2 seconds; PostgreSQL pushes.
      expect(await until(401)).to.be.below(name === "file" ? 5_000 : 1_000);
      expect((await program("unblock", ann)).code).to.equal(0);
      expect(await until(200)).to.be.below(name === "file" ? 5_000 : 1_000);
      expect(await profile(), "the old session").to.equal(401);
    });

    it("a deleted user is refused", async () => {
      const deleted = await program("delete", ann, "--yes");
      expect(deleted.code, deleted.stderr).to.equal(0);
      expect(await until(401)).to.be.below(name === "file" ? 5_000 : 1_000);
      expect(await house.keysOf(ann)).to.deep.equal(["cancelled/deleted"]);
    });
  });
