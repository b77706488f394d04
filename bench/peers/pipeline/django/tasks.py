"""The Django peer's tasks: the three best people in SQL, and one task for each letter over a connection that stays open."""

import os
import secrets
import smtplib
import sys
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")
django.setup()

from celery import Celery  # noqa: E402
from celery.signals import worker_process_init, worker_ready  # noqa: E402
from django.core.mail import EmailMessage, get_connection  # noqa: E402
from django.db import connection, connections  # noqa: E402

import letters  # noqa: E402
from models import HelpRequest, Offer  # noqa: E402

app = Celery("pipeline", broker=os.environ["REDIS_URL"])
app.conf.update(
    task_ignore_result=True,
    task_acks_late=True,
    task_default_delivery_mode="persistent",
    worker_prefetch_multiplier=16,
    worker_send_task_events=False,
    broker_connection_retry_on_startup=True,
)

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PARTS = ("am", "pm", "ev")
FIELDS = ("digital-operation", "security-coordination", "risk-management", "security-audit")
_NUMBERED = (Path(__file__).parent.parent / "pick.sql").read_text(encoding="utf-8")
PICK = _NUMBERED.replace("$1", "%(menus)s").replace("$2", "%(places)s").replace("$3", "%(slots)s")
PICK = PICK.replace("$4", "%(fee)s").replace("$5", "%(fields)s").replace("$6", "%(prefecture)s")
_mail = None


@worker_process_init.connect
def _own_connections(**_):
    connections.close_all()


@worker_ready.connect
def _told(**_):
    print("working", file=sys.__stdout__, flush=True)


def _slot(code):
    return DAYS.index(code[:3]) * 3 + PARTS.index(code[4:])


@app.task(name="wave", autoretry_for=(Exception,), retry_backoff=True)
def wave(help_request_id):
    help_request = HelpRequest.objects.get(pk=help_request_id)
    company, need = help_request.body["company"], help_request.body["need"]
    places = [company["prefecture"]] + ([] if need["mode"] == "onsite" else ["remote"])
    question = {
        "menus": need["menus"],
        "places": places,
        "slots": sum(1 << _slot(code) for code in need["slots"]),
        "fee": need["budget_yen"] // -(-need["hours"] // 2),
        "fields": sum(1 << FIELDS.index(code) for code in need["fields"]),
        "prefecture": company["prefecture"],
    }
    with connection.cursor() as cursor:
        cursor.execute(PICK, question)
        people = cursor.fetchall()
    offers = [Offer(help_request=help_request, specialist_id=person[0], token=secrets.token_urlsafe(32)) for person in people]
    Offer.objects.bulk_create(offers)
    for (_, name, address), offer in zip(people, offers):
        letter.delay(*letters.offer(name, address, offer.token, need))
    letter.delay(*letters.asked(help_request, len(people)))


@app.task(name="letter", autoretry_for=(Exception,), retry_backoff=True)
def letter(to, subject, text):
    global _mail
    if _mail is None:
        _mail = get_connection()
    _mail.open()
    try:
        EmailMessage(subject, text, to=[to], connection=_mail).send()
    except smtplib.SMTPException:
        _mail.close()
        raise
