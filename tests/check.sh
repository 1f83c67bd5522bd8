#!/usr/bin/env bash
# Every check of the project, in order; stops at the first that fails.
#
#   tests/check.sh          all of them
#
# Needs Rust and Python 3; Graphviz (`dot`) for the drawings, Chromium for the page, networkx and
# igraph (of Python) for the graphs, wget and warcio for the archives, which are checked if they are
# there and must be there if CI is set.
set -euo pipefail
cd "$(dirname "$0")/.."
step() { printf '\n== %s\n' "$*"; }

step "tests (the README's second command)"
cargo test

step "formatting"
cargo fmt --check

step "lints"
cargo clippy --locked --all-targets -- -D warnings

step "documentation"
RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps

step "release build"
time cargo build --locked --release

step "benches build"
cargo bench --locked --no-run

step "a minute of fuzzing: pages changed by chance"
cargo bench --locked --bench fuzz -- --seconds "${FUZZ_SECONDS:-60}"

step "smoke run: the sample story (the README's first command)"
smoke=$(mktemp -d)
trap 'rm -rf "$smoke"' EXIT
cargo run --locked --release -- trace seeds/kestrel-strait.txt --archive seeds/kestrel-strait.warc.gz --offline \
  --output "$smoke/kestrel-strait" >"$smoke/answer.txt"
head -n 12 "$smoke/answer.txt"
for file in trace.json report.html graph.dot graph.svg graph.graphml graph.gexf claims.csv citations.csv links.csv pages.warc.gz trace.db; do
  test -s "$smoke/kestrel-strait/$file" || { echo "missing: $file"; exit 1; }
done
cargo run --locked --release -- verify "$smoke/kestrel-strait"
if command -v dot >/dev/null; then
  dot -Tsvg "$smoke/kestrel-strait/graph.dot" -o "$smoke/graphviz.svg"
  cargo run --locked --release -- export "$smoke/kestrel-strait" --format dot --claim c1 | dot -Tsvg -o "$smoke/claim.svg"
elif [ -n "${CI:-}" ]; then
  echo "dot is not installed"
  exit 1
else
  echo "skipped: the drawings are not checked, for Graphviz (dot) is not installed"
fi

step "a crawl over the network: every page once"
handloop=$(cargo bench --locked --bench handloop --no-run 2>&1 | sed -n 's/.*Executable.*(\(.*\))/\1/p')
python3 tests/bench/crawl.py target/release/headwater "$handloop" --pages 1000

step "quality floors"
python3 tests/gold/gate.py target/release/headwater

step "all checks passed"
