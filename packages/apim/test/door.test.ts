import * as door from "@product-auth/apim";
import { expect } from "chai";

describe("the door of @product-auth/apim", () => {
  it("exports these names", () =>
    expect(Object.keys(door).sort()).to.deep.equal([
      "EditedFilesError",
      "FolderError",
      "InputError",
      "apiNamesOf",
      "catalogFiles",
      "compareFolder",
      "exportCatalog",
      "exportFindingCodes",
      "filesOfImport",
      "findingCodes",
      "importConfiguration",
      "loadImported",
      "readAccepted",
      "readFolder",
      "requestsOf",
      "summaryLine",
      "variablesIn",
      "writeFolder",
    ]));
});
