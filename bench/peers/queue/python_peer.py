"""Celery and RQ as peers of bench/queue: python_peer.py celery|rq rate|delay JOBS EXTRA. One line of JSON for each question.

The rate of handling is taken from nine tenths of the backlog to one tenth, so that starting a worker does not count. Both get their quickest
settings: results are ignored; Celery has two processes and takes 64 jobs ahead, RQ does not fork for each job.
"""

import json
import os
import signal
import subprocess
import sys
import time

import redis

import jobs as work

PAYLOAD = "x" * 256
LONGEST_S = 300
server = redis.Redis.from_url(work.URL)


def worker(engine: str) -> subprocess.Popen:
    folder = os.path.dirname(sys.executable)
    if engine == "celery":
        command = [f"{folder}/celery", "-A", "jobs", "worker", "-c", "2", "--without-gossip", "--without-mingle", "--without-heartbeat", "-l", "error"]
    else:
        command = [f"{folder}/rq", "worker", "--url", work.URL, "-w", "rq.SimpleWorker", "--quiet", "bench"]
    here = os.path.dirname(os.path.abspath(__file__))
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(command, cwd=here, start_new_session=True, env=os.environ | {"PYTHONPATH": here}, **quiet)


def stop(process: subprocess.Popen) -> None:
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def sender(engine: str):
    if engine == "celery":
        return lambda left=0.0: work.celery_noop.delay(PAYLOAD, left)
    from rq import Queue

    queue = Queue("bench", connection=server)
    return lambda left=0.0: queue.enqueue(work.rq_noop, PAYLOAD, left, result_ttl=0)


def backlog(engine: str) -> int:
    return server.llen("celery" if engine == "celery" else "rq:queue:bench")


def append(engine: str, count: int, batch: int) -> float:
    begin = time.perf_counter()
    if engine == "celery":
        send = sender(engine)
        for _ in range(count):
            send()
    else:
        from rq import Queue

        queue = Queue("bench", connection=server)
        for first in range(0, count, batch):
            some = min(batch, count - first)
            queue.enqueue_many([Queue.prepare_data(work.rq_noop, (PAYLOAD,), result_ttl=0) for _ in range(some)])
    return time.perf_counter() - begin


def deliver(engine: str, count: int) -> float:
    """Seconds for `count` jobs, from the pace in the middle of the backlog."""
    process, begin, deadline = worker(engine), None, time.time() + LONGEST_S
    try:
        while time.time() < deadline:
            left = backlog(engine)
            if begin is None and left <= count * 0.9:
                begin = (time.perf_counter(), left)
            if begin is not None and left <= count * 0.1:
                return (time.perf_counter() - begin[0]) * count / (begin[1] - left)
            time.sleep(0.002)
    finally:
        stop(process)
    sys.exit(f"{engine} did not drain {count} jobs in {LONGEST_S} s")


def delays(engine: str, count: int, per_second: int) -> list[float]:
    process, send = worker(engine), sender(engine)
    try:
        send(time.time())
        server.blpop("bench:arrived", timeout=60)  # the worker is up
        begin = time.perf_counter()
        for at in range(count):
            due = begin + at / per_second
            while time.perf_counter() < due:
                time.sleep(0.0001)
            send(time.time())
        deadline = time.time() + LONGEST_S
        while server.llen("bench:arrived") < count and time.time() < deadline:
            time.sleep(0.05)
    finally:
        stop(process)
    return sorted(float(value) for value in server.lrange("bench:arrived", 0, -1))


def main() -> None:
    engine, question, count, extra = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    if question == "rate":
        first, second = append(engine, count, extra), deliver(engine, count)
        figures = {"append_per_s": count / first, "deliver_per_s": count / second, "per_s": count / (first + second)}
    else:
        found = delays(engine, count, extra)
        at = lambda share: round(found[int((len(found) - 1) * share)])
        figures = {"p50_us": at(0.5), "p99_us": at(0.99), "max_us": at(1.0)}
    print(json.dumps({"engine": engine, "jobs": count, **figures}))


main()
