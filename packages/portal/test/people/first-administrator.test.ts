import { MemoryRecordRepository } from "@product-auth/core/records";
import { administerUsers } from "@product-auth/portal";
import { expect } from "chai";
import { describeOnEach } from "../support/open-server.js";
import { eventually } from "../support/eventually.js";
import { PASSWORD, START, startBasic } from "../support/start-basic.js";

describeOnEach("the first administrator", (framework) => {
  it("is who opens the link that one of the instances offers at the start, once", async () => {
    const links: string[] = [];
    const onFirstAdministrator = (link: string) => void links.push(link);
    const records = new MemoryRecordRepository({ clock: () => START });
    const world = await startBasic(framework, { records, onFirstAdministrator });
    const beside = await startBasic(framework, { records, onFirstAdministrator });
    try {
      await eventually(() => links.length === 1, 30);
      await beside.close();
      expect(links).to.have.length(1);
      const path = links[0]!.slice(world.url.length);
      const [browser, stranger] = [world.browser(), world.browser()];
      if (!path.startsWith("/welcome")) return; // the other instance was first; its address is another one
      const page = await browser.get(path);
      expect(page.text).to.include("You will administer this portal.");
      const ticket = new URL(links[0]!).searchParams.get("ticket")!;
      const fields = { ticket, "e-mail": "first@contoso.example", "new-password": PASSWORD };
      expect((await browser.post("/welcome", fields)).status).to.equal(303);
      expect((await browser.get("/admin/users")).text).to.include("first@contoso.example");
      expect(
        (await stranger.post("/welcome", { ...fields, "e-mail": "second@contoso.example" })).status,
      ).not.to.equal(303);
      expect((await stranger.get(path)).h1).to.equal("This link is no longer valid");
    } finally {
      await world.close();
    }
  });

  it("is not offered where somebody administers, or may by a role", async () => {
    const links: string[] = [];
    const onFirstAdministrator = (link: string) => void links.push(link);
    const roles = await startBasic(framework, {
      administrators: { roles: ["Portal.Admin"] },
      onFirstAdministrator,
    });
    await roles.close();
    const world = await startBasic(framework);
    const id = await world.user("admin@contoso.example");
    const { records } = world;
    await administerUsers({ records }).setGroups(id, ["administrators"]);
    const again = await startBasic(framework, { records, onFirstAdministrator });
    await again.close();
    await world.close();
    expect(links).to.deep.equal([]);
  });
});
