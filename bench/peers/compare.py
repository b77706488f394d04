"""Runs nakodo and its peers in turn over the same questions, in rounds, and prints the table and the JSON line. Started by bench/matching."""

import argparse
import glob
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass

from results import Results

HERE = os.path.dirname(os.path.abspath(__file__))
SMALL, MIDDLE = 50_000, 2_000_000
LONGEST_S = 1800
ONE_CORE = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}


@dataclass
class Peer:
    """A program that takes FOLDER PROFILES PASSES QUESTIONS and prints a JSON line for each of its engines."""

    name: str
    command: list[str]
    slow: bool = False
    # Not where the engine has a server of its own or is also asked with two threads.
    pinned: bool = True


def peers(data: str) -> list[Peer]:
    python, binary = f"{data}/venv/bin/python", f"{data}/target/release"
    return [
        Peer("prototype", [f"{binary}/prototype"]),  # first: its full scan writes the answers that the others are held against
        Peer("memory", [f"{binary}/memory"]),
        Peer("numpy", [python, f"{HERE}/numpy_peer.py"]),
        Peer("tantivy", [f"{binary}/tantivy_peer"], slow=True),
        Peer("duckdb", [python, f"{HERE}/duckdb_peer.py"], slow=True, pinned=False),
        Peer("postgres", [python, f"{HERE}/postgres_peer.py"], slow=True, pinned=False),
        Peer("sqlite", [f"{binary}/sqlite_peer"], slow=True),
    ]


def effort(peer: Peer, n: int, quick: bool) -> tuple[int, int]:
    """Timed passes in each round, and how many of the questions are asked."""
    if n <= SMALL:
        return (1, 200) if peer.slow and quick else (3, 200) if peer.slow else (5, 200) if quick else (15, 200)
    if peer.slow:
        return (1, 40) if quick else (1, 60)
    return (3 if quick else 5, 200) if n <= MIDDLE else (2, 200)


def run(command: list[str], pinned: bool = False, **environment: str) -> tuple[list[dict], str]:
    """The JSON lines that the command prints, and why it failed if it did."""
    cores = sorted(os.sched_getaffinity(0))
    if pinned and len(cores) > 1 and shutil.which("taskset"):
        command = ["taskset", "-c", str(cores[-1]), *command]
    try:
        done = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, timeout=LONGEST_S, check=False)
    except (OSError, subprocess.TimeoutExpired) as problem:
        return [], str(problem)
    lines = []
    for line in done.stdout.splitlines():
        if line.startswith("{"):
            lines.append(json.loads(line))
    said = done.stderr.strip().splitlines()
    return lines, "" if done.returncode == 0 else said[-1] if said else f"exit code {done.returncode}"


def nakodo_problem() -> str:
    """Builds nakodo's side outside the measured time; says why it cannot be measured, or nothing."""
    with open("Cargo.toml", encoding="utf-8") as file:
        if 'name = "reference"' not in file.read():
            return "there is no bench `reference` in Cargo.toml"
    print("nakodo: building", file=sys.stderr)
    return run(["cargo", "bench", "-q", "--bench", "reference", "--no-run"])[1]


def measure_peer(results: Results, peer: Peer, n: int, again: bool, options) -> None:
    if peer.slow and n > MIDDLE and (again or not options.all):
        if not again:
            results.missing(peer.name, n, "slow, asked there only with --all")
        return
    if peer.name == "postgres" and "NAKODO_BENCH_POSTGRES" not in os.environ:
        results.missing(peer.name, n, "PostgreSQL is not installed")
        return
    passes, questions = effort(peer, n, options.quick)
    lines, problem = run([*peer.command, options.data, str(n), str(passes), str(questions)], peer.pinned, **ONE_CORE)
    results.add(lines)
    if problem:
        results.missing(peer.name, n, problem)


def measure_nakodo(results: Results, options) -> None:
    sizes = " ".join(map(str, options.sizes))
    command = ["cargo", "bench", "-q", "--bench", "reference", "--", "--data", options.data]
    lines, problem = run(command, NAKODO_BENCH_SIZES=sizes, NAKODO_BENCH_QUICK="1" if options.quick else "")
    results.add([line for line in lines if line.get("n") is None or line["n"] in options.sizes])
    if problem:
        results.missing("nakodo", None, problem)


def assignment_gap(results: Results) -> float | None:
    if not os.access("bench/assignment", os.X_OK):
        results.missing("assignment_gap", None, "there is no bench/assignment")
        return None
    lines, problem = run(["bench/assignment"])
    gap = lines[-1].get("assignment_gap") if lines else None
    if gap is None:
        results.missing("assignment_gap", None, problem or "bench/assignment named no gap")
    return gap


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("sizes", nargs="+", type=int)
    options = parser.parse_args()
    options.sizes = sorted(set(options.sizes))
    for stale in glob.glob(f"{options.data}/n*/*.latencies.json") + glob.glob(f"{options.data}/n*/top50.json"):
        os.remove(stale)

    results = Results(options.data)
    problem = nakodo_problem()
    if problem:
        results.missing("nakodo", None, problem)
    first, *others = peers(options.data)
    rounds = 1 if options.quick else 2
    for turn in range(rounds):
        print(f"round {turn + 1} of {rounds}", file=sys.stderr)
        for n in options.sizes:
            measure_peer(results, first, n, turn > 0, options)
        if not problem:
            measure_nakodo(results, options)
        for n in options.sizes:
            for peer in others:
                print(f"  {peer.name} {n}", file=sys.stderr)
                measure_peer(results, peer, n, turn > 0, options)
    gap = assignment_gap(results)
    print(results.table())
    line = results.line(options.sizes, gap)
    print(json.dumps(line))
    return 1 if line["equal"] is False else 0


sys.exit(main())
