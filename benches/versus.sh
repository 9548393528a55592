#!/usr/bin/env bash
# shishu against ripgrep with a pattern for numbers and units, on one corpus in one run.
#
#   benches/versus.sh [MB]            100 MB unless told
#
# Runs `shishu extract --jobs 1`, `--jobs 2` and `rg -o -j1` in turn, ROUNDS times (7), and prints medians, ratios to rg, and peak
# memory; then the same for one page of 1 KB, which is start-up, and what 500 more rules and 20,000 more names of metrics cost
# (more_rules.py). The pattern is a file of one line: PATTERN, else ../shared/rg_pattern.txt. Pages that people wrote are not like
# each other as those of the corpus are, so rules are measured on such pages too: the text files in the folder PAGES, else
# ../shared/docs, ten times. Needs rg (Debian's ripgrep), GNU time and python3; leaves nothing behind.
set -euo pipefail
cd "$(dirname "$0")/.."

megabytes=${1:-100}
rounds=${ROUNDS:-7}
pattern=${PATTERN:-../shared/rg_pattern.txt}
pages=${PAGES:-../shared/docs}
for tool in rg python3 /usr/bin/time; do
  command -v "$tool" >/dev/null || { echo "versus.sh needs $tool (Debian: ripgrep, python3, time)" >&2; exit 2; }
done
[ -f "$pattern" ] || { echo "versus.sh: no pattern in $pattern; name one with PATTERN=FILE" >&2; exit 2; }

cargo build --quiet --release
shishu=${SHISHU:-${CARGO_TARGET_DIR:-target}/release/shishu}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cargo bench --quiet --bench corpus -- text "$megabytes" "$work/corpus.txt"
head -c 1000 samples/clean-digital-2023-07-18.txt | { iconv -c -f UTF-8 -t UTF-8 2>/dev/null || true; } >"$work/page.txt"

python3 benches/more_rules.py "$work/more"
for _ in $(seq 10); do
  for page in "$pages"/*.txt; do
    if [ -f "$page" ]; then cat "$page" && printf '\f'; fi
  done
done >"$work/pages.txt"

# run NAME COMMAND…: wall seconds and kilobytes, as one line of the results
run() {
  local name=$1
  shift
  /usr/bin/time -f "$name %e %M" -a -o "$work/results" "$@" >/dev/null
}
# precise NAME COMMAND…: wall seconds of 20 runs together, for what takes milliseconds
precise() {
  local name=$1
  shift
  # shellcheck disable=SC2016
  run "$name" sh -c 'for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do "$@" <"$0"; done' "$work/page.txt" "$@"
}
for _ in $(seq "$rounds"); do
  run jobs1 "$shishu" extract -q --jobs 1 "$work/corpus.txt"
  run rg rg -o -j1 -f "$pattern" "$work/corpus.txt"
  run jobs2 "$shishu" extract -q --jobs 2 "$work/corpus.txt"
  precise start-rg rg -o -f "$pattern" -
  precise start "$shishu" extract -q -
  precise start-more "$shishu" extract -q --rules "$work/more" -
  run more "$shishu" extract -q --jobs 1 --rules "$work/more" "$work/corpus.txt"
  run pages "$shishu" extract -q --jobs 1 "$work/pages.txt"
  run pages-more "$shishu" extract -q --jobs 1 --rules "$work/more" "$work/pages.txt"
done

python3 - "$work/results" "$(stat -c %s "$work/corpus.txt")" "$pages" <<'PYTHON'
import statistics, sys
runs = {}
for line in open(sys.argv[1]):
    name, seconds, kilobytes = line.split()
    runs.setdefault(name, []).append((float(seconds), int(kilobytes)))
size = int(sys.argv[2]) / 1e6
median = {name: statistics.median(s for s, _ in of) for name, of in runs.items()}
peak = {name: max(k for _, k in of) / 1024 for name, of in runs.items()}
for name in ("rg", "jobs1", "jobs2"):
    of = sorted(s for s, _ in runs[name])
    print(f"{name:6} median {median[name]:7.2f} s ({of[0]:.2f} to {of[-1]:.2f}), {size / median[name]:6.1f} MB/s, "
          f"{median['rg'] / median[name]:.3f} x rg, peak {peak[name]:.0f} MiB")
print(f"jobs 2 against jobs 1: {median['jobs1'] / median['jobs2']:.2f}")
print(f"start-up, 1 KB from stdin: {median['start'] * 50:.1f} ms, rg {median['start-rg'] * 50:.1f} ms: "
      f"{median['start'] / median['start-rg']:.1f} x rg; with 500 more rules {median['start-more'] * 50:.1f} ms")
print(f"500 more rules and 20,000 more names: {median['more'] / median['jobs1']:.2f} x the time on the corpus, "
      f"{median['pages-more'] / median['pages']:.2f} x on {sys.argv[3]}")
PYTHON
