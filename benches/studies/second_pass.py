"""Would a second pass that knows the neighbours' probabilities help?

A letter is a sequence: after a first pass has given every sentence its probabilities, a second one could look at those of
the sentences around it. This script measures that on out-of-fold predictions, so that neither pass has seen the letter it is
measured on:

    standpunt cross-validate --data datasets/train --predictions target/folds.csv
    python benches/studies/second_pass.py target/folds.csv

It needs scikit-learn. The second pass is a multinomial logistic regression (C=1), cross-validated over five folds of letters, on

    alone       the sentence's own log-probabilities: no more than a calibration
    neighbours  and the probabilities of the two sentences before and the one behind it in its section
    pointing    and those of the sentence before once more where this one begins with dit, daarom, hier …
    section     and the mean probabilities of the rest of its section and of its letter
"""

import csv
import re
import sys

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score, log_loss
from sklearn.model_selection import GroupKFold

POINTING = re.compile(r"\b(dit|deze|dat|die|daar\w*|hier\w*|derhalve|dan ook)\b", re.IGNORECASE)


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    labels = [name[2:-1] for name in rows[0] if name.startswith("p(")]
    p = np.array([[float(row[f"p({label})"]) for label in labels] for row in rows])
    y = np.array([labels.index(row["label"]) for row in rows])
    return rows, labels, p, y


def neighbour(rows, p, step):
    """Probabilities of the sentence `step` rows away in the same section, and whether there is none."""
    out = np.zeros((len(rows), p.shape[1] + 1))
    for i, row in enumerate(rows):
        j = i + step
        same = 0 <= j < len(rows) and all(rows[j][k] == row[k] for k in ("letter", "section"))
        if same:
            out[i, :-1] = p[j]
        else:
            out[i, -1] = 1
    return out


def mean_of_others(rows, p, keys):
    groups = {}
    for i, row in enumerate(rows):
        groups.setdefault(tuple(row[k] for k in keys), []).append(i)
    out = np.zeros_like(p)
    for members in groups.values():
        if len(members) > 1:
            total = p[members].sum(0)
            for i in members:
                out[i] = (total - p[i]) / (len(members) - 1)
    return out


def main(path):
    rows, labels, p, y = read(path)
    own = np.log(np.clip(p, 1e-6, 1))
    own -= own.mean(1, keepdims=True)
    before = neighbour(rows, p, -1)
    around = [before, neighbour(rows, p, -2), neighbour(rows, p, 1)]
    points = np.array([[bool(POINTING.search(" ".join(r["sentence"].split()[:4])))] for r in rows], float)
    places = [mean_of_others(rows, p, ("letter", "section")), mean_of_others(rows, p, ("letter",))]
    kinds = {
        "alone": [own],
        "neighbours": [own, *around],
        "pointing": [own, *around, points, before * points],
        "section": [own, *around, points, before * points, *places],
    }
    letters = [row["letter"] for row in rows]
    print(f"{len(rows)} sentences, {len(set(letters))} letters")
    print(f"{'second pass':12} {'accuracy':>8} {'macro-F1':>8} {'log-loss':>8}")
    for name, parts in kinds.items():
        x = np.hstack(parts)
        out = np.zeros_like(p)
        for train, test in GroupKFold(5).split(x, y, letters):
            out[test] = LogisticRegression(C=1, max_iter=2000).fit(x[train], y[train]).predict_proba(x[test])
        guess = out.argmax(1)
        f1 = f1_score(y, guess, average="macro")
        print(f"{name:12} {accuracy_score(y, guess):8.4f} {f1:8.4f} {log_loss(y, out, labels=range(len(labels))):8.4f}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
