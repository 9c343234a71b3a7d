"""Measures standpunt beside scikit-learn, Vowpal Wabbit and fastText: same data, same machine, whole processes.

Every measurement is a process of its own, from start to end; CPU seconds and peak memory are what the kernel
reports of it (wait4). `peers.py worker …` is what runs inside the processes of the Python peers.
"""

import argparse
import csv
import itertools
import os
import pickle
import platform
import random
import statistics
import sys
import time
from importlib import metadata
from pathlib import Path

SYLLABLES = "be ver ge lij ko men sta tie raad sing voor den lan heid op uit schap mi nis ter wet oor deel".split()
COMMON = (
    "de het van en een in dat is op te voor met zijn niet aan er om kabinet ook als over bij voorstel wordt "
    "steunt lidstaten kritisch beoordelen maar geen zal"
).split()


class Texts:
    """Zipf-like text in which some words, and some pairs of words, go with a label."""

    def __init__(self, seed, labels, vocabulary=40_000):
        rng = random.Random(4)
        words = set(COMMON)
        while len(words) < vocabulary:
            words.add("".join(rng.choices(SYLLABLES, k=rng.randint(2, 5))))
        self.words = COMMON + sorted(words - set(COMMON))
        tail = self.words[len(COMMON):]
        rng.shuffle(tail)
        self.words[len(COMMON):] = tail
        self.weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(vocabulary)))
        self.labels = labels
        middle = self.words[200:6000]
        self.signals = {label: rng.sample(middle, 400) for label in labels}
        self.signal_weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(400)))
        # the same words for every label; only their order tells
        heads, tails = rng.sample(middle, 40), rng.sample(middle, 40)
        self.pairs = {}
        for number, label in enumerate(labels):
            turned = tails[number * 7:] + tails[: number * 7]
            self.pairs[label] = list(zip(heads, turned))
        self.rng = random.Random(seed)

    def text(self, length, signal):
        """A text of `length` words and its label; `signal` is the share of words that go with the label."""
        rng = self.rng
        label = rng.choices(self.labels, weights=range(len(self.labels), 0, -1))[0]
        shown = label if rng.random() < 0.95 else rng.choice(self.labels)
        words = rng.choices(self.words, cum_weights=self.weights, k=length)
        for place in range(length - 1):
            draw = rng.random()
            if draw < signal:
                words[place] = rng.choices(self.signals[shown], cum_weights=self.signal_weights)[0]
            elif draw < 1.3 * signal:
                words[place], words[place + 1] = rng.choice(self.pairs[shown])
        return " ".join(words), label

    def sentences(self, count):
        return [self.text(self.rng.randint(8, 32), 0.07) for _ in range(count)]

    def documents(self, count):
        return [self.text(self.rng.randint(60, 170), 0.02) for _ in range(count)]


def write_csv(path, rows):
    with open(path, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["text", "label"])
        writer.writerows(rows)


def write_lines(path, rows):
    path.write_text("".join(text + "\n" for text, _ in rows))


def read_csv(path):
    with open(path, newline="") as file:
        rows = list(csv.reader(file))[1:]
    return [r[0] for r in rows], [r[1] for r in rows]


def run(command, stdout=None):
    """Runs a process to its end: (seconds, CPU seconds, peak MiB)."""
    begin = time.monotonic()
    pid = os.fork()
    if pid == 0:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(os.open(stdout, os.O_WRONLY | os.O_CREAT | os.O_TRUNC) if stdout else null, 1)
        if not os.environ.get("PEERS_VERBOSE"):
            os.dup2(null, 2)
        try:
            os.execv(command[0], command)
        finally:
            os._exit(127)
    _, status, used = os.wait4(pid, 0)
    seconds = time.monotonic() - begin
    if status != 0:
        raise RuntimeError(f"status {status}: {' '.join(map(str, command))} (PEERS_VERBOSE=1 shows why)")
    peak = used.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)
    return seconds, used.ru_utime + used.ru_stime, peak


# --- the peers as processes --------------------------------------------------------------------------------------


