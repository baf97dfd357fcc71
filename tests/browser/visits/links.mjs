// Faults by hand: a message dropped by keyboard alone, a partition drawn with the mouse and chosen
// with checkboxes, a slow link, and sentences for what makes no sense.

import assert from "node:assert/strict";

import { Visitor } from "../visitor.mjs";

const cuts = (visitor) => visitor.page.locator('.lane[data-cut="true"]').count();

async function dropByKeyboard(browser, base) {
  const visitor = await Visitor.open(browser, base);
  const { page } = visitor;
  const leader = await visitor.health("leader", /^infra\d$/);
  await visitor.pause();
  await visitor.prompt().focus();
  await page.keyboard.type("sim speed 1/100\netcdctl put dropped once\n");
  // Home and End walk from a member to the newest message, arrows back from it.
  await visitor.byTestId(`node-${leader}`).focus();
  await page.locator('.message[aria-label^="MsgApp entr"]').first().waitFor({ state: "attached" });
  await page.keyboard.press("End");
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
  for (let back = 0; back < 5 && !/^MsgApp entr/.test((await focused()) ?? ""); back += 1) {
    await page.keyboard.press("ArrowLeft");
  }
  assert.match(await focused(), /^MsgApp entr/);
  const id = await page.evaluate(() => document.activeElement.dataset.testid.slice("msg-".length));
  await page.keyboard.press("Enter");
  const menu = page.getByRole("menu", { name: /^MsgApp, infra\d → infra\d$/ });
  await menu.waitFor();
  await menu.getByText("LogTerm").waitFor();
  const time = (await visitor.state()).time;
  await page.waitForTimeout(300);
  assert.equal((await visitor.state()).time, time, "the clock stands while the menu is open");
  assert.equal(await page.evaluate(() => document.activeElement.dataset.deed), "drop");
  await page.keyboard.press("Enter");
  await menu.waitFor({ state: "detached" });
  await visitor.until(async () => {
    const lines = await visitor.transcript();
    return lines.some(([kind, text]) => kind === "world" && text.includes(`m${id}, MsgApp`));
  }, "the drop is told in the transcript");
  // It is sent again after the next heartbeat, and the put succeeds.
  await visitor.advance(3_000);
  const got = await visitor.exec("etcdctl get dropped");
  assert.equal(got.stdout, "dropped\nonce\n");
  await visitor.advance(1_000);
  const ends = (await visitor.state()).members.map((it) => it.hash);
  assert.equal(new Set(ends).size, 1, "the member that missed it has it now");
  await visitor.leave();
}

/** The middle of a member on the screen. */
async function middle(visitor, member) {
  const box = await visitor.byTestId(`node-${member}`).boundingBox();
  return [box.x + box.width / 2, box.y + box.height / 2];
}

async function drawPartition(browser, base) {
  const visitor = await Visitor.open(browser, base);
  const { page } = visitor;
  const [x3, y3] = await middle(visitor, "infra3");
  const from = [x3 - 110, y3 + 40];
  const to = [x3 - 10, y3 - 75];
  const drawn = visitor.byTestId("drawing");
  const draw = async () => {
    await page.mouse.move(...from);
    await page.mouse.down();
    await page.mouse.move(...to, { steps: 5 });
    await drawn.getByText("infra1 infra2: keeps quorum").waitFor();
    await drawn.getByText("infra3: no quorum").waitFor();
  };
  await draw();
  await page.keyboard.press("Escape");
  await drawn.waitFor({ state: "detached" });
  await page.mouse.up();
  assert.equal(await cuts(visitor), 0, "Escape cancels");
  await draw();
  await page.mouse.up();
  await visitor.until(async () => (await cuts(visitor)) === 4, "the line cut nothing");
  const { command } = await visitor.lastAnswer();
  assert.match(command, /sim partition infra1 infra2 \/ infra3/);
  // A press on the cut heals it.
  const wall = await page.locator(".wall-hit").boundingBox();
  await page.mouse.click(wall.x + wall.width / 2, wall.y + wall.height / 2);
  await visitor.until(async () => (await cuts(visitor)) === 0, "the wall did not heal");
  await visitor.leave();
}

async function choosePartition(browser, base) {
  const visitor = await Visitor.open(browser, base);
  const { page } = visitor;
  const button = visitor.button("Cut links");
  await button.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Cut links" });
  const partition = dialog.getByRole("button", { name: "Partition" });
  assert.equal(await partition.getAttribute("aria-disabled"), "true");
  await dialog.getByText("Choose some members, not all.").waitFor();
  // The focus is on the first of the checkboxes.
  await page.keyboard.press("Space");
  await dialog.getByText("infra2 infra3: keeps quorum").waitFor();
  await dialog.getByText("infra1: no quorum").waitFor();
  await partition.click();
  await visitor.until(async () => (await cuts(visitor)) === 4, "nothing was cut");
  await visitor.button("Heal all").click();
  await visitor.until(async () => (await cuts(visitor)) === 0, "nothing was healed");
  await visitor.leave();
}

async function slowLink(browser, base) {
  const visitor = await Visitor.open(browser, base);
  const { page } = visitor;
  await visitor.byTestId("node-infra1").focus();
  await page.keyboard.press("Enter");
  const menu = page.getByRole("menu", { name: "infra1 actions" });
  await menu.getByRole("menuitem", { name: "Link to infra2: More…" }).click();
  const link = page.getByRole("menu", { name: "Link infra1 to infra2" });
  await link.getByRole("menuitemradio", { name: "200ms" }).click();
  await page.locator(".link-label").getByText("+200ms").waitFor();
  for (const [line, says] of [
    ["sim drop m999999999", /sim messages lists/],
    ["sim delay infra1 infra1 5ms", /has no link to itself/],
    ["sim loss infra1 > infra2 300%", /usage: sim loss/],
  ]) {
    const { err } = await visitor.type(line);
    assert.match(err.join("\n"), says, line);
  }
  await visitor.leave();
}

export const visits = [
  ["an append dropped by keyboard is sent again and the put succeeds", dropByKeyboard],
  ["a partition drawn with the mouse is previewed, cut, and healed by a press", drawPartition],
  ["a partition chosen with checkboxes", choosePartition],
  ["a link is slowed by its menu, and impossible faults are refused in sentences", slowLink],
];
