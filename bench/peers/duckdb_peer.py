"""DuckDB in memory, with one thread and with two."""

import time

import duckdb
import numpy as np

from workload import LEAST_OVERLAP, MOST_OVERLAP, TODAY, TOP, Job


def query(question) -> str:
    region = f"pref in ({','.join(map(str, question['prefs']))})"
    if question["remote"]:
        region = f"({region} or remote = 1)"
    menus, slots = question["menus"], f"bit_count(avail & {question['avail']})"
    return f"""
        select 40 * bit_count(fields & {question['fields']}) + (case when pref = {question['pref']} then 20 else 0 end)
            + 5 * least({slots}, {MOST_OVERLAP}) + 2 * rating - abs(rate - {question['budget']}) // 100 - ({TODAY} - fresh) // 7 as score, id
        from profile where {region} and (menus & {menus}) = {menus} and cap > 0 and {slots} >= {LEAST_OVERLAP}
        order by score desc, id limit {TOP}"""


def main() -> None:
    job = Job()
    columns = {name: column.astype("i4") for name, column in job.columns().items()}
    columns["id"] = np.arange(job.profiles, dtype="i4")
    for threads, engine in ((1, "duckdb"), (2, "duckdb-2-threads")):
        with duckdb.connect(config={"threads": threads}) as database:
            start = time.perf_counter()
            database.execute("create table profile as select * from columns")
            build_ms = (time.perf_counter() - start) * 1e3
            size = database.execute("select sum(memory_usage_bytes) from duckdb_memory()").fetchone()[0]
            job.measure(engine, build_ms, float(size), lambda question: database.execute(query(question)).fetchall())


main()
