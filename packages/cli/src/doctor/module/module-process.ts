// The process in which `product-auth doctor` loads a module and examines its options.
import { ConfigurationError, type ProductAuthOptions } from "@product-auth/core";
import { catalogPartOf } from "../catalog-part.js";
import { clientIn } from "../client-in.js";
import { checkInstance } from "../instance/check-instance.js";
import { errorWords } from "../instance/error-words.js";
import { isRecord } from "../instance/is-record.js";
import { answerMessage, type ModuleAnswer, type ModuleQuestion } from "./examined-module.js";

const [address = ""] = process.argv.splice(2); // it is the command's, and the module may read the arguments
process.once("disconnect", () => process.exit());
process.once("message", (question: ModuleQuestion) => {
  void answer(address, question).then((given) => {
    // Everything that the module has running ends with this.
    process.send?.(answerMessage(given), () => process.exit());
  });
});

async function answer(url: string, question: ModuleQuestion): Promise<ModuleAnswer> {
  try {
    const program = await import("@product-auth/graph");
    const { default: given, records } = (await import(url)) as { readonly [name: string]: unknown };
    if (!isRecord(given) || typeof given["authorize"] === "function" || !isRecord(given["products"]))
      return refused("has no default export with the options of Product Auth");
    const options = given as unknown as ProductAuthOptions & { readonly provision?: unknown };
    const { provision: _, ...ownOptions } = options;
    const catalog = catalogPartOf(options);
    const client = question.client && clientIn(catalog, question.client);
    const examination = await checkInstance(
      { ...question, options: ownOptions, records, client, isFile: false },
      program,
    );
    return {
      examination,
      catalog,
      tenantId: [options.tenantId].flat()[0],
      authorityHost: options.authorityHost,
    };
  } catch (error) {
    if (error instanceof ConfigurationError) return { problems: error.problems };
    return refused(`cannot be examined: ${errorWords(error)}`);
  }
}

const refused = (message: string): ModuleAnswer => ({
  problems: [
    {
      path: "the module",
      message,
      fix: "export the options as the default: export default { tenantId, products, … }",
    },
  ],
});
