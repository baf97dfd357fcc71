// `window.etcdscope`, the door for embedders: what it promises in the README, and that the page and
// the native program come to the same state by the same inputs.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { ROOT } from "../browser.mjs";
import { Visitor } from "../visitor.mjs";

async function promises(browser, base) {
  const visitor = await Visitor.open(browser, base);
  await visitor.pause();
  assert.deepEqual(await visitor.exec("etcdctl put k v"), {
    stdout: "OK\n", stderr: "", exitCode: 0, status: "done",
  });
  const refused = await visitor.exec("etcdctl get");
  assert.deepEqual([refused.stdout, refused.status], ["", "done"]);
  assert.notEqual(refused.exitCode, 0);
  assert.match(refused.stderr, /needs one argument/);
  // A member that has not heard of the put yet would begin its watch before it, as etcd's does.
  await visitor.advance(1_000);
  const watch = await visitor.exec("etcdctl watch k", { shell: "w", endpoint: "127.0.0.1:22379" });
  assert.deepEqual([watch.status, watch.exitCode], ["holding", null]);
  await visitor.exec("etcdctl put k w");
  await visitor.advance(100);
  const output = () => visitor.page.evaluate(() => window.etcdscope.output("w"));
  assert.equal((await output()).stdout, "PUT\nk\nw\n");
  await visitor.page.evaluate(() => window.etcdscope.interrupt("w"));
  await visitor.advance(100);
  assert.deepEqual([(await output()).status, (await output()).exitCode], ["done", 130]);
  await visitor.leave();
}

async function state(browser, base) {
  const visitor = await Visitor.open(browser, base);
  await visitor.pause();
  await visitor.exec("etcdctl put k v");
  const state = await visitor.state();
  assert.equal(state.members.length, 3);
  for (const part of ["log", "revisions", "leases", "watchers"]) assert.ok(part in state, part);
  const { time } = state;
  await visitor.advance(1_500);
  assert.equal((await visitor.state()).time, time + 1_500_000);
  assert.match(await visitor.hash(), /^[0-9a-f]{16}$/);
  await visitor.leave();
}

/** One story, told to the page and to the native program: the same hash, to the last bit. */
async function sameAsNative(browser, base) {
  const native = join(process.env.CARGO_TARGET_DIR ?? join(ROOT, "target"), "debug/etcdscope");
  assert.ok(existsSync(native), "cargo build --bin etcdscope comes first");
  const script = join(ROOT, "tests/scripts/hash.txt");
  const expected = execFileSync(native, ["hash", script], { encoding: "utf8" }).trim();
  const visitor = await Visitor.open(browser, base);
  await visitor.pause();
  for (const line of readFileSync(script, "utf8").split("\n")) {
    if (!line || line.startsWith("#")) continue;
    // `at MS line`: the line is entered at that virtual time.
    const [, ms, command] = /^at (\d+) (.*)$/.exec(line) ?? assert.fail(`not a line: ${line}`);
    const { time } = await visitor.state();
    assert.ok(time <= ms * 1000, `the page is already at ${time} µs`);
    await visitor.advance(ms - time / 1000);
    if (command !== "end") await visitor.exec(command);
  }
  assert.equal(await visitor.hash(), expected);
  await visitor.leave();
}

export const visits = [
  ["exec, output, interrupt", promises],
  ["state, advance, hash", state],
  ["the same story, the same hash, in the page and natively", sameAsNative],
];
