// The clock: a paused page stands still, a step moves it, a line typed while paused is answered.

import assert from "node:assert/strict";

import { Visitor } from "../visitor.mjs";

async function paused(browser, base) {
  const visitor = await Visitor.open(browser, base);
  await visitor.pause();
  const { time } = await visitor.state();
  const hash = await visitor.hash();
  await visitor.page.waitForTimeout(200);
  assert.deepEqual([(await visitor.state()).time, await visitor.hash()], [time, hash]);
  await visitor.button(visitor.names.step).click();
  await visitor.until(async () => (await visitor.state()).time > time, "a step moved nothing");
  await visitor.types("etcdctl put k v", "OK");
  await visitor.button(visitor.names.play).waitFor();
  await visitor.leave();
}

async function running(browser, base) {
  const visitor = await Visitor.open(browser, base);
  const { time } = await visitor.state();
  await visitor.until(async () => (await visitor.state()).time > time + 500_000, "time stands");
  await visitor.leave();
}

export const visits = [
  ["paused, nothing moves; a step and a line do", paused],
  ["the page opens running", running],
];
