"""Which weight of the cues, and which cut-off of the headings, does well on how many letters?

Letters are drawn from datasets/train/natural, a model is trained on them with every weight and cut-off, and measured on 200 other letters. A few hundred
sentences teach hardly a word, and what the cue rules say is most of what a model can know; a hundred thousand teach the words, and rules that were
written while reading such letters look better on these than on others.

    cargo build --release
    python benches/studies/few_letters.py target/release/standpunt target/few

It needs Python alone, and about an hour; `python … target/few 8 60` measures these sizes alone. Test sentences that also stand in the letters to draw
from are left out.

What it gave, macro-F1 (log-loss) at a weight of the cues, with heading words in 40 sentences but for the last column:

    letters  draws  0.2            0.4            0.6            0.8            1.0            1.5            0.8, heading/10
          8      8  0.436 (0.542)  0.575 (0.437)  0.689 (0.384)  0.757 (0.364)  0.776 (0.356)  0.796 (0.355)  0.756 (0.363)
         20      6  0.564 (0.425)  0.712 (0.350)  0.783 (0.328)  0.807 (0.321)  0.813 (0.320)  0.818 (0.323)  0.808 (0.318)
         60      4  0.757 (0.319)  0.817 (0.287)  0.827 (0.286)  0.831 (0.289)  0.831 (0.291)  0.829 (0.295)  0.833 (0.286)
        200      3  0.828 (0.245)  0.845 (0.240)  0.848 (0.243)  0.847 (0.245)  0.845 (0.246)  0.844 (0.248)  0.847 (0.244)
        600      1  0.852 (0.208)                                0.858 (0.208)                                0.858 (0.208)
      1,200      1  0.874 (0.183)                                0.870 (0.185)                                0.872 (0.185)

So the usual weight is 0.8 and the usual cut-off 10, at every size.
"""

import csv
import json
import pathlib
import random
import re
import statistics
import subprocess
import sys
import unicodedata

# how many letters to train on, and how often they are drawn
DRAWS = {8: 8, 20: 6, 60: 4, 200: 3, 600: 1, 1200: 1}
CUES = (0.2, 0.4, 0.6, 0.8, 1.0, 1.5)
HEADINGS = (3, 5, 10, 20)
USUAL = "words:1-3/3 stems:1-2/3 characters:3-5/3 speaker/3".split()
# every weight by the cut-off that many letters ask for, and every cut-off by a weight in the middle
CHOICES = [(cues, 40) for cues in CUES] + [(0.8, heading) for heading in HEADINGS]
# with more letters a model takes a minute or more: what it was, and what it is
MANY = 600
FEW_CHOICES = [(0.2, 40), (0.8, 40), (0.8, 10)]


def run(program, *arguments):
    return subprocess.run([program, *map(str, arguments)], capture_output=True).returncode == 0


def normal(sentence):
    """A sentence as the program compares it."""
    return " ".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", sentence).lower()))


def write(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ("letter", "section", "sentence", "label"), lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def letters():
    """Every natural letter with its rows, in an order drawn by a seed."""
    found = {}
    for path in sorted(pathlib.Path("datasets/train/natural").glob("*.csv")):
        with open(path, encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                found.setdefault(row["letter"], []).append(row)
    drawn = [found[name] for name in sorted(found)]
    random.Random(1).shuffle(drawn)
    return drawn


def main(program, folder, *sizes):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    test, pool = (lambda all: (all[:200], all[200:]))(letters())
    known = {normal(row["sentence"]) for letter in pool for row in letter}
    write(folder / "test.csv", [row for letter in test for row in letter if normal(row["sentence"]) not in known])

    def figures(rows, cues, heading):
        data, model, out = folder / "few.csv", folder / "few.model", folder / "figures.json"
        write(data, rows)
        features = [*USUAL, f"heading*0.5/{heading}", f"cues*{cues}"]
        if not run(program, "train", "--data", data, "--model", model, "--features", *features):
            return None
        if not run(program, "evaluate", "--data", folder / "test.csv", "--model", model, "--resamples", 0, "--out", out):
            return None
        found = json.loads(out.read_text(encoding="utf-8"))["figures"]
        return found["macro_f1"]["value"], found["log_loss"]["value"]

    print("macro-F1 (log-loss), the mean over the draws\n")
    print(f"{'letters':>8} {'draws':>6} " + " ".join(f"cues*{c} heading/{h}".rjust(21) for c, h in CHOICES), flush=True)
    for size in map(int, sizes or DRAWS):
        found, draws, seed = [], DRAWS[size], 0
        while len(found) < draws and seed < 4 * draws:
            seed += 1
            rows = [row for letter in random.Random(seed).sample(pool, size) for row in letter]
            wanted = FEW_CHOICES if size >= MANY else CHOICES
            row = {choice: figures(rows, *choice) for choice in wanted}
            if None not in row.values():  # a draw with one example of a label is refused
                found.append(row)
        shown = []
        for choice in CHOICES:
            if choice not in found[0]:
                shown.append("–".rjust(21))
                continue
            f1, loss = (statistics.mean(row[choice][i] for row in found) for i in (0, 1))
            shown.append(f"{f1:.3f} ({loss:.3f})".rjust(21))
        print(f"{size:>8} {len(found):>6} " + " ".join(shown), flush=True)


main(*sys.argv[1:])
