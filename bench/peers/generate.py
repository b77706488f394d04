"""Makes the synthetic workload: generate.py FOLDER N... writes FOLDER/queries.json and FOLDER/n<N>/<column>.bin (20 bytes a profile).

The seeds are fixed and the draws always come in the same order, so the same N is the same data everywhere. Names of columns say what they stand
for; distributions are skewed as real lists are: few prefectures and menus hold most specialists.
"""

import json
import os
import sys

import numpy as np

PROFILE_SEED = 20260101
QUESTION_SEED = 7
QUESTIONS = 200
PREFECTURES, MENUS, FIELDS, SLOTS = 47, 30, 17, 21
TODAY = 20000


def skewed(count: int, exponent: float) -> np.ndarray:
    """Shares of `count` things by rank, summing to one."""
    shares = 1 / np.arange(1, count + 1) ** exponent
    return shares / shares.sum()


def profiles(n: int) -> dict[str, np.ndarray]:
    draw = np.random.default_rng(PROFILE_SEED)

    def bits(shares) -> np.ndarray:
        mask = np.zeros(n, np.uint32)
        for bit, share in enumerate(shares):
            mask |= (draw.random(n, dtype=np.float32) < share).astype(np.uint32) << np.uint32(bit)
        return mask

    # A dict keeps the order in which its values are drawn; another order would be other data.
    return {
        "pref": (draw.choice(PREFECTURES, n, p=skewed(PREFECTURES, 0.8)) + 1).astype(np.uint8),
        "menus": bits(np.minimum(0.6, 4.0 * skewed(MENUS, 0.7))),
        "fields": bits([0.18] * FIELDS),
        "avail": bits([0.35] * SLOTS),
        "remote": (draw.random(n) < 0.4).astype(np.uint8),
        "cap": draw.choice([0, 1, 2, 3], n, p=[0.25, 0.35, 0.25, 0.15]).astype(np.uint8),
        "rating": draw.integers(20, 51, n).astype(np.uint8),
        "rate": (draw.integers(30, 300, n) * 100).astype(np.uint16),
        "fresh": (TODAY - draw.integers(0, 365, n)).astype(np.uint16),
    }


def questions() -> list[dict]:
    draw = np.random.default_rng(QUESTION_SEED)

    def some(of: int, count: int, shares=None) -> int:
        return sum(1 << int(bit) for bit in draw.choice(of, count, replace=False, p=shares))

    asked = []
    for _ in range(QUESTIONS):
        home = int(draw.choice(PREFECTURES, p=skewed(PREFECTURES, 0.8)) + 1)
        near = {home} | {int(pref) for pref in np.clip(home + np.array([-2, -1, 1, 2]), 1, PREFECTURES)}
        menus = some(MENUS, int(draw.integers(1, 4)), skewed(MENUS, 0.7))
        fields = some(FIELDS, 3)
        avail = some(SLOTS, 6)
        remote = bool(draw.random() < 0.5)
        budget = int(draw.integers(50, 200)) * 100
        asked.append(dict(pref=home, prefs=sorted(near), remote=remote, menus=menus, fields=fields, avail=avail, budget=budget))
    return asked


def main() -> None:
    folder, sizes = sys.argv[1], [int(n) for n in sys.argv[2:]]
    os.makedirs(folder, exist_ok=True)
    with open(f"{folder}/queries.json", "w", encoding="utf-8") as file:
        json.dump(questions(), file)
    for n in sizes:
        done = f"{folder}/n{n}/generated"
        if os.path.exists(done):
            continue
        os.makedirs(f"{folder}/n{n}", exist_ok=True)
        for name, column in profiles(n).items():
            column.tofile(f"{folder}/n{n}/{name}.bin")
        open(done, "w", encoding="utf-8").close()


main()
