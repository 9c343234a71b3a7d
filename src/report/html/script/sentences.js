const data = JSON.parse(document.getElementById("data").textContent);
const one = (selector, from = document) => from.querySelector(selector);
const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const make = (tag, className, text) => {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
};

// Sentences of the page in order, each with what the data says of it.
const sentences = [];
for (const article of all("article.letter")) {
  const letter = data.letters[Number(article.dataset.letter)];
  all(".s", article).forEach((element, i) => {
    const [section, label, second, shown, probabilities, page] = letter.sentences[i];
    sentences.push({
      element, letter, number: i + 1, of: letter.sentences.length, section: letter.sections[section], label, second, shown: shown === 1, probabilities, page,
      text: one(".text", element).textContent, at: sentences.length,
    });
  });
}
const byElement = new Map(sentences.map((s) => [s.element, s]));
const isPosition = (s) => s.element.classList.contains("position");