class Standpunt:
    def __init__(self, program, folds):
        self.program = program
        self.folds = folds
        self.name = f"standpunt, words 1–2, min_df 2, {f'{folds} folds for calibration and figures' if folds else 'no folds'}"

    def train(self, data, labels, model):
        features = ["--features", "words:1-2/2", "--class-weight", "0", "--alpha", "0.1"]
        return [self.program, "train", "--quiet", "--data", f"{data}.csv", "--model", model,
                "--folds", str(self.folds), *features]

    def label(self, model, lines, out):
        return [self.program, "classify", "--quiet", "--lines", lines, "--model", model], out

    def read(self, out, labels):
        return [line.split("\t")[0] for line in Path(out).read_text().splitlines()]


class Worker:
    """A Python peer: this file again, in a process of its own."""

    def __init__(self, kind, name):
        self.kind = kind
        self.name = name

    def train(self, data, labels, model):
        return [sys.executable, __file__, "worker", self.kind, "train", str(data), model, ",".join(labels)]

    def label(self, model, lines, out):
        return [sys.executable, __file__, "worker", self.kind, "label", str(lines), model, str(out)], None

    def read(self, out, labels):
        found = Path(out).read_text().splitlines()
        return [labels[int(f) - 1] for f in found] if self.kind == "vw" else found


def worker(kind, what, data, model, rest):
    if kind.startswith("sklearn"):
        if what == "train":
            from sklearn.feature_extraction.text import TfidfVectorizer
            from sklearn.linear_model import LogisticRegression
            from sklearn.pipeline import make_pipeline

            vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
            pipeline = make_pipeline(vectorizer, LogisticRegression(C=10, max_iter=1000))
            pipeline.fit(*read_csv(f"{data}.csv"))
            Path(model).write_bytes(pickle.dumps(pipeline))
        else:
            pipeline = pickle.loads(Path(model).read_bytes())
            probabilities = pipeline.predict_proba(Path(data).read_text().splitlines())
            labels = pipeline.classes_[probabilities.argmax(axis=1)]
            Path(rest).write_text("".join(f"{label}\n" for label in labels))
    elif kind == "vw":
        from vowpalwabbit import Workspace

        if what == "train":
            labels = rest.split(",")
            arguments = f"--oaa {len(labels)} --loss_function logistic --ngram w2 -b 22 --passes 10 -c -k --cache_file {model}.cache"
            Workspace(f"-d {data}.vw {arguments} -f {model} --quiet").finish()
            os.remove(f"{model}.cache")
        else:
            # the conversion of plain lines is part of the work, as reading them is for the others
            with open(data) as source, open(f"{data}.vw", "w") as target:
                target.writelines(f"|w {line}" for line in source)
            Workspace(f"-t -i {model} -d {data}.vw -p {rest} --quiet").finish()
    elif kind.startswith("fasttext"):
        import fasttext

        if what == "train":
            grams = 2 if kind.endswith("bigrams") else 1
            fasttext.train_supervised(f"{data}.ft", wordNgrams=grams, thread=2, verbose=0).save_model(model)
        else:
            loaded = fasttext.load_model(model)
            predict = loaded.f.predict
            with open(data) as source, open(rest, "w") as target:
                for line in source:
                    # below numpy's wrapper, which newer numpy versions break
                    found = predict(line, 1, 0.0, "strict")
                    target.write(found[0][1].removeprefix("__label__").replace("_", " ") + "\n")


def installed(package):
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


# --- the measurement ---------------------------------------------------------------------------------------------


def measure(peer, data, labels, test, lines, one, work):
    """One row of the table; lines: (path, count) of the file to label."""
    model = str(work / "model")
    Path(model).unlink(missing_ok=True)  # no program replaces a file that another one wrote
    row = {}
    row["train"], row["cpu"], row["peak"] = run(peer.train(data, labels, model))
    row["size"] = os.path.getsize(model) / 2**20
    out = work / "out.txt"
    command, stdout = peer.label(model, str(work / "test.txt"), out)
    run(command, stdout)
    found = peer.read(out, labels)
    assert len(found) == len(test), (peer.name, len(found), len(test))
    row["accuracy"] = sum(f == label for f, (_, label) in zip(found, test)) / len(test)
    path, count = lines
    command, stdout = peer.label(model, str(path), out)
    row["rate"] = count / run(command, stdout)[0]
    command, stdout = peer.label(model, str(one), out)
    row["cold"] = statistics.median(run(command, stdout)[0] for _ in range(5))
    return row


