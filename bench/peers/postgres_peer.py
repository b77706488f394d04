"""PostgreSQL, everything in its shared buffers: two shapes of the question, each with and without parallel workers.

- mask: menus as a bit set, found through a partial b-tree on the prefecture;
- gin: menus as an array, found through a partial GIN index on menus and prefecture.

$NAKODO_BENCH_POSTGRES says where the private server is. The table stays there, so that a second round need not load it again.
"""

import io
import os
import time
from contextlib import closing

import psycopg2

from workload import LEAST_OVERLAP, MOST_OVERLAP, TODAY, TOP, Job

SHAPES = (("mask", 0), ("gin", 0), ("gin", 2), ("mask", 2))
ROWS_AT_ONCE = 500_000


def menus_of(mask: int) -> str:
    return "{" + ",".join(str(menu) for menu in range(30) if mask >> menu & 1) + "}"


def load(cursor, table: str, job: Job) -> float:
    cursor.execute("select to_regclass(%s)", (table,))
    if cursor.fetchone()[0] is not None:
        cursor.execute(f"select obj_description('{table}'::regclass)")
        return float(cursor.fetchone()[0])
    columns = {name: column.tolist() for name, column in job.columns().items()}
    start = time.perf_counter()
    cursor.execute(
        f"""create table {table} (id int primary key, pref smallint, fields int, menus int, menu_list int[], avail int, remote boolean,
            cap smallint, rating smallint, rate int, fresh int)"""
    )
    order = ("pref", "fields", "menus", "avail", "remote", "cap", "rating", "rate", "fresh")
    for first in range(0, job.profiles, ROWS_AT_ONCE):
        rows = zip(*(columns[name][first : first + ROWS_AT_ONCE] for name in order))
        text = "".join(
            f"{id}\t{pref}\t{fields}\t{menus}\t{menus_of(menus)}\t{avail}\t{remote}\t{cap}\t{rating}\t{rate}\t{fresh}\n"
            for id, (pref, fields, menus, avail, remote, cap, rating, rate, fresh) in enumerate(rows, first)
        )
        cursor.copy_expert(f"copy {table} from stdin", io.StringIO(text))
    cursor.execute("create extension if not exists btree_gin")
    cursor.execute("create extension if not exists intarray")
    cursor.execute("set maintenance_work_mem = '512MB'")
    cursor.execute(f"create index on {table} (pref) where cap > 0")
    cursor.execute(f"create index on {table} (id) where cap > 0 and remote")
    cursor.execute(f"create index on {table} using gin (menu_list gin__int_ops, pref) where cap > 0")
    cursor.execute(f"vacuum analyze {table}")
    build_ms = (time.perf_counter() - start) * 1e3
    cursor.execute(f"comment on table {table} is '{build_ms}'")
    return build_ms


def common_bits(column: str, mask: int) -> str:
    return f"bit_count(({column} & {mask})::bit(32))"


def query(question, table: str, shape: str) -> str:
    region = f"pref in ({','.join(map(str, question['prefs']))})"
    if question["remote"]:
        region = f"({region} or remote)"
    menus, slots = question["menus"], common_bits("avail", question["avail"])
    able = f"menu_list @> '{menus_of(menus)}'::int[]" if shape == "gin" else f"(menus & {menus}) = {menus}"
    return f"""
        select 40 * {common_bits('fields', question['fields'])} + (case when pref = {question['pref']} then 20 else 0 end)
            + 5 * least({slots}, {MOST_OVERLAP}) + 2 * rating - abs(rate - {question['budget']}) / 100 - ({TODAY} - fresh) / 7 as score, id
        from {table} where {region} and {able} and cap > 0 and {slots} >= {LEAST_OVERLAP} order by score desc, id limit {TOP}"""


def main() -> None:
    job = Job()
    table = f"profile_{job.profiles}"
    with closing(psycopg2.connect(os.environ["NAKODO_BENCH_POSTGRES"])) as server:  # its own `with` would open a transaction
        server.autocommit = True
        cursor = server.cursor()
        build_ms = load(cursor, table, job)
        cursor.execute(f"select pg_total_relation_size('{table}')")
        size = float(cursor.fetchone()[0])
        cursor.execute("set jit = off")
        cursor.execute("set work_mem = '64MB'")
        for shape, workers in SHAPES:
            cursor.execute(f"set max_parallel_workers_per_gather = {workers}")

            def ask(question):
                cursor.execute(query(question, table, shape))
                return cursor.fetchall()

            job.measure(f"postgres-{shape}-{workers}", build_ms, size, ask)


main()
