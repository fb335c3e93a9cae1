import { expect } from "chai";
import {
  activeSecrets,
  NO_SECRETS,
  withLease,
  withoutLease,
  withRemoved,
  withShown,
} from "#src/clients/secret-ledger.js";

const MINUTE = 60_000;
const secret = (keyId: string, endDate = Infinity) => ({ keyId, endDate });

describe("the ledger of secrets", () => {
  it("counts what a list lacks, and not what it still has", () => {
    const made = withShown(withLease(NO_SECRETS, "one", 30, 0), "one", secret("a"), 0);
    expect([...activeSecrets([secret("b")], made, 1)].sort()).to.deep.equal(["a", "b"]);
    const removed = withRemoved(made, "a", 2);
    expect([...activeSecrets([secret("a"), secret("b")], removed, 3)]).to.deep.equal(["b"]);
    expect([...activeSecrets([secret("b", 5)], NO_SECRETS, 5)], "expired").to.deep.equal([]);
  });
  it("trusts the list alone after ten minutes", () => {
    const made = withShown(NO_SECRETS, "one", secret("a"), 0);
    expect(activeSecrets([], made, 10 * MINUTE).size).to.equal(0);
    expect(withRemoved(made, "b", 10 * MINUTE).made).to.deep.equal([]);
  });
  it("keeps an operation as unseen until its secret is returned or removed", () => {
    const leased = withLease(NO_SECRETS, "one", 30, 0);
    expect(leased.unseen).to.deep.equal([{ operation: "one", at: 0 }]);
    expect(withoutLease(leased, "one", false).unseen).to.have.lengthOf(1);
    expect(withoutLease(leased, "one", true).unseen).to.deep.equal([]);
    const second = withLease(withoutLease(leased, "one", false), "two", 60, 30);
    expect(withShown(second, "two", secret("a"), 40).unseen, "a list may lack it").to.deep.equal([
      { operation: "one", at: 0 },
    ]);
    expect(withShown(second, "two", secret("a"), 10 * MINUTE).unseen).to.deep.equal([]);
  });
  it("stays small", () => {
    let ledger = NO_SECRETS;
    for (let i = 0; i < 200; i++) {
      ledger = withLease(ledger, `lost-${i}`, i, i);
      if (i % 2 === 0) ledger = withShown(ledger, `lost-${i}`, secret(`${i}`), i);
    }
    expect(ledger.unseen.length).to.be.at.most(32);
    expect(ledger.shown.length).to.be.at.most(8);
  });
});
