// Answers with their questions, which are not what the sender says.

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { accessible, fits, open, pictures, put, shown, standpunt } from "./pages.mjs";

const long = "De leden van de VVD-fractie vragen aandacht voor de brug. ".repeat(40);
const letter = put("antwoorden.txt", `Geachte voorzitter,

Hierbij zend ik u de antwoorden op de vragen van het lid Bos over de brug bij het dorp.

Vraag 1
Kent u het bericht dat de brug een jaar gesloten blijft?

Antwoord 1
Ja.

Vraag 2
Deelt u de mening dat dit onaanvaardbaar is voor de ondernemers aan beide zijden van het water?

Vraag 3
Zo ja, bent u bereid een veerpont te betalen? Zo nee, waarom niet?

Antwoord 2 en 3
Nee, die mening deel ik niet. Het herstel is de taak van de provincie. Een veerpont acht ik onwenselijk, omdat het water te druk is.

Inbreng van de leden van de VVD-fractie
${long}

Reactie van de minister
Het kabinet steunt een snel herstel van de brug.
`);
standpunt("classify", letter, "--out", "answers.html");

test("it fits three widths, light and dark, without a request or an error", () => fits("answers.html", "answers"));
test("it breaks no rule of accessibility", (t) => accessible("answers.html", t, (page) => page.locator(".question:not([open]) summary").click()));

test("questions stand above their answer and are no sentences, long ones are folded", async () => {
  const { page, close } = await open("answers.html");
  const sentences = standpunt("sentences", letter).trim().split("\n");
  assert.deepEqual(await page.locator(".s .text").allTextContents(), sentences);
  const asked = await page.locator(".question").evaluateAll((all) => all.map((e) => [e.querySelector("[lang]").textContent, e.open, e.closest(".part").querySelector("h2").textContent]));
  assert.deepEqual(asked, [
    ["Vraag 1", true, "Antwoord 1"], ["Vraag 2", true, "Antwoord 2 en 3"], ["Vraag 3", true, "Antwoord 2 en 3"],
    ["Inbreng van de leden van de VVD-fractie", false, "Reactie van de minister"],
  ]);
  const folded = page.locator(".question").last();
  assert.match(await folded.innerText(), /^Inbreng van de leden van de VVD-fractie: De leden .+…$/);
  await folded.locator("summary").click();
  assert((await folded.locator("p").innerText()).length > 1000);
  assert(await folded.locator(".begins").isHidden());
  const size = (css) => page.locator(css).first().evaluate((e) => parseFloat(getComputedStyle(e).fontSize));
  assert((await size(".question p")) < (await size(".s .text")));
  await close();
});

test("a question goes with its answer when nothing of that is found", async () => {
  const { page, close } = await open("answers.html");
  await page.fill(".search", "veerpont");
  assert.equal(await shown(page, ".s"), 1);
  assert.equal(await shown(page, ".question"), 2);
  await page.keyboard.press("Escape");
  assert.equal(await shown(page, ".question"), 4);
  await close();
});

test("on paper and without JavaScript every question can be read", async () => {
  for (const javaScriptEnabled of [true, false]) {
    const { page, close } = await open("answers.html", { javaScriptEnabled, colorScheme: "dark" });
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    await page.pdf();
    const height = await page.locator(".question p").last().evaluate((e) => e.getBoundingClientRect().height);
    assert(height > 20, `${height}`);
    if (pictures) await page.screenshot({ path: join(pictures, `answers-print-${javaScriptEnabled}.png`), fullPage: true });
    await close();
  }
});
