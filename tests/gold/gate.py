#!/usr/bin/env python3
"""The quality gate: runs headwater on the annotated corpora and holds every figure against its floor.

    gate.py HEADWATER              fails if a figure is below its floor in floors.json
    gate.py HEADWATER --raise      writes the figures as the new floors; refuses to lower one

The corpora and their scorers are expected in ../shared beside the checkout; where they are not, the gate says so
and passes, for there is nothing to measure. Standard library only.
"""
import argparse, json, math, pathlib, subprocess, sys, tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SHARED = ROOT.parent / "shared"
FLOORS = HERE / "floors.json"


def run(*command, **options):
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, encoding="utf-8", **options).stdout


def trace(headwater, folder, *arguments):
    """Runs a trace in `folder` and returns its trace.json."""
    run(headwater, "trace", *arguments, "--output", folder)
    return folder / "trace.json"


def extraction(headwater, folder):
    pack = SHARED / "eval/extraction"
    figures, read = {}, []
    for name in ("zyte", "trafilatura", "readability"):
        read.append(run(headwater, "read", "--list", pack / name / "index.jsonl", "--json"))
    predictions = folder / "extraction.jsonl"
    predictions.write_text("".join(read), "utf-8")
    scores = json.loads(run(sys.executable, pack / "score_extraction.py", pack, predictions, "--json"))
    pages = sum(score["pages"] for score in scores.values())
    empty = sum(score["empty"] + score["missing"] for score in scores.values())
    figures["extraction: pages with text"] = 1 - empty / pages
    figures["extraction: zyte text F1"] = scores["zyte"]["f1"]
    figures["extraction: zyte links F1"] = scores["zyte"]["links"]["f1"]
    figures["extraction: zyte off-site links F1"] = scores["zyte"]["links"]["offsite"]["f1"]
    figures["extraction: trafilatura F1"] = scores["trafilatura"]["f1"]
    figures["extraction: trafilatura date"] = scores["trafilatura"]["date"]["accuracy"]
    figures["extraction: trafilatura author (norm)"] = scores["trafilatura"]["author"]["norm"]
    figures["extraction: trafilatura title"] = scores["trafilatura"]["title"]["accuracy"]
    figures["extraction: readability text F1"] = scores["readability"]["f1"]
    figures["extraction: readability links macro F1"] = scores["readability"]["links"]["macro_f1"]
    return figures


def attribution(headwater, folder):
    pack = SHARED / "eval/attribution"
    texts = folder / "texts"
    texts.mkdir()
    entries = []
    for line in (pack / "dev.jsonl").read_text("utf-8").rstrip("\n").split("\n"):
        article = json.loads(line)
        name = f"{len(entries)}.txt"
        (texts / name).write_text(article["text"], "utf-8", newline="")
        entries.append(json.dumps({"id": article["id"], "file": name, "url": None}))
    (texts / "list.jsonl").write_text("\n".join(entries) + "\n", "utf-8")
    predictions = folder / "attribution.jsonl"
    predictions.write_text(run(headwater, "read", "--list", texts / "list.jsonl", "--json"), "utf-8")
    out = folder / "attribution.json"
    run(sys.executable, pack / "score_attributions.py", pack / "dev.jsonl", predictions, "--json", out)
    subsets = json.loads(out.read_text("utf-8"))["subsets"]
    scores = {name: subset["micro"] for name, subset in subsets.items()}
    figures = {f"attribution: {name} pair F1": scores[name]["pair_f1"] for name in ("reported", "direct", "core", "anonymous")}
    figures["attribution: reported pair precision"] = scores["reported"]["pair_p"]
    return figures


def claims(headwater, folder):
    """Every article of the claim pack in one run: stories, and the claims inside of each."""
    pack = SHARED / "eval/claims"
    texts = folder / "articles"
    texts.mkdir()
    for line in (pack / "docs.jsonl").read_text("utf-8").rstrip("\n").split("\n"):
        article = json.loads(line)
        (texts / f"{article['doc_id']}.txt").write_text(article["text"], "utf-8", newline="")
    result = trace(headwater, folder / "claims", *sorted(texts.glob("*.txt")), "--depth", "0", "--pages", "2000")
    score = [sys.executable, pack / "score_claims.py", "statements", "--gold", pack / "statements_gold.jsonl"]
    scores = json.loads(run(*score, "--pred", result, "--within", "topic_id", "--json"))
    return {f"claims: statements {name} F1": scores[name]["f1"] for name in ("pairwise", "bcubed")}


def wikinews(headwater, folder):
    pack = SHARED / "eval/wikinews"
    result = json.loads(trace(headwater, folder / "wikinews", pack / "seeds.txt", "--archive", pack / "wikinews.warc.gz", "--offline", "--depth", "1").read_text("utf-8"))
    names = {d["id"]: {d["url"], d["canonical_url"], *d["aliases"]} for d in result["documents"]}
    found = {(a, b) for c in result["citations"] if c["kind"] == "link" for a in names[c["from"]] for b in names.get(c["to"], ())}
    gold = [json.loads(line) for line in (pack / "citations.jsonl").read_text("utf-8").rstrip("\n").split("\n")]
    return {"wikinews: listed sources cited": sum((g["from"], g["to"]) in found for g in gold) / len(gold)}


def story(headwater, folder):
    figures = {}
    for path in sorted((SHARED / "stories").glob("*/story.json")):
        name = path.parent.name
        archive, seeds = folder / f"{name}.warc.gz", folder / f"{name}.txt"
        run(sys.executable, SHARED / "stories/storyweb.py", "warc", path.parent, archive)
        seeds.write_text("\n".join(json.loads(path.read_text("utf-8"))["seeds"]) + "\n", "utf-8")
        result = trace(headwater, folder / name, seeds, "--archive", archive, "--offline", "--depth", "6")
        scores = json.loads(run(sys.executable, SHARED / "stories/score_trace.py", path.parent, result, "--json"))["scores"]
        for key, score in scores.items():
            figures[f"story {name}: {key.lstrip('*')}"] = score["f1"]
    return figures


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("headwater", type=pathlib.Path)
    parser.add_argument("--raise", dest="lift", action="store_true")
    args = parser.parse_args()
    if not SHARED.is_dir():
        print(f"skipped: the corpora are not at {SHARED.name}/ beside the checkout")
        return 0
    floors = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    figures, failed = {}, False
    with tempfile.TemporaryDirectory() as folder:
        for measure in (extraction, attribution, claims, wikinews, story):
            figures.update(measure(args.headwater.resolve(), pathlib.Path(folder)))
    for name, figure in figures.items():
        # A floor has four places: the last is given away, so that it holds on every machine.
        figures[name] = math.floor(figure * 10_000) / 10_000
        low = figures[name] < floors.get(name, 0)
        failed |= low
        print(f"{name:56} {figures[name]:.4f}  floor {floors.get(name, 0):.4f}{'  BELOW' if low else ''}")
    missing = floors.keys() - figures.keys()
    for name in sorted(missing):
        print(f"{name:56} not measured, but has a floor")
    failed |= bool(missing)
    if args.lift and not failed:
        FLOORS.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")
        print(f"wrote {FLOORS.name}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
