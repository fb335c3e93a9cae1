import { createRedisCounters, createRedisSubscriptions } from "@product-auth/redis";
import { expect } from "chai";
import { createClient } from "redis";

const url = "redis://127.0.0.1:1";

describe("createRedisSubscriptions refuses", () => {
  it("options without a connection", () =>
    expect(() => createRedisSubscriptions({})).to.throw(TypeError, "No connection is given"));

  it("two connections", () =>
    expect(() => createRedisSubscriptions({ client: createClient(), url })).to.throw(
      TypeError,
      "give only one of them",
    ));

  for (const prefix of ["", "shop:", "{}:", "}shop{", "{shop", "a}{shop}:"])
    it(`a prefix without a hash tag: ${JSON.stringify(prefix)}`, () =>
      expect(() => createRedisSubscriptions({ url, prefix })).to.throw(RangeError, "hash tag"));
  for (const timeout of [0, -1, 60_001, NaN, Infinity]) {
    it(`a timeout of ${timeout} is refused: a question would fail at once, or never`, () =>
      expect(() => createRedisSubscriptions({ url: "redis://127.0.0.1:1", timeout })).to.throw(
        TypeError,
        `timeout is ${timeout}; write 1 to 60000 milliseconds`,
      ));
  }
});

describe("createRedisCounters refuses", () => {
  it("options without a connection", () =>
    expect(() => createRedisCounters({})).to.throw(TypeError, "No connection is given"));

  it("two connections", () =>
    expect(() => createRedisCounters({ client: createClient(), url })).to.throw(
      TypeError,
      "give only one of them",
    ));

  it("a prefix without a hash tag", () =>
    expect(() => createRedisCounters({ url, prefix: "shop:" })).to.throw(RangeError, "hash tag"));

  for (const timeout of [0, 60_001, NaN])
    it(`a timeout of ${timeout}`, () =>
      expect(() => createRedisCounters({ url, timeout })).to.throw(
        TypeError,
        `timeout is ${timeout}; write 1 to 60000 milliseconds`,
      ));

  it("another time", () =>
    expect(() => createRedisCounters({ url, time: "server" as "store" })).to.throw(
      TypeError,
      'time is "server"; write "store" or "caller"',
    ));
});
