"""Jobs that do nothing, as RQ and Celery import them, and the list in Redis that tells when each had arrived. See python_peer.py."""

import os
import time

import redis
from celery import Celery

URL = os.environ["NAKODO_BENCH_REDIS"]

app = Celery("jobs", broker=URL)
app.conf.update(task_ignore_result=True, worker_prefetch_multiplier=64, broker_connection_retry_on_startup=True, broker_pool_limit=2)

_redis = None


def _arrived(left: float) -> None:
    global _redis
    if _redis is None:
        _redis = redis.Redis.from_url(URL)
    _redis.rpush("bench:arrived", (time.time() - left) * 1e6)


@app.task(name="noop")
def celery_noop(payload, left=0.0):
    if left:
        _arrived(left)


def rq_noop(payload, left=0.0):
    if left:
        _arrived(left)
