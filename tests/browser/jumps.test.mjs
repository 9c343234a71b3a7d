// Links, search and addresses lead into a report of many letters, most of which the browser has not laid out yet.

import assert from "node:assert/strict";
import { test } from "node:test";
import { atRest, heldOut, open, standpunt } from "./pages.mjs";

standpunt("classify", heldOut(), "--out", "report.html");
const window = { viewport: { width: 1280, height: 900 } };
const links = (page) => page.locator("#letters + .copyable tbody a");

// How far below the top of the window an element stands once the page is at rest.
async function place(page, id) {
  await atRest(page);
  return page.evaluate((id) => document.getElementById(id).getBoundingClientRect().top, id);
}
// Below the bar at the top and near it, unless the page ends there.
async function landed(page, id) {
  const top = await place(page, id);
  const end = await page.evaluate(() => scrollY + innerHeight >= document.documentElement.scrollHeight - 2);
  assert(top >= 0 && (top < 160 || end), `#${id} stands at ${top}`);
}

for (const options of [{}, { reducedMotion: "reduce" }, { javaScriptEnabled: false }]) {
  test(`links lead to their letter (${JSON.stringify(options)})`, async () => {
    const { page, close } = await open("report.html", { ...window, ...options });
    const letters = await links(page).count();
    for (let i = 0; i < letters; i += 6) {
      const link = links(page).nth(i);
      await link.click();
      await landed(page, (await link.getAttribute("href")).slice(1));
      await page.goBack();
      await atRest(page);
      const box = await link.boundingBox();
      assert(box.y >= 0 && box.y < 900, `back to the link at ${box.y}`);
    }
    await close();
  });

  test(`an address leads to its letter and its sentence (${JSON.stringify(options)})`, async () => {
    for (const id of ["l50-top", "l31-section2", "l50-s9"]) {
      const { page, close } = await open("report.html", { ...window, ...options, hash: "#" + id });
      const top = await place(page, id);
      assert(top >= 0 && top < 900, `#${id} stands at ${top}`);
      await close();
    }
  });
}

test("a search steps through what it finds, and so do the keys", async () => {
  const { page, close } = await open("report.html", window);
  await page.fill(".search", "verwelkomt");
  for (let i = 0; i < 8; i += 1) {
    await page.keyboard.press("Enter");
    await atRest(page);
    const box = await page.locator(".s.current").boundingBox();
    assert(box.y > 0 && box.y + box.height < 900, `step ${i}: ${box.y}`);
  }
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  for (const key of ["n", "n", "p", "p", "p"]) {
    await page.keyboard.press(key);
    await atRest(page);
    const box = await page.locator(".s.current").boundingBox();
    assert(box.y > 0 && box.y + box.height < 900, `${key}: ${box.y}`);
  }
  await close();
});

test("the browser's own search finds what is not laid out yet", async () => {
  const { page, close } = await open("report.html", window);
  const last = page.locator("article.letter").last().locator(".s .text").last();
  const words = (await last.textContent()).split(" ").slice(0, 6).join(" ");
  assert(await page.evaluate((words) => find(words, true, true, true), words));
  await atRest(page);
  const box = await page.evaluate(() => getSelection().getRangeAt(0).getBoundingClientRect().toJSON());
  assert(box.top >= 0 && box.bottom <= 900, `${box.top}`);
  await close();
});
