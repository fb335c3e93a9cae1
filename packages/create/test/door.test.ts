import * as door from "@product-auth/create";
import { expect } from "chai";

describe("the door of @product-auth/create", () => {
  it("exports these names; its types are Callers, Choices, CreateIo, ExitCode, Framework and Store", () =>
    expect(Object.keys(door).sort()).to.deep.equal(["projectFiles", "runCreate"]));
});
