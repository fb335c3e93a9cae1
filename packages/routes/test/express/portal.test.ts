import { portalRoutes } from "@product-auth/express/portal";
import { report as reportOf } from "@product-auth/routes/express";
import { expect } from "chai";
import type { Express, RequestHandler } from "express";
import { answersOf, foretold, linesOf, newAuth } from "./answered.js";
import { onBothVersions } from "./both-versions.js";

const answer: RequestHandler = (_req, res) => void res.send("ok");

const portal = {
  url: new URL("https://api.example/developer"),
  handle: () => Promise.resolve(new Response("page")),
};

onBothVersions("report(app, auth) of an application with a portal", (express) => {
  const auth = newAuth();

  async function reported(declare: (app: Express) => unknown) {
    const app = express();
    declare(app);
    const report = reportOf(app, auth);
    expect(await answersOf(app, report.routes)).to.deep.equal(foretold(report));
    expect(report.opaque).to.deep.equal([]);
    return linesOf(report);
  }

  it("all below its path is open; routes before and after it are what they are without it", async () => {
    const lines = await reported((app) => {
      app.get("/before", answer);
      app.use("/developer", portalRoutes(portal)).get("/beside", answer).use(auth).get("/after", answer);
    });
    expect(lines).to.deep.equal([
      "GET /after: any product",
      "GET /before: OPEN, WITHOUT SAYING SO",
      "GET /beside: OPEN, WITHOUT SAYING SO",
      // Express 4 forgets the paths of mounts, which are read back.
      "ALL /developer/*: open",
    ]);
  });

  it("in a router it is below the path of the router", async () => {
    const lines = await reported((app) => {
      app.use("/a", express.Router().use("/b", portalRoutes(portal)));
    });
    expect(lines).to.deep.equal(["ALL /a/b/*: open"]);
  });

  it("at the root it is everything", async () => {
    const lines = await reported((app) => app.use(portalRoutes(portal)));
    expect(lines).to.deep.equal(["ALL /*: open"]);
  });

  it("behind the guard it is guarded, and the report says so", async () => {
    const lines = await reported((app) => app.use(auth).use("/developer", portalRoutes(portal)));
    expect(lines).to.deep.equal(["ALL /developer/*: any product; open() reopens nothing"]);
  });
});