def prepare(path, rows):
    write_csv(f"{path}.csv", rows)
    labels = sorted({label for _, label in rows})
    with open(f"{path}.vw", "w") as file:
        file.writelines(f"{labels.index(label) + 1} |w {text}\n" for text, label in rows)
    with open(f"{path}.ft", "w") as file:
        file.writelines(f"__label__{label.replace(' ', '_')} {text}\n" for text, label in rows)
    return labels


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--standpunt", default="target/release/standpunt")
    parser.add_argument("--work", default="target/peers", type=Path)
    parser.add_argument("--sizes", default="1000,10000,100000", help="training sentences, a table part each")
    parser.add_argument("--documents", default=25_000, type=int, help="training documents of 1.3 kB; 0 leaves them out")
    parser.add_argument("--label", default=100_000, type=int, help="sentences in the file to label")
    arguments = parser.parse_args()
    work = arguments.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    program = str(Path(arguments.standpunt).resolve())

    peers = [Standpunt(program, 0), Standpunt(program, 5)]
    peers.append(Worker("sklearn", "scikit-learn, words 1–2, min_df 2, C=10"))
    if installed("vowpalwabbit"):
        peers.append(Worker("vw", "Vowpal Wabbit, bigrams, 10 passes"))
    if installed("fasttext"):
        peers.append(Worker("fasttext", "fastText, words"))
        peers.append(Worker("fasttext-bigrams", "fastText, bigrams"))

    four = ["geen standpunt", "steunt", "kritisch", "op merites beoordelen"]
    parts = [(f"{int(n):,} sentences", int(n), four, Texts.sentences) for n in arguments.sizes.split(",") if n]
    if arguments.documents:
        parts.append((f"{arguments.documents:,} documents", arguments.documents, ["goed", "slecht"], Texts.documents))

    versions = [f"{p} {installed(p)}" for p in ["scikit-learn", "vowpalwabbit", "fasttext"] if installed(p)]
    print(f"{os.cpu_count()} cores, {platform.machine()}, load {os.getloadavg()[0]:.1f}; Python {platform.python_version()}, {', '.join(versions)}\n")
    print("| data | program | training: CPU s | s | peak MiB | model MiB | accuracy | labels a file, texts/s | one sentence, cold, ms |")
    print("|---|---|---:|---:|---:|---:|---:|---:|---:|")
    for title, count, labels, kind in parts:
        texts = Texts(11, labels)
        train, test = kind(texts, count), kind(texts, 5_000)
        data = work / "train"
        known = prepare(data, train)
        megabytes = os.path.getsize(f"{data}.csv") / 1e6
        write_lines(work / "test.txt", test)
        many = kind(texts, min(arguments.label, 10_000))
        repeated = list(itertools.islice(itertools.cycle(many), arguments.label if kind is Texts.sentences else len(many)))
        write_lines(work / "many.txt", repeated)
        write_lines(work / "one.txt", [("Het kabinet steunt het voorstel van de Commissie.", "")])
        for peer in peers:
            try:
                r = measure(peer, data, known, test, (work / "many.txt", len(repeated)), work / "one.txt", work)
            except (RuntimeError, AssertionError, OSError) as error:
                print(f"| {title} | {peer.name} | failed: {error} |", flush=True)
                continue
            print(
                f"| {title}, {megabytes:.1f} MB | {peer.name} | {r['cpu']:.2f} | {r['train']:.2f} | {r['peak']:.0f} | {r['size']:.1f} "
                f"| {r['accuracy']:.3f} | {r['rate']:,.0f} | {1000 * r['cold']:.0f} |",
                flush=True,
            )


if __name__ == "__main__":
    if sys.argv[1:2] == ["worker"]:
        worker(*sys.argv[2:])
    else:
        main()
