import { createProductAuth, type ConfigurationError } from "@product-auth/core";
import { catalogFiles, importConfiguration, variablesIn } from "@product-auth/apim";
import { makeCertificate } from "@product-auth/testkit/certificates";
import { expect } from "chai";
import { corpusCases } from "../corpus/cases.js";
import { assembleReport } from "#src/assemble-report.js";
import { interpret } from "#src/meaning/interpret.js";
import { configurationOf } from "../writing/configured.js";
import { SHOP } from "../writing/written.js";
import { loaded } from "./started.js";

const { pem } = makeCertificate({ subject: "Demo CA", authority: true });

/** A value that each variable of the corpus may have. */
function valueOf(name: string): string {
  if (/CERTIFICATE|AUTHORITIES/.test(name)) return pem;
  if (/KEY/.test(name)) return Buffer.alloc(64, name).toString("base64");
  if (/TENANT|CLIENT|AUDIENCE|APP/.test(name)) return "99990000-1111-4222-8333-444455556666";
  if (/CALLS|PERIOD|LIMIT|SECONDS|RATE/.test(name)) return "30";
  if (/^(FIRST|LAST)|_IP$|ADDRESS|VPN/.test(name)) return "192.0.2.7";
  return "value.example";
}

describe("the files of every case of the corpus", function () {
  this.timeout(20_000);
  for (const { id, input, options, absent } of corpusCases)
    it(id, async () => {
      const imported = await importConfiguration([input], options);
      const files = catalogFiles(imported);
      const texts = [...files.values()];
      for (const secret of absent) expect(texts.join("\n")).to.not.contain(secret);
      expect([...catalogFiles(await importConfiguration([input], options)).values()]).to.deep.equal(texts);
      if (files.size === 0) return expect(imported.configuration.apis).to.deep.equal([]);
      const catalog = JSON.parse(files.get("catalog.json")!) as { readonly apis: object };
      const env = Object.fromEntries(variablesIn(texts).map((name) => [name, valueOf(name)]));
      if (Object.keys(catalog.apis).length === 0) {
        const failure = await loaded(imported, env).catch((error: unknown) => error);
        return expect((failure as ConfigurationError).problems[0]!.path).to.equal("catalog.json apis");
      }
      const { options: started, held } = await loaded(imported, env);
      const reported = new Set(imported.report.held);
      expect(held.filter(({ scope }) => !reported.has(scope))).to.deep.equal([]);
      expect(createProductAuth(started).byPath).to.equal(true);
      return undefined;
    });
});

const SCOPES = ["global", "product:gold", "api:orders", "operation:orders/list"] as const;

describe("every single document of the corpus", function () {
  this.timeout(20_000);
  for (const { id, input, options } of corpusCases)
    it(id, async () => {
      const { configuration: read } = await importConfiguration([input], options);
      const [document] = read.documents;
      if (read.apis.length > 0 || document === undefined) return;
      for (const scope of SCOPES) {
        const configuration = { ...configurationOf(SHOP), documents: [{ ...document, scope }] };
        const report = assembleReport(configuration, interpret(configuration), {
          ...{ accept: [], strict: false, today: "2031-01-01" },
        });
        const imported = { configuration, report };
        const env = Object.fromEntries(
          variablesIn(catalogFiles(imported).values()).map((name) => [name, valueOf(name)]),
        );
        const result = await loaded(imported, env).catch((error: unknown) => error as ConfigurationError);
        if ("problems" in result) {
          expect(result.problems.map(({ path }) => path)).to.deep.equal(["catalog.json apis"]);
          continue;
        }
        createProductAuth(result.options);
        const known = new Set(report.held);
        expect(
          result.held.filter((held) => !known.has(held.scope)),
          scope,
        ).to.deep.equal([]);
      }
    });
});
