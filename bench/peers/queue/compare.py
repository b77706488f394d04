"""Asks nakodo's queue layer, raw Redis streams and other queues the same questions in turn, on one private Redis, in rounds; prints a table and
the JSON line. Started by bench/queue."""

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections import defaultdict

HERE = os.path.dirname(os.path.abspath(__file__))
# As nakodo does it: the relay publishes 256 in one pipeline; workers take as many at a time and acknowledge together.
BATCH = 256
PACE = 1000
LONGEST_S = 900


def run(command: list[str], **environment: str) -> tuple[dict | None, str]:
    """The JSON line that the command prints, or why there is none."""
    try:
        done = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, timeout=LONGEST_S, check=False)
    except (OSError, subprocess.TimeoutExpired) as problem:
        return None, str(problem)
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode == 0 and lines:
        return json.loads(lines[-1]), ""
    said = done.stderr.strip().splitlines()
    return None, said[-1] if said else f"exit code {done.returncode}"


class Bench:
    def __init__(self, options):
        self.options = options
        self.url = f"redis://127.0.0.1:{options.port}/"
        self.missing: dict[str, str] = {}
        self.found: dict[tuple[str, str], list[dict]] = defaultdict(list)

    def command(self, engine: str, question: str, jobs: int, extra: int) -> list[str] | None:
        data, numbers = self.options.data, [str(jobs), str(extra)]
        if engine in ("nakodo", "raw", "raw-deleting"):
            return [self.options.binary, engine, question, self.url, *numbers]
        if engine == "apalis":
            return [f"{data}/target/release/nakodo-bench-queue-apalis", question, self.url, *numbers]
        if engine == "bullmq":
            return ["node", f"{data}/node/bullmq.mjs", question, "127.0.0.1", str(self.options.port), *numbers]
        return [f"{data}/venv/bin/python", f"{HERE}/python_peer.py", engine, question, *numbers]

    def ask(self, engine: str, question: str, jobs: int, extra: int) -> None:
        if engine in self.missing:
            return
        subprocess.run(["redis-cli", "-p", str(self.options.port), "FLUSHALL"], stdout=subprocess.DEVNULL, check=True)
        figures, why = run(self.command(engine, question, jobs, extra), NAKODO_BENCH_REDIS=self.url, PYTHONPATH=HERE)
        if figures is None:
            if question == "rate":
                self.missing[engine] = why
            print(f"{engine} {question}: not measured: {why}", file=sys.stderr)
        else:
            self.found[engine, question].append(figures)
            print(json.dumps({"question": question, **figures}), file=sys.stderr)

    def median(self, engine: str, question: str, figure: str) -> float | None:
        figures = [found[figure] for found in self.found[engine, question] if figure in found]
        return statistics.median(figures) if figures else None


def shown(value: float | None) -> str:
    return "-" if value is None else f"{value:,.0f}"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--binary", required=True)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    bench, quick = Bench(options), options.quick

    # How many jobs: some seconds of work for each, and for apalis fewer than stop it.
    rates = {"raw": 200_000, "nakodo": 200_000, "raw-deleting": 200_000, "bullmq": 40_000, "apalis": 5_000, "celery": 5_000, "rq": 3_000}
    for round_ in range(1 if quick else 2):
        order = list(rates) if round_ % 2 == 0 else list(reversed(rates))
        for engine in order:
            bench.ask(engine, "rate", rates[engine] // (2 if quick else 1), BATCH)
        for engine in ("raw", "nakodo", "apalis", "bullmq", "celery", "rq"):
            # RQ and Celery do not reach the pace, so that only their queue would be measured: they are asked at a tenth of it.
            slow = engine in ("celery", "rq")
            bench.ask(engine, "delay", 500 if slow else 5_000, PACE // 10 if slow else PACE)
    bench.ask("nakodo", "cold", 100_000 if quick else 1_000_000, BATCH)
    for backlog in (9_000, 20_000):
        bench.ask("apalis", "cold", backlog, BATCH)

    print(f"{'engine':<14}{'append/s':>12}{'deliver/s':>12}{'both/s':>12}{'p50 us':>10}{'p99 us':>10}")
    for engine in rates:
        row = [bench.median(engine, "rate", figure) for figure in ("append_per_s", "deliver_per_s", "per_s")]
        row += [bench.median(engine, "delay", figure) for figure in ("p50_us", "p99_us")]
        print(f"{engine:<14}" + "".join(f"{shown(value):>{12 if at < 3 else 10}}" for at, value in enumerate(row)))
    for engine, why in bench.missing.items():
        print(f"{engine}: not measured: {why}")
    for engine in ("nakodo", "apalis"):
        for found in bench.found[engine, "cold"]:
            print(f"{engine} on a backlog of {found['backlog']:,}: {json.dumps(found)}")

    ours = bench.median("nakodo", "rate", "per_s")

    def versus(engine: str) -> float | None:
        theirs = bench.median(engine, "rate", "per_s")
        return round(ours / theirs, 2) if ours and theirs else None

    cold = bench.found["nakodo", "cold"]
    print(json.dumps({
        "ours": round(ours) if ours else None,
        "vs_raw": versus("raw"), "vs_raw_deleting": versus("raw-deleting"),
        "vs_bullmq": versus("bullmq"), "vs_celery": versus("celery"), "vs_rq": versus("rq"), "vs_apalis": versus("apalis"),
        "p50_us": bench.median("nakodo", "delay", "p50_us"), "p99_us": bench.median("nakodo", "delay", "p99_us"),
        "cold_backlog": cold[0]["backlog"] if cold else None, "cold_per_s": round(cold[0]["per_s"]) if cold else None,
        "cold_rss_mib": cold[0]["rss_mib"] if cold else None,
    }))
    if not ours:
        sys.exit(1)


main()
