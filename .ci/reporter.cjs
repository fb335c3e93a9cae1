// Mocha's own Spec reporter, and after it one plain line that a person, a script or a log search finds at once.
const { reporters } = require("mocha");

module.exports = class PlainTotal extends reporters.Spec {
  epilogue() {
    super.epilogue();
    const { passes, failures, pending } = this.stats;
    console.log(`${passes} passed, ${failures} failed${pending > 0 ? `, ${pending} skipped` : ""}`);
  }
};
