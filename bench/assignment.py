"""What bench/assignment runs: python assignment.py NAKODO WORK [--full] [FOLDER]"""

import json
import re
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
from ortools.graph.python import linear_sum_assignment as square_solver
from ortools.graph.python import min_cost_flow
from scipy.optimize import linear_sum_assignment

NAKODO, WORK = sys.argv[1], Path(sys.argv[2])
FULL = "--full" in sys.argv[3:]
FOLDERS = [Path(arg) for arg in sys.argv[3:] if not arg.startswith("--")]
# Optimal costs published with the OR-Library.
KNOWN = {100: 305, 200: 475, 300: 626, 400: 804, 500: 991, 600: 1176, 700: 1362, 800: 1552}
WISHES, SPECIALISTS, WAVE, CAPACITY = 1000, 24_000, 3, 3


def say(*words):
    print(*words, flush=True)


def timed(act, times=3):
    """The result, and the best time in milliseconds."""
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        result = act()
        best = min(best, (time.perf_counter() - start) * 1e3)
    return result, best


def nakodo(*args, times=3):
    best = None
    for _ in range(times):
        text = subprocess.run([NAKODO, "bench", *map(str, args)], check=True, capture_output=True, text=True).stdout
        found = {name: float(number) if "." in number else int(number) for name, number in re.findall(r"(\w+) (-?\d+(?:\.\d+)?)", text)}
        if best is None or found["time"] < best["time"]:
            best = found
    return best


def by_scipy(costs):
    rows, columns = linear_sum_assignment(costs)
    return int(costs[rows, columns].sum())


def by_or_tools(costs):
    n = len(costs)
    solver = square_solver.SimpleLinearSumAssignment()
    rows, columns = np.divmod(np.arange(n * n), n)
    solver.add_arcs_with_cost(rows, columns, costs.ravel())
    start = time.perf_counter()
    status = solver.solve()
    assert status == solver.OPTIMAL, status
    return solver.optimal_cost(), (time.perf_counter() - start) * 1e3


def squares():
    say(f"\n{'square':<22}{'optimum':>10}{'nakodo ms':>12}{'SciPy ms':>11}{'OR-tools ms':>13}{'SciPy/nakodo':>14}{'OR/nakodo':>11}")
    files, ratios = [], {}
    for n in (200, 800, 2000):
        for most in (100, 10_000):
            costs = np.random.default_rng(n + most).integers(1, most + 1, (n, n))
            file = WORK / f"{n}-{most}.txt"
            np.savetxt(file, costs, fmt="%d", header=str(n), comments="")
            files.append((f"{n} (1 to {most})", costs, file, None))
    for n, optimum in KNOWN.items():
        for file in (folder / f"assign{n}.txt" for folder in FOLDERS):
            numbers = np.array(file.read_text().split(), dtype=np.int64)
            files.append((f"OR-Library assign{n}", numbers[1:].reshape(n, n), file, optimum))
    for name, costs, file, known in files:
        ours = nakodo("assignment", file, times=5)
        (scipy, scipy_ms), (ortools, ortools_ms) = timed(lambda: by_scipy(costs)), by_or_tools(costs)
        assert ours["cost"] == scipy == ortools and known in (None, scipy), (name, ours, scipy, ortools, known)
        ms = max(ours["time"], 0.05)
        ratios[name] = round(scipy_ms / ms, 2)
        say(f"{name:<22}{scipy:>10}{ms:>12.1f}{scipy_ms:>11.1f}{ortools_ms:>13.1f}{scipy_ms / ms:>14.2f}{ortools_ms / ms:>11.2f}")
    return ratios


def flow(wishes, wave, capacity):
    """The greatest total value by OR-tools: one arc of capacity 1 for each pair, and one past everybody."""
    counts = [len(at) for at, _ in wishes]
    wish = np.repeat(np.arange(len(wishes)), counts)
    specialist = np.concatenate([at for at, _ in wishes])
    value = np.concatenate([value for _, value in wishes])
    people, end = len(wishes) + np.arange(SPECIALISTS), len(wishes) + SPECIALISTS
    solver = min_cost_flow.SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(wish, len(wishes) + specialist, np.ones(len(wish), np.int64), -value)
    solver.add_arcs_with_capacity_and_unit_cost(people, np.full(SPECIALISTS, end), np.full(SPECIALISTS, capacity), np.zeros(SPECIALISTS, int))
    alone = np.arange(len(wishes))
    solver.add_arcs_with_capacity_and_unit_cost(alone, np.full(len(alone), end), np.full(len(alone), wave), np.zeros(len(alone), int))
    solver.set_nodes_supplies(alone, np.full(len(alone), wave))
    solver.set_node_supply(end, -wave * len(alone))
    start = time.perf_counter()
    status = solver.solve()
    assert status == solver.OPTIMAL, status
    return -solver.optimal_cost(), (time.perf_counter() - start) * 1e3


