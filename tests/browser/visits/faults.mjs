// Members die and come back: by the menu and by words, and writes go on after an election.

import assert from "node:assert/strict";

import { Visitor } from "../visitor.mjs";

async function endpointOf(visitor, member) {
  const at = Number(member.replace("infra", "")) - 1;
  return (await visitor.endpoints())[at];
}

async function anotherLeader(visitor, dead) {
  const others = ["infra1", "infra2", "infra3"].filter((it) => it !== dead);
  const leader = await visitor.health("leader", new RegExp(`^(${others.join("|")})$`));
  assert.notEqual(leader, dead);
  await visitor.chooseEndpoint(await endpointOf(visitor, leader));
  await visitor.types("etcdctl put after election", "OK");
  return leader;
}

async function byMenu(browser, base) {
  const visitor = await Visitor.open(browser, base);
  const leader = await visitor.health("leader", /^infra\d$/);
  await visitor.byTestId(`node-${leader}`).click();
  const menu = visitor.page.getByRole("menu", { name: visitor.names.actions(leader) });
  await menu.getByRole("menuitem", { name: visitor.names.kill }).click();
  await anotherLeader(visitor, leader);
  // Back again, it has what was written without it.
  await visitor.type(`sim restart ${leader}`);
  await visitor.chooseEndpoint(await endpointOf(visitor, leader));
  await visitor.until(async () => {
    const { out } = await visitor.type("etcdctl get after --consistency=s");
    return out.join() === "after,election";
  }, "the restarted member does not have the write");
  await visitor.leave();
}

async function byWords(browser, base) {
  const visitor = await Visitor.open(browser, base, { lang: "zh" });
  const leader = await visitor.health("leader", /^infra\d$/);
  await visitor.type(`sim kill ${leader}`);
  await anotherLeader(visitor, leader);
  await visitor.leave();
}

/** With one member of three no put can succeed: etcdctl gives up after its five seconds. */
async function withoutQuorum(browser, base) {
  const visitor = await Visitor.open(browser, base);
  await visitor.pause();
  for (const member of ["infra2", "infra3"]) {
    const { exitCode } = await visitor.exec(`sim kill ${member}`);
    assert.equal(exitCode, 0);
  }
  const put = await visitor.exec("etcdctl put lost cause", { endpoint: "127.0.0.1:2379" });
  assert.equal(put.exitCode, 1);
  assert.match(put.stderr, /context deadline exceeded/);
  await visitor.exec("sim restart infra2");
  await visitor.advance(5_000);
  const again = await visitor.exec("etcdctl put found cause", { endpoint: "127.0.0.1:2379" });
  assert.deepEqual([again.stdout, again.exitCode], ["OK\n", 0]);
  await visitor.leave();
}

export const visits = [
  ["the leader killed by its menu: another leads, and the dead one catches up", byMenu],
  ["the leader killed by a word, in Chinese", byWords],
  ["without a quorum a put fails as etcd's does", withoutQuorum],
];
