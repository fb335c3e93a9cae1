import { expect } from "chai";
import express from "express";
import request from "supertest";
import { serverOf } from "../src/http-server.js";

describe("the HTTP server", () => {
  it("makes requests and responses that Express does not change", async () => {
    const app = express();
    const server = serverOf(app);
    let made: object[] = [];
    server.prependListener("request", (...both) => (made = both.map(prototypeOf)));
    app.get("/", (req, res) => {
      expect([req, res].map(prototypeOf)).to.deep.equal(made);
      res.json({ path: req.path, wants: req.accepts("html", "json") });
    });
    await request(server)
      .get("/")
      .set("accept", "application/json")
      .expect(200, { path: "/", wants: "json" });
    expect(made).to.deep.equal([app.request, app.response]);
  });
});

const prototypeOf = (value: object) => Object.getPrototypeOf(value) as object;
