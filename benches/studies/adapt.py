"""What are a few labelled letters worth to a model that was trained on others?

The older training letters make a base; the newer ones, which others wrote in another register, play the user's letters. A few of
them are labelled, and three ways to use these are measured on the rest:

    as it was     the base, without them
    from nothing  a model of these letters alone
    adapted       `standpunt train --adapt BASE`, at the usual and at other penalties

    cargo build --release
    python benches/studies/adapt.py target/release/standpunt target/adapt

It needs Python alone, and some minutes. The base has no folds, so its probabilities are not calibrated; where folds are given an adapted
model is calibrated by its own.
"""

import csv
import json
import pathlib
import random
import subprocess
import sys

NEWER = ("antwoorden-3", "beleidsbrieven", "beleidsreacties", "fiches-3", "gewoon-", "lang-", "raad-3")
SIZES = (5, 20, 80)
PENALTIES = (0.3, 1.0, 3.0)


def run(program, *arguments, check=True):
    done = subprocess.run([program, *map(str, arguments)], check=check, capture_output=True)
    return done.returncode == 0


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
    run(program, "train", "--data", *older, "datasets/train/dense", "--model", base, "--folds", 0)

    rows = [row for path in newer for row in csv.DictReader(open(path, encoding="utf-8", newline=""))]
    letters = sorted({row["letter"] for row in rows})
    random.Random(1).shuffle(letters)
    rest = set(letters[max(SIZES) :])
    test = folder / "test.csv"
    write(test, [row for row in rows if row["letter"] in rest])

    def measure(name, model):
        out = folder / "figures.json"
        # stock phrases come back in all letters
        run(program, "evaluate", "--data", test, "--model", model, "--resamples", 0, "--drop-overlap", "--out", out)
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
        for penalty in PENALTIES:
            run(program, "train", "--adapt", base, "--data", data, "--model", model, "--folds", 5, "--alpha", penalty)
            measure(f"  adapted, alpha {penalty}", model)


main(*sys.argv[1:])
