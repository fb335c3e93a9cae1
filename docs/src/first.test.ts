import request from "supertest";
import { app } from "./first.js";

// What needs the tenant's keys is tested with the emulator, in shortest.test.ts: these requests fetch nothing.
describe("the README's first lines", () => {
  for (const path of ["/orders", "/"]) {
    it(`answer 401 with a challenge to ${path} without a credential`, async () => {
      await request(app)
        .get(path)
        .expect(401)
        .expect("www-authenticate", /^Bearer/);
    });
  }
  it("answer 401 to a token that is not a JWT", async () => {
    await request(app)
      .get("/orders")
      .set("authorization", "Bearer undefined")
      .expect(401)
      .expect("www-authenticate", /error="invalid_token"/);
  });
});
