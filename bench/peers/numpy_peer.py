"""numpy on one core (the caller sets OMP_NUM_THREADS and its kin to 1): filter all columns, score what is left, partition for the best."""

import numpy as np

from workload import LEAST_OVERLAP, MOST_OVERLAP, TODAY, TOP, Job


def main() -> None:
    job = Job()
    columns = job.columns()
    pref, fields, menus, avail, cap = (columns[name] for name in ("pref", "fields", "menus", "avail", "cap"))
    remote = columns["remote"].astype(bool)
    rating, rate = columns["rating"].astype("i4"), columns["rate"].astype("i4")
    age = (TODAY - columns["fresh"].astype("i4")) // 7
    size = sum(column.nbytes for column in (pref, fields, menus, avail, cap, remote, rating, rate, age))

    def ask(question):
        region = np.zeros(48, bool)
        region[question["prefs"]] = True
        fits = region[pref]
        if question["remote"]:
            fits |= remote
        fits &= (menus & np.uint32(question["menus"])) == question["menus"]
        fits &= cap > 0
        found = np.flatnonzero(fits)
        overlap = np.bitwise_count(avail[found] & np.uint32(question["avail"]))
        enough = overlap >= LEAST_OVERLAP
        found, overlap = found[enough], overlap[enough]
        score = 40 * np.bitwise_count(fields[found] & np.uint32(question["fields"])).astype("i4")
        score += 20 * (pref[found] == question["pref"]) + 5 * np.minimum(overlap, MOST_OVERLAP).astype("i4")
        score += 2 * rating[found] - np.abs(rate[found] - question["budget"]) // 100 - age[found]
        if len(score) > TOP:
            least = np.partition(score, len(score) - TOP)[len(score) - TOP]
            best = score >= least
            found, score = found[best], score[best]
        order = np.lexsort((found, -score))[:TOP]
        return list(zip(score[order], found[order]))

    job.measure("numpy", 0.0, size, ask)


main()
