"""What are a few labelled letters worth to a model that was trained on others?

The older training letters make a base; the newer ones, which others wrote in another register, play the user's letters. A few of
them are labelled, and four ways to use these are measured on the rest:

    as it was     the base, without them
    from nothing  a model of these letters alone
    adapted       `standpunt train --adapt BASE`, at the usual and at other penalties
    together      a model of the older letters and these, trained anew

    cargo build --release
    python benches/studies/adapt.py target/release/standpunt target/adapt

It needs Python alone, and some minutes. Sentences of seven words or more that also stand in the older letters or in the largest part of the
newer ones are not measured on, so that all are measured on the same.
"""

import csv
import json
import pathlib
import random
import re
import subprocess
import sys
import unicodedata

# letters that were written later, in the voice of real ones
NEWER = (
    "alledaags-",
    "antwoorden-3",
    "beleidsbrieven",
    "beleidsreacties",
    "fiches-3",
    "gewoon-",
    "lang-",
    "raad-3",
    "stellig-",
    "zakelijk-",
)
# the features of the shipped model, of which the base and the model of all letters are made; a model of a few letters has the usual ones
MANY = "words:1-3/5 stems:1-2/5 characters:3-5/5 speaker/5 heading*0.5/40 cues*0.2".split()
SIZES = (5, 20, 80)
PENALTIES = (0.3, 1.0, 3.0)
DENSE = pathlib.Path("datasets/train/dense")


def run(program, *arguments, check=True):
    done = subprocess.run([program, *map(str, arguments)], check=check, capture_output=True)
    return done.returncode == 0


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def normal(sentence):
    """A sentence as the program compares it."""
    return " ".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", sentence).lower()))


def write(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main(program, folder):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    natural = sorted(pathlib.Path("datasets/train/natural").glob("*.csv"))
    newer = [path for path in natural if path.stem.startswith(NEWER)]
    older = [path for path in natural if path not in newer]
    base = folder / "base.model"
    run(program, "train", "--data", *older, DENSE, "--calibrate-on", *older, "--model", base, "--features", *MANY)

    rows = [row for path in newer for row in read(path)]
    letters = sorted({row["letter"] for row in rows})
    random.Random(1).shuffle(letters)
    rest = set(letters[max(SIZES) :])
    known = {normal(row["sentence"]) for path in [*older, *DENSE.glob("*.csv")] for row in read(path)}
    known |= {normal(row["sentence"]) for row in rows if row["letter"] not in rest}
    test = folder / "test.csv"
    write(test, [row for row in rows if row["letter"] in rest and normal(row["sentence"]) not in known])

    def measure(name, model):
        out = folder / "figures.json"
        if not run(program, "evaluate", "--data", test, "--model", model, "--resamples", 0, "--out", out, check=False):
            print(f"{name}: not measured, it lacks a label of the test letters", flush=True)
            return
        figures = json.loads(out.read_text(encoding="utf-8"))["figures"]
        shown = " ".join(f"{figures[f]['value']:9.3f}" for f in ("accuracy", "macro_f1", "log_loss"))
        print(f"{name:32}{shown}", flush=True)

    print(f"{'measured on ' + str(len(rest)) + ' letters':32} accuracy  macro-F1  log-loss")
    measure("as it was", base)
    for size in SIZES:
        known = set(letters[:size])
        part = [row for row in rows if row["letter"] in known]
        data, model = folder / "few.csv", folder / "few.model"
        write(data, part)
        about = f"{size} letters, {len(part)} sentences"
        print(about)
        if run(program, "train", "--data", data, "--model", model, "--folds", 5, check=False):
            measure("  from nothing", model)
        else:
            print("  from nothing: refused, a label has one example")
        together = [*older, DENSE, data]
        if run(program, "train", "--data", *together, "--calibrate-on", *older, data, "--model", model, "--features", *MANY):
            measure("  together with the older letters", model)
        for penalty in PENALTIES:
            run(program, "train", f"--adapt={base}", "--data", data, "--model", model, "--folds", 5, "--alpha", penalty)
            measure(f"  adapted, alpha {penalty}", model)


main(*sys.argv[1:])
