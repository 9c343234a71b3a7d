// Corrections: in memory, and in the browser's storage where there is one.
const key = (letter) => "standpunt:" + letter.key;
const names = new Set(data.labels.map((label) => label.name));
const corrections = new Map();
let stored = true;
let exported = true;
const isCorrection = (kept) =>
  kept && typeof kept.text === "string" && (names.has(kept.label) || names.has(kept.also)) && [kept.label, kept.also].every((name) => !name || names.has(name));
for (const letter of data.letters) {
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem(key(letter)) || "{}");
  } catch (error) {
    stored = error instanceof SyntaxError;
  }
  corrections.set(letter, new Map(Object.entries(kept || {}).filter(([, value]) => isCorrection(value))));
}
const store = (letter) => {
  try {
    const kept = corrections.get(letter);
    if (kept.size) localStorage.setItem(key(letter), JSON.stringify(Object.fromEntries(kept)));
    else localStorage.removeItem(key(letter));
  } catch {
    stored = false;
  }
};
// A correction counts only while the sentence with that number still reads the same.
const correctionOf = (s) => {
  const kept = corrections.get(s.letter).get(String(s.number));
  return kept && kept.text === s.text ? kept : null;
};
const corrected = () => sentences.filter(correctionOf);
const showCorrection = (s) => {
  const kept = correctionOf(s);
  s.element.classList.toggle("corrected", Boolean(kept));
  const parts = [];
  if (kept && kept.label) parts.push((kept.label === data.labels[s.label].name ? "✓ " : "✎ ") + kept.label);
  if (kept && kept.also) parts.push("also " + kept.also);
  one(".corrected-to", s.element).textContent = parts.join(", ");
};
const showExport = () => {
  const n = corrected().length;
  for (const button of all(".export")) {
    button.hidden = n === 0;
    button.textContent = n === 1 ? "Export 1 correction" : `Export ${n} corrections`;
  }
  one(".discard").hidden = n === 0;
  one(".kept").textContent = n === 0 ? "" : stored ? "They are kept in this browser." : "This browser keeps nothing: export before you close the page.";
};
const setCorrection = (s, label, also) => {
  const kept = corrections.get(s.letter);
  if (label || also) kept.set(String(s.number), { label, also, text: s.text });
  else kept.delete(String(s.number));
  store(s.letter);
  exported = false;
  showCorrection(s);
  showExport();
};

// The data format, and who gave the label: a person set or confirmed it, or nobody touched the model's.
const cell = (text) => (/[",\n\r]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text);
const toCsv = (rows) => {
  const lines = [["letter", "kind", "field", "section", "sentence", "label", "also", "labelled_by"]];
  for (const s of rows) {
    const touched = correctionOf(s);
    const kept = touched || {};
    const label = kept.label || data.labels[s.label].name;
    const also = kept.also && kept.also !== label ? kept.also : "";
    lines.push([s.letter.name, s.letter.kind, "", s.section, s.text, label, also, touched ? "person" : "model"]);
  }
  return lines.map((line) => line.map(cell).join(",")).join("\n") + "\n";
};
const download = (what, rows) => {
  const name = data.letters.length === 1 ? data.letters[0].name : "letters";
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([toCsv(rows)], { type: "text/csv;charset=utf-8" }));
  link.download = name.replace(/[^\p{L}\p{N}._-]+/gu, "-").replace(/^\.+/, "") + "-" + what + ".csv";
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  exported = true;
};
for (const button of all(".export")) button.addEventListener("click", () => download("corrections", corrected()));
one(".export-all").addEventListener("click", () => download("labelled", sentences));
one(".discard").addEventListener("click", () => {
  const rows = corrected();
  if (!confirm(`Discard ${rows.length === 1 ? "1 correction" : rows.length + " corrections"}?`)) return;
  for (const s of rows) setCorrection(s, "", "");
  exported = true;
  if (current) inspect(current);
});
addEventListener("beforeunload", (event) => {
  if (!stored && !exported && corrected().length) event.preventDefault();
});
