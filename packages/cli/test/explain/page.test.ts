import { readFileSync } from "node:fs";
import { startEntra } from "@product-auth/emulator";
import { expect } from "chai";
import { newFolder, run, writeConfig } from "./command.js";

const page = readFileSync(new URL("../../../../docs/refusals.md", import.meta.url), "utf8");
const block = (language: string) => new RegExp(`\`\`\`${language}\n(.+?)\n\`\`\``, "s").exec(page)?.[1] ?? "";

it("the command prints what docs/refusals.md shows", async () => {
  const options = JSON.parse(block("json")) as { tenantId: string };
  const entra = await startEntra({
    tenantId: options.tenantId,
    products: { starter: { appId: "55556666-ffff-7777-aaaa-8888bbbb9999" } },
    clients: { contoso: {} },
  });
  const folder = await newFolder();
  await writeConfig(folder.path, { ...options, authorityHost: entra.origin });
  const token = await entra.tokenFor({ client: "contoso", product: "starter", roles: ["Reader"] });
  const [, ...args] = /cli (explain .+) </.exec(block("sh"))![1]!.split(" ");
  const { code, stdout } = await run(folder.path, ["explain", ...args], token);
  await folder.remove();
  await entra.close();

  expect(code).to.equal(1);
  let rest = stdout;
  for (const shown of block("text")
    .split("\n  …")
    .map((part) => part.replace(/^\n/, ""))) {
    expect(rest).to.include(shown);
    rest = rest.slice(rest.indexOf(shown) + shown.length);
  }
});
