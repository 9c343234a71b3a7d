// Correcting labels, and the data that comes of it.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { agenda, heldOut, open, put, read, rows, standpunt } from "./pages.mjs";

const letter = agenda();
standpunt("classify", letter, "--out", "letter.html");
const header = ["letter", "kind", "field", "section", "sentence", "label", "also", "labelled_by"];
const labels = ["steunt", "kritisch", "op merites beoordelen", "geen standpunt"];

async function saved(page, button) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator(button).click()]);
  assert.match(download.suggestedFilename(), /^[\w.-]+\.csv$/);
  return readFile(await download.path(), "utf8");
}
async function correct(page, sentence, label, also = "") {
  await sentence.locator(".text").click();
  await page.locator(".correct-label").selectOption(label);
  await page.locator(".correct-also").selectOption(also);
}

test("a correction is kept, shown, exported and taken back", async () => {
  const { page, close } = await open("letter.html");
  const position = page.locator(".position").first();
  await position.locator(".correct").click();
  assert(await page.locator(".correct-label").evaluate((e) => e === document.activeElement));
  await correct(page, position, "geen standpunt", "steunt");
  assert.equal(await position.locator(".corrected-to").textContent(), "✎ geen standpunt, also steunt");
  await page.reload();
  assert.equal(await page.locator(".position").first().locator(".corrected-to").textContent(), "✎ geen standpunt, also steunt");
  const sentence = await page.locator(".position").first().locator(".text").textContent();
  const found = rows(await saved(page, ".bar .export"));
  assert.deepEqual(found, [header, ["agenda", "geannoteerde agenda", "", "Waterplan", sentence, "geen standpunt", "steunt", "person"]]);
  await correct(page, page.locator(".position").first(), "");
  assert(await page.locator(".bar .export").isHidden());
  await page.reload();
  assert.equal(await page.locator(".corrected").count(), 0);
  await close();
});

test("a label that is chosen as it is counts as confirmed", async () => {
  const { page, close } = await open("letter.html");
  const position = page.locator(".position").first();
  const label = await position.locator(".verdict .name").textContent();
  await correct(page, position, label);
  assert.equal(await position.locator(".corrected-to").textContent(), "✓ " + label);
  const found = rows(await saved(page, ".export-all")).slice(1);
  assert.deepEqual(found.filter((row) => row[7] === "person").map((row) => row[5]), [label]);
  await correct(page, position, "");
  await close();
});

test("a sentence without a position is corrected by keyboard alone", async () => {
  const { page, close } = await open("letter.html");
  await page.keyboard.press("j");
  await page.keyboard.press("c");
  await page.keyboard.press("s");
  assert.equal(await page.locator(".running").first().locator(".corrected-to").textContent(), "✎ steunt");
  await page.keyboard.press("Escape");
  await page.keyboard.press("j");
  assert.equal(await page.locator(".s.current").getAttribute("id"), "s2");
  await close();
});

test("what is exported goes through check and train", async () => {
  standpunt("classify", heldOut(), "--out", "report.html");
  const { page, close } = await open("report.html");
  for (let i = 0; i < 8; i += 1) await correct(page, page.locator(".s").nth(i * 3), labels[i % 4]);
  const corrections = put("corrections.csv", await saved(page, ".corrections .export"));
  assert.equal(rows(read(corrections)).length, 9);
  standpunt("check", corrections);
  const all = await saved(page, ".export-all");
  const found = rows(all);
  assert.equal(found.length, 1 + (await page.locator(".s").count()));
  assert(found.slice(1).every((row) => row.length === 8 && labels.includes(row[5])));
  assert.equal(found.slice(1).filter((row) => row[7] === "person").length, 8);
  assert(found.slice(1).every((row) => ["person", "model"].includes(row[7])));
  assert.equal(new Set(found.slice(1).map((row) => row[0])).size, 60);
  put("labelled.csv", all);
  standpunt("check", "labelled.csv", "--allow-own-labels");
  const train = ["train", "--data", "labelled.csv", corrections, "--model", "own.model", "--folds", "2", "--features", "words:1-2"];
  assert.throws(() => standpunt(...train), /labelled\.csv:[0-9]+: [0-9]+ of [0-9]+ labels are a model's/);
  standpunt(...train, "--allow-own-labels");
  assert.match(standpunt("inspect", "own.model"), /op merites beoordelen/);
  await close();
});

test("the command of the page learns from all sentences that it exports, of few letters and of many", async () => {
  standpunt("classify", "brieven/toets-a-01.txt", "--out", "alone.html");
  standpunt("classify", ...["01", "02", "03", "04", "05", "06"].map((n) => `brieven/toets-a-${n}.txt`), "--out", "six.html");
  for (const file of ["alone.html", "six.html"]) {
    const { page, close } = await open(file);
    await correct(page, page.locator(".s").first(), "kritisch");
    put("EXPORT.csv", await saved(page, ".export-all"));
    const [program, ...command] = (await page.locator(".corrections .command").textContent()).split(" ");
    assert.equal(program, "standpunt");
    standpunt(...command);
    assert.match(standpunt("inspect", "NEW.model"), /adapted from/);
    await close();
  }
});

test("letters of the same name stay apart", async () => {
  for (const part of ["a", "b"]) put(`${part}/brief.txt`, `Geachte voorzitter,\n\nHet kabinet steunt voorstel ${part} van de Commissie.\n`);
  standpunt("classify", "a/brief.txt", "b/brief.txt", "--out", "same.html");
  const { page, close } = await open("same.html");
  assert.deepEqual(await page.locator("#letters + .copyable tbody a").allTextContents(), ["a/brief.txt", "b/brief.txt"]);
  await correct(page, page.locator(".s").last(), "kritisch");
  assert.equal(await page.locator(".corrected").count(), 1);
  const found = rows(await saved(page, ".export-all")).slice(1);
  assert.deepEqual([...new Set(found.map((row) => row[0]))], ["a/brief.txt", "b/brief.txt"]);
  await close();
});

test("where the browser keeps nothing it says so, and goes on", async () => {
  const before = () => Object.defineProperty(window, "localStorage", { get() { throw new DOMException("denied", "SecurityError"); } });
  const { page, context } = await open("letter.html", { before });
  await correct(page, page.locator(".position").first(), "kritisch");
  assert.match(await page.locator(".inspector-kept").innerText(), /keeps nothing/);
  assert.equal(rows(await saved(page, ".bar .export")).length, 2);
  await context.close();
});

test("what others left in the storage breaks nothing", async () => {
  for (const left of ["null", "[]", "{", '"text"', '{"1":null,"2":{"label":"<b>","text":"x"}}']) {
    const { page, close } = await open("letter.html");
    await page.evaluate((value) => {
      const key = "standpunt:" + JSON.parse(document.getElementById("data").textContent).letters[0].key;
      localStorage.setItem(key, value);
    }, left);
    await page.reload();
    assert.equal(await page.locator(".corrected").count(), 0, left);
    await page.keyboard.press("n");
    assert(await page.locator(".inspector").isVisible(), left);
    await close();
  }
});
