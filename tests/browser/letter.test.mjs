// The view of one letter.

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { accessible, agenda, fits, open, pictures, shown, standpunt } from "./pages.mjs";

const letter = agenda();
standpunt("classify", letter, "--out", "letter.html");
standpunt("classify", letter, "--max-error", "0.01", "--out", "doubt.html");
const decoration = (locator) => locator.evaluate((e) => getComputedStyle(e).textDecorationLine);
const current = (page) => page.locator(".s.current").getAttribute("id");

test("it fits three widths, light and dark, without a request or an error", () => fits("letter.html", "letter"));

test("it breaks no rule of accessibility", (t) => accessible("letter.html", t, (page) => page.keyboard.press("n")));
test("nor where the model doubts", (t) => accessible("doubt.html", t, (page) => page.keyboard.press("n")));

test("the letter stands in its own order under its own headings", async () => {
  const { page, close } = await open("letter.html");
  const expected = standpunt("sentences", letter).trim().split("\n");
  assert.deepEqual(await page.locator(".s .text").allTextContents(), expected);
  const headings = await page.locator(".body h2").allTextContents();
  assert.deepEqual(headings.slice(0, 2), ["Waterplan", "Melkprijzen, voedselzekerheid en het inkomen van de jonge boer in een Unie van 30 lidstaten"]);
  assert.deepEqual(await page.locator(".facts dt").allTextContents(), ["Kind", "Date", "Sender", "Kamerstuk", "COM", "Council"]);
  await close();
});

test("colour and shape and word tell the label, shade the probability", async () => {
  const { page, close } = await open("letter.html");
  const marks = await page.locator(".position").evaluateAll((all) => all.map((e) => [
    e.querySelector(".shape").textContent, e.querySelector(".name").textContent, getComputedStyle(e).borderLeftStyle, getComputedStyle(e).borderLeftColor,
    Number(e.style.getPropertyValue("--p")), getComputedStyle(e).backgroundColor]));
  const of = (name) => marks.find((m) => m[1] === name);
  const three = ["steunt", "kritisch", "op merites beoordelen"].map(of);
  for (const part of [0, 2, 3]) assert.equal(new Set(three.map((m) => m[part])).size, 3);
  const [sure, unsure] = [marks.filter((m) => m[1] === "steunt").toSorted((a, b) => b[4] - a[4])[0], marks.filter((m) => m[1] === "steunt").toSorted((a, b) => a[4] - b[4])[0]];
  const alpha = (m) => Number(m[5].match(/([\d.]+)\)$/)[1]);
  assert(alpha(sure) > alpha(unsure), `${sure} against ${unsure}`);
  await close();
});

test("the words that decided show on hover and on focus by keyboard alone", async () => {
  const { page, close } = await open("letter.html");
  const position = page.locator(".position").first();
  const mark = position.locator("mark.for").first();
  assert.equal(await decoration(mark), "none");
  await position.hover();
  assert.equal(await decoration(mark), "underline");
  await page.mouse.move(0, 0);
  assert.equal(await decoration(mark), "none");
  for (let i = 0; i < 60 && !(await position.evaluate((e) => e === document.activeElement)); i += 1) await page.keyboard.press("Tab");
  assert.equal(await decoration(mark), "underline");
  assert.match(await page.locator(".inspector-words").innerText(), /Words for \S+: “/);
  assert.equal(await page.locator(".inspector-probabilities li").count(), 4);
  for (const value of await page.locator(".inspector-probabilities .value").allTextContents()) assert.match(value, /^(<1|>99|[1-9]\d?)%$/);
  await close();
});

test("where the model doubts both candidates stand", async () => {
  const { page, close } = await open("doubt.html");
  const verdicts = await page.locator('.position[data-label="x"] .verdict').allTextContents();
  assert(verdicts.length > 0);
  for (const verdict of verdicts) assert.match(verdict, /^twijfel: \S .+ [<>]?\d+% or \S .+ [<>]?\d+%$/);
  assert.match(await page.locator(".noted").last().innerText(), /Coverage \d+%/);
  await close();
});

test("filters hide and show a label", async () => {
  const { page, close } = await open("letter.html");
  const filter = page.locator(".filter").first();
  const label = await filter.getAttribute("data-label");
  const before = await shown(page, ".s");
  const own = await page.locator(`.s[data-label="${label}"]`).count();
  await filter.click();
  assert.equal(await filter.getAttribute("aria-pressed"), "false");
  assert.equal(await shown(page, ".s"), before - own);
  assert.equal(await page.locator(".found").textContent(), `${before - own} of ${before}`);
  await page.keyboard.press("0");
  assert.equal(await shown(page, ".s"), before);
  await page.keyboard.press("4");
  assert.equal(await shown(page, ".s"), await page.locator(".position").count());
  for (const key of ["1", "2", "3"]) await page.keyboard.press(key);
  assert.equal(await shown(page, ".s"), 0);
  assert((await shown(page, ".nothing")) > 0);
  await close();
});

test("keys step from mark to mark and from sentence to sentence", async () => {
  const { page, close } = await open("letter.html");
  const marked = await page.locator(".position").evaluateAll((all) => all.map((e) => e.id));
  const every = await page.locator(".s").evaluateAll((all) => all.map((e) => e.id));
  const steps = [];
  for (const key of ["n", "n", "p", "j", "k", "k"]) {
    await page.keyboard.press(key);
    steps.push(await current(page));
  }
  const at = every.indexOf(marked[0]);
  assert.deepEqual(steps, [marked[0], marked[1], marked[0], every[at + 1], marked[0], every[at - 1]]);
  assert.equal(await page.evaluate(() => document.activeElement.id), every[at - 1]);
  await page.keyboard.press("Escape");
  assert(await page.locator(".inspector").isHidden());
  await page.keyboard.press("?");
  assert(await page.locator("dialog.help").isVisible());
  await page.keyboard.press("Escape");
  assert(await page.locator("dialog.help").isHidden());
  await page.keyboard.press("p");
  await page.keyboard.press("p");
  await page.keyboard.press("p");
  assert(marked.includes(await current(page)));
  await close();
});

