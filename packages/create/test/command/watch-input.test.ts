import { PassThrough } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import { expect } from "chai";
import { watchInput } from "#src/command/watch-input.js";

describe("the input of a question", () => {
  const watched = () => {
    const stdin = new PassThrough().resume();
    return { stdin, input: watchInput(stdin) };
  };
  /** As readline does. */
  const paused = async (stdin: PassThrough) => {
    stdin.pause();
    await nextTurn();
    await nextTurn();
    return stdin.isPaused();
  };

  it("flows again after a pause, as after Ctrl-Z and fg", async () => {
    const { stdin, input } = watched();
    for (const key of [undefined, { name: "d", ctrl: false }, { name: "z", ctrl: true }]) {
      if (key !== undefined) stdin.emit("keypress", "", key);
      expect(await paused(stdin)).to.equal(false);
      expect(input.ended.aborted).to.equal(false);
    }
  });

  it("has ended after a pause that follows Ctrl-D", async () => {
    const { stdin, input } = watched();
    stdin.emit("keypress", "\u0004", { name: "d", ctrl: true });
    expect(input.ended.aborted).to.equal(false);
    expect(await paused(stdin)).to.equal(true);
    expect(input.ended.aborted).to.equal(true);
  });

  it("has ended with the stream", async () => {
    const { stdin, input } = watched();
    stdin.end();
    await nextTurn();
    await nextTurn();
    expect(input.ended.aborted).to.equal(true);
  });

  it("stays paused after the answer", async () => {
    const { stdin, input } = watched();
    stdin.pause();
    input.unwatch();
    await nextTurn();
    expect(stdin.isPaused()).to.equal(true);
    expect(stdin.eventNames()).not.to.include.members(["keypress", "pause"]);
  });
});