def first_come(wishes, wave, capacity):
    """Each in turn takes the best who are left."""
    room, total = np.full(SPECIALISTS, capacity), 0
    for at, value in wishes:
        order = np.lexsort((at, -value))
        taken = [place for place in order if room[at[place]] > 0][:wave]
        room[at[taken]] -= 1
        total += int(value[taken].sum())
    return total


def write(name, wishes, wave, capacity):
    file = WORK / name
    with file.open("w") as out:
        out.write(f"{len(wishes)} {SPECIALISTS}\n{' '.join([str(capacity)] * SPECIALISTS)}\n")
        for rank, (at, value) in enumerate(wishes):
            if len(at) == SPECIALISTS:
                out.write(f"{wave} {rank} -1 {' '.join(map(str, value.tolist()))}\n")
            else:
                pairs = np.column_stack((at, value)).ravel().tolist()
                out.write(f"{wave} {rank} {len(at)} {' '.join(map(str, pairs))}\n")
    return file


def make(kind, seed=5):
    """Whom each wish lists, and for how much:

    spread: 50 to 200 anywhere. scarce: 50 to 200 among 1,100, who can take a little more than is wanted. contested: the best 50 to 200 of
    all, who are much the same for all. long: the best 2,000. whole: all.
    """
    random = np.random.default_rng(seed)
    quality = random.integers(0, 700_001, SPECIALISTS)
    wishes = []
    for _ in range(WISHES):
        count = {"long": 2000, "whole": SPECIALISTS}.get(kind) or int(random.integers(50, 201))
        if kind in ("spread", "scarce"):
            at = random.choice(SPECIALISTS if kind == "spread" else 1100, count, replace=False)
            wishes.append((at, random.integers(0, 1_000_001, count)))
            continue
        value = quality + random.integers(0, 300_001, SPECIALISTS)
        at = np.arange(SPECIALISTS) if kind == "whole" else np.argpartition(-value, count)[:count]
        wishes.append((at, value[at]))
    return wishes


def batches():
    head = f"{'nakodo ms':>12}{'OR-tools ms':>13}{'OR/nakodo':>11}{'gap of nakodo':>15}{'proved gap':>12}{'gap of first come':>19}"
    say(f"\n{f'{WISHES:,} x {SPECIALISTS:,}, {WAVE} wanted':<34}{head}")
    worst, worst_proved, greedy_gaps = 0.0, 0.0, {}
    alone = [(kind, []) for kind in ("spread", "scarce", "contested", "long")]
    for kind, options in [*alone, ("long", ["--candidates", 100]), ("whole", ["--candidates", 200])]:
        wishes = make(kind)
        name = f"{kind} {' '.join(map(str, options))}"
        ours = nakodo("batch", write(f"{kind}.txt", wishes, WAVE, CAPACITY), *options)
        # Where OR-tools would need gigabytes, the bound of the dual prices over all pairs stands for the optimum.
        asked = kind != "whole" or FULL
        optimum, ms = flow(wishes, WAVE, CAPACITY) if asked else (ours["bound"], float("nan"))
        assert ours["value"] <= optimum <= ours["bound"], (name, ours, optimum)
        gap, greedy = (optimum - ours["value"]) / optimum, (optimum - first_come(wishes, WAVE, CAPACITY)) / optimum
        worst, worst_proved = max(worst, gap), max(worst_proved, ours["gap"])
        greedy_gaps[name.strip()] = round(greedy, 6)
        ratio = ms / ours["time"]
        say(f"{name:<34}{ours['time']:>12.1f}{ms:>13.1f}{ratio:>11.2f}{gap:>15.6f}{ours['gap']:>12.6f}{greedy:>19.6f}")
    # One person wanted and one offer each is the rectangular problem that SciPy solves.
    wishes = make("whole")
    ours = nakodo("batch", write("one.txt", wishes, 1, 1), "--candidates", 200)
    values = np.stack([value for _, value in wishes])
    start = time.perf_counter()
    rows, columns = linear_sum_assignment(values, maximize=True)
    ms = (time.perf_counter() - start) * 1e3
    optimum = int(values[rows, columns].sum())
    assert ours["value"] == optimum, (ours, optimum)
    say(f"whole matrix, one wanted, one offer each: nakodo {ours['time']:.1f} ms, SciPy {ms:.1f} ms, ratio {ms / ours['time']:.2f}, equal")
    return worst, worst_proved, greedy_gaps


ratios = squares()
gap, proved, greedy = batches()
say()
say(json.dumps({"assignment_gap": gap, "proved_gap": proved, "equal": gap == 0, "scipy_over_nakodo": ratios, "first_come_gap": greedy}))
