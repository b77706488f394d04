"""What the Python peers share: the workload, and how an engine is timed and reported (the same rules as rust/src/measure.rs)."""

import json
import sys
import time

import numpy as np

TYPES = dict(pref="u1", fields="u4", menus="u4", avail="u4", remote="u1", cap="u1", rating="u1", rate="u2", fresh="u2")
TOP = 50
LEAST_OVERLAP = 2
MOST_OVERLAP = 10
TODAY = 20000


class Job:
    """The command line of every peer: FOLDER PROFILES PASSES QUESTIONS."""

    def __init__(self) -> None:
        folder, profiles, passes, questions = sys.argv[1:5]
        self.folder, self.profiles, self.passes = f"{folder}/n{profiles}", int(profiles), int(passes)
        with open(f"{folder}/queries.json", encoding="utf-8") as file:
            everything = json.load(file)
        self.questions, self.all = everything[: int(questions)], len(everything)
        with open(f"{self.folder}/top50.json", encoding="utf-8") as file:
            self.gold = json.load(file)

    def columns(self) -> dict[str, np.ndarray]:
        return {name: np.fromfile(f"{self.folder}/{name}.bin", kind) for name, kind in TYPES.items()}

    def measure(self, engine: str, build_ms: float, size: float, ask) -> None:
        """One pass that is not timed, then those that are; the median of the passes, question by question."""
        same = sum(answer_of(ask(question)) == gold for question, gold in zip(self.questions, self.gold))
        times = [[] for _ in self.questions]
        for _ in range(self.passes):
            for question, of_one in zip(self.questions, times):
                start = time.perf_counter()
                ask(question)
                of_one.append((time.perf_counter() - start) * 1e6)
        latencies = [at(of_one, 0.5) for of_one in times]
        with open(f"{self.folder}/{engine}.latencies.json", "w", encoding="utf-8") as file:
            json.dump(latencies + [None] * (self.all - len(latencies)), file)
        line = dict(engine=engine, n=self.profiles, p50_us=at(latencies, 0.5), p99_us=at(latencies, 0.99))
        line |= dict(mean_us=sum(latencies) / len(latencies), same=same, of=len(latencies))
        print(json.dumps(line | dict(build_ms=build_ms, bytes_per_profile=size / self.profiles)), flush=True)


def at(values: list[float], share: float) -> float:
    return sorted(values)[int((len(values) - 1) * share)]


def answer_of(rows) -> list[list[int]]:
    return [[int(score), int(profile)] for score, profile in rows]
