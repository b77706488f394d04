"""Collects what the engines printed over the rounds; medians, ratios over the questions that both sides answered, the table and the JSON line."""

import json
import os
from statistics import median

# Engines that are several ways of asking one peer: the way with the best median speaks for it.
FAMILIES = {
    "vs_postgres": ("postgres-mask-0", "postgres-gin-0", "postgres-gin-2", "postgres-mask-2"),
    "vs_sqlite": ("sqlite-scan", "sqlite-index", "sqlite-union"),
    "vs_duckdb": ("duckdb",),
    "vs_tantivy": ("tantivy",),
    "vs_numpy": ("numpy",),
    "vs_prototype": ("prototype",),
}
GROWTH_FROM, GROWTH_TO, FULL_RULES = 1_000_000, 10_000_000, 24_000


class Results:
    def __init__(self, data: str) -> None:
        self.data = data
        self.rounds: dict[tuple[str, int], list[list]] = {}  # latencies in microseconds by question, one list a round
        self.lines: dict[tuple[str, int], list[dict]] = {}
        self.reasons: dict[tuple[str, int | None], str] = {}
        self.others: list[dict] = []  # lines that are no answers to the questions, such as updates

    def add(self, lines: list[dict]) -> None:
        """Takes an engine's lines; its latencies are read at once, since the next round overwrites them."""
        for line in lines:
            key = (line["engine"], line.get("n"))
            path = f"{self.data}/n{key[1]}/{key[0]}.latencies.json"
            if "p50_us" not in line:
                self.others.append(line)
                continue
            self.lines.setdefault(key, []).append(line)
            if os.path.exists(path):
                with open(path, encoding="utf-8") as file:
                    self.rounds.setdefault(key, []).append(json.load(file))

    def missing(self, what: str, n: int | None, reason: str) -> None:
        self.reasons[what, n] = reason

    def latencies(self, engine: str, n: int) -> list[float | None]:
        """Question by question the median over the rounds; none for those that were not asked."""
        by_question = zip(*self.rounds.get((engine, n), []))
        return [median(given) if (given := [one for one in times if one is not None]) else None for times in by_question]

    def median(self, engine: str, n: int) -> float | None:
        asked = [one for one in self.latencies(engine, n) if one is not None]
        if asked:
            return median(asked)
        lines = self.lines.get((engine, n))
        return median(line["p50_us"] for line in lines) if lines else None

    def ratio(self, engine: str, other: str, n: int) -> float | None:
        """Median of `engine` over median of `other`, over the questions that both were asked."""
        both = [pair for pair in zip(self.latencies(engine, n), self.latencies(other, n)) if None not in pair]
        return median(one for one, _ in both) / median(two for _, two in both) if both else None

    def best(self, family: tuple[str, ...], n: int) -> str | None:
        measured = [engine for engine in family if self.median(engine, n) is not None]
        return min(measured, key=lambda engine: self.median(engine, n), default=None)

    def equal(self) -> bool | None:
        """Whether all answers of all engines were those of the full scan; nothing without nakodo, whose answers are the question."""
        compared = [line for lines in self.lines.values() for line in lines if line.get("same") is not None]
        if any(line["same"] != line["of"] for line in compared):
            return False
        return True if any(line["engine"] == "nakodo" for line in compared) else None

    def table(self) -> str:
        head = ("engine", "profiles", "median us", "p99 us", "ratio to nakodo", "answers equal", "build ms", "bytes/profile")
        rows = [head, *(self.row(engine, n) for engine, n in sorted(self.lines, key=self.place))]
        widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
        text = [" | ".join(f"{cell:<{width}}" if at == 0 else f"{cell:>{width}}" for at, (cell, width) in enumerate(zip(row, widths))) for row in rows]
        text.insert(1, "-|-".join("-" * width for width in widths))
        text += [json.dumps(line) for line in self.others]
        for (what, n), reason in self.reasons.items():
            text.append(f"not measured: {what}{f' at {n}' if n else ''}: {reason}")
        return "\n".join(text)

    def place(self, key: tuple[str, int]) -> tuple[int, float]:
        engine, n = key
        return n, self.median(engine, n) or 0

    def row(self, engine: str, n: int) -> tuple[str, ...]:
        lines = self.lines[engine, n]
        asked = sorted(one for one in self.latencies(engine, n) if one is not None)
        p99 = asked[int((len(asked) - 1) * 0.99)] if asked else median(line["p99_us"] for line in lines) if "p99_us" in lines[0] else None
        ratio, same = self.ratio(engine, "nakodo", n), [line.get("same") for line in lines]
        equal = "-" if same[0] is None else f"{min(same)} of {lines[0]['of']}"
        number = lambda value, digits: "-" if value is None else f"{value:,.{digits}f}"
        return (
            engine,
            f"{n:,}",
            number(self.median(engine, n), 1),
            number(p99, 1),
            number(ratio, 2),
            "reference" if engine == "full-scan" else equal,
            number(lines[0].get("build_ms"), 0),
            number(lines[0].get("bytes_per_profile"), 1),
        )

    def line(self, sizes: list[int], gap: float | None) -> dict:
        """The last line: vs_* above 1 means that nakodo is faster; vs_memory is nakodo's time in units of mere reading."""
        n = max((size for size in sizes if size <= GROWTH_FROM), default=min(sizes))
        rounded = lambda value, digits=2: None if value is None else round(value, digits)
        line: dict = {"n": n, "nakodo_us": rounded(self.median("nakodo", n))}
        for name, family in FAMILIES.items():
            best = self.best(family, n)
            line[name] = rounded(self.ratio(best, "nakodo", n)) if best else None
        line["vs_memory"] = rounded(self.ratio("nakodo", "memory", n))
        line["equal"] = self.equal()
        before, after = self.median("nakodo", GROWTH_FROM), self.median("nakodo", GROWTH_TO)
        line["growth_10m"] = rounded(after / before) if before and after else None
        line["at_24k_us"] = rounded(self.median("nakodo-full", FULL_RULES))
        line["assignment_gap"] = gap
        return line