test("on a phone the sentence one is at stands above the panel", async () => {
  const { page, close } = await open("letter.html", { viewport: { width: 390, height: 844 } });
  for (let i = 0; i < 5; i += 1) {
    await page.keyboard.press("n");
    const [sentence, panel] = [await page.locator(".s.current").boundingBox(), await page.locator(".inspector").boundingBox()];
    assert(sentence.y + sentence.height <= panel.y + 1, `${sentence.y + sentence.height} is below ${panel.y}`);
  }
  await close();
});

test("on a phone every filter is seen with its whole name", async () => {
  const { page, close } = await open("letter.html", { viewport: { width: 400, height: 844 } });
  const seen = await page.locator(".filter").evaluateAll((all) => all.map((e) => {
    const [box, name] = [e.getBoundingClientRect(), e.querySelector(".name")];
    return box.left >= 0 && box.right <= innerWidth && name.scrollWidth <= name.clientWidth + 1;
  }));
  assert.deepEqual(seen, [true, true, true, true]);
  await close();
});

test("the panel closes when a search or filter hides its sentence", async () => {
  const { page, close } = await open("letter.html");
  const idle = () => page.locator(".inspector").evaluate((e) => e.classList.contains("idle"));
  await page.locator(".position").first().click();
  assert.equal(await idle(), false);
  await page.fill(".search", "geen enkele zin heeft deze woorden");
  assert.equal(await idle(), true);
  await close();
});

test("search finds without case and accents, across marked words, and shows where", async () => {
  const { page, close } = await open("letter.html");
  const all = await page.locator(".s").count();
  await page.keyboard.press("/");
  await page.keyboard.type("HET KABÍNET VERWELKOMT");
  assert.equal(await shown(page, ".s"), 1);
  assert.equal(await page.locator(".found").textContent(), `1 of ${all}`);
  const found = await page.evaluate(() => [...CSS.highlights.get("search")].map((range) => range.toString()));
  assert.deepEqual(found, ["Het kabinet verwelkomt"]);
  await page.keyboard.press("Enter");
  assert.equal(await shown(page, ".s.current"), 1);
  await page.keyboard.press("Escape");
  assert.equal(await shown(page, ".s"), all);
  await close();
});

test("a link leads to its sentence, also where a filter hid it", async () => {
  const { page, url, close } = await open("letter.html");
  const id = await page.locator(".position").nth(1).getAttribute("id");
  await page.goto(url + "#" + id);
  await page.waitForSelector(`.s.current[id="${id}"]`);
  for (const key of ["1", "2", "3", "4"]) await page.keyboard.press(key);
  const other = await page.locator(".position").nth(2).getAttribute("id");
  await page.evaluate((id) => (location.hash = id), other);
  await page.waitForSelector(`.s.current[id="${other}"]`);
  assert((await shown(page, ".s")) > 1);
  await page.evaluate(() => (location.hash = "%E0%A4%A"));
  await close();
});

test("the table of positions can be copied", async () => {
  const { page, close } = await open("letter.html");
  await page.evaluate(() => addEventListener("copy", (e) => (window.copied = ["text/plain", "text/html"].map((type) => e.clipboardData.getData(type)))));
  await page.locator("details.copy summary").click();
  await page.locator("details.copy .copy-table").click();
  const [plain, rich] = await page.evaluate(() => window.copied);
  const lines = plain.split("\n").map((line) => line.split("\t"));
  assert.deepEqual(lines[0], ["Number", "Section", "Page", "Label", "Probability", "Sentence"]);
  assert.equal(lines.length, 1 + (await page.locator(".position").count()));
  assert(lines.every((line) => line.length === 6));
  assert.match(rich, /^<table><tr><td>Number<\/td>/);
  await close();
});

test("it reads without JavaScript", async () => {
  const { page, close } = await open("letter.html", { javaScriptEnabled: false });
  for (const hidden of [".bar", ".inspector", ".correct", ".corrections", ".copy-table"]) assert(await page.locator(hidden).first().isHidden(), hidden);
  assert.equal(await page.locator(".s .text:visible").count(), standpunt("sentences", letter).trim().split("\n").length);
  const position = page.locator(".position").first();
  await position.focus();
  assert.equal(await decoration(position.locator("mark.for").first()), "underline");
  await page.locator(".summary a").nth(1).click();
  assert.match(page.url(), /#section2$/);
  await close();
});

test("it prints on white with its marks, from a dark screen too", async () => {
  const { page, close } = await open("letter.html", { colorScheme: "dark" });
  await page.keyboard.press("n");
  await page.emulateMedia({ media: "print" });
  for (const hidden of [".bar", ".inspector", ".correct", ".corrections"]) assert(await page.locator(hidden).first().isHidden(), hidden);
  assert(await page.locator(".position .shape").first().isVisible());
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(255, 255, 255)");
  if (pictures) await page.pdf({ path: join(pictures, "letter.pdf"), format: "A4" });
  await close();
});

test("with forced colours the bars keep theirs", async () => {
  const { page, close } = await open("letter.html", { forcedColors: "active" });
  const colours = await page.locator(".stack.whole > span").evaluateAll((all) => all.map((e) => getComputedStyle(e).backgroundImage + getComputedStyle(e).backgroundColor));
  assert.equal(new Set(colours).size, colours.length);
  if (pictures) await page.screenshot({ path: join(pictures, "letter-forced.png") });
  await close();
});
