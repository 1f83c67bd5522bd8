#!/usr/bin/env python3
"""The quality gate: runs headwater on the annotated corpora and holds every figure against its floor.

    gate.py HEADWATER              fails if a figure is below its floor in floors.json
    gate.py HEADWATER --raise      writes the figures as the new floors; refuses to lower one

The corpora and their scorers are expected in ../shared beside the checkout; where they are not, the gate says so
and passes, for there is nothing to measure. Standard library only.
"""
import argparse, itertools, json, math, pathlib, subprocess, sys, tempfile

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


def texts(path, folder):
    """The texts of a list as files, in its order."""
    folder.mkdir()
    for line in path.read_text("utf-8").rstrip("\n").split("\n"):
        article = json.loads(line)
        (folder / f"{article['doc_id']}.txt").write_text(article["text"], "utf-8", newline="")
    return sorted(folder.glob("*.txt"))


def claims(headwater, folder):
    """Every article of the claim pack in one run: stories, copies, and the claims inside of each
    story; and every headline in another."""
    pack = SHARED / "eval/claims"

    def score(mode, gold, prediction, *more):
        if not isinstance(prediction, pathlib.Path):
            rows, prediction = prediction, folder / f"{mode}.jsonl"
            prediction.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        command = [sys.executable, pack / "score_claims.py", mode, "--gold", pack / gold, "--pred", prediction]
        return json.loads(run(*command, *more, "--json"))

    result = trace(headwater, folder / "claims", *texts(pack / "docs.jsonl", folder / "articles"), "--depth", "0", "--pages", "2000")
    statements = score("statements", "statements_gold.jsonl", result, "--within", "topic_id")
    traced = json.loads(result.read_text("utf-8"))
    documents = traced["documents"]
    name = {d["id"]: pathlib.PurePath(d["url"]).stem for d in documents}
    stories = score("docs", "docs_gold.jsonl", [{"doc_id": name[d["id"]], "claim_id": d["story"]} for d in documents])
    families = {}
    for d in documents:
        families.setdefault(d["copy_of"] or d["id"], []).append(name[d["id"]])
    copies = [pair for family in families.values() for pair in itertools.combinations(family, 2)]
    derived = [(name[d["id"]], name[d["reprint"]["of"]]) for d in documents if d["reprint"]]
    rows = lambda pairs: [{"a": a, "b": b} for a, b in pairs]
    copied = score("pairs", "copies_gold.jsonl", rows(copies), "--positive", "copy", "--ignore", "borderline,derived")
    reused = score("pairs", "copies_gold.jsonl", rows(copies + derived))
    quoted = score("pairs", "quotes_gold.jsonl", quotation_variants(traced, name, pack / "quotes_gold.jsonl"), "--positive", "same", "--ignore", "unsure")
    result = trace(headwater, folder / "headline-claims", *texts(pack / "headlines.jsonl", folder / "headlines"), "--depth", "0", "--pages", "2000")
    headlines = score("statements", "headlines_gold.jsonl", result)
    return {
        **{f"claims: statements {name} F1": statements[name]["f1"] for name in ("pairwise", "bcubed")},
        "claims: stories of articles bcubed F1": stories["bcubed"]["f1"],
        "claims: headlines bcubed F1": headlines["bcubed"]["f1"],
        "claims: quotation variants F1": quoted["f1"],
        "claims: copies F1": copied["f1"],
        "claims: copies and derived F1": reused["f1"],
    }


def quotation_variants(traced, name, gold):
    """The gold's pairs of quotations that one claim has as wordings of one utterance."""
    places = {}
    for claim in traced["claims"]:
        for number, utterance in enumerate(claim["utterances"]):
            for quoted in utterance["quotations"]:
                document = name[claim["statements"][quoted["statement"]]["document"]]
                places.setdefault(document, []).append((quoted["start"], quoted["end"], (claim["id"], number)))
    of = lambda side: {utterance for start, end, utterance in places.get(side["doc_id"], ()) if min(end, side["end"]) > max(start, side["start"])}
    pairs = [json.loads(line) for line in gold.read_text("utf-8").rstrip("\n").split("\n")]
    return [{"a": pair["a"], "b": pair["b"]} for pair in pairs if of(pair["a"]) & of(pair["b"])]


def outlets(headwater, folder):
    """Outlets named without a link in the articles of the claim pack."""
    pack = SHARED / "eval/claims"
    gold = [json.loads(line) for line in (pack / "outlets_gold.jsonl").read_text("utf-8").rstrip("\n").split("\n")]
    wanted = {entry["doc_id"] for entry in gold}
    texts = folder / "naming"
    texts.mkdir()
    entries = []
    for line in (pack / "docs.jsonl").read_text("utf-8").rstrip("\n").split("\n"):
        article = json.loads(line)
        if article["doc_id"] in wanted:
            (texts / f"{article['doc_id']}.txt").write_text(article["text"], "utf-8", newline="")
            entries.append(json.dumps({"id": article["doc_id"], "file": f"{article['doc_id']}.txt", "url": None}))
    (texts / "list.jsonl").write_text("\n".join(entries) + "\n", "utf-8")
    found = []
    for line in run(headwater, "read", "--list", texts / "list.jsonl", "--json").rstrip("\n").split("\n"):
        page = json.loads(line)
        for mention in page["mentions"]:
            place = mention["place"]
            found.append({"doc_id": page["id"], "outlet_start": place["start"], "outlet_end": place["end"], "label": mention["kind"]})
    predictions = folder / "outlets.jsonl"
    predictions.write_text("".join(json.dumps(entry) + "\n" for entry in found), "utf-8")
    scores = json.loads(run(sys.executable, pack / "score_claims.py", "outlets", "--gold", pack / "outlets_gold.jsonl", "--pred", predictions, "--json"))
    return {"outlets: cited precision": scores["citation"]["p"], "outlets: cited recall": scores["citation"]["r"], "outlets: label accuracy": scores["label_accuracy"]}


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
        for measure in (extraction, attribution, claims, outlets, wikinews, story):
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
